/** What was said in English where it was found, in the page's language. */
import { useTranslation } from 'react-i18next';
import { english, type Sentences, translated, type Words } from '#core/saying.ts';

function isSentences(table: unknown): table is Sentences {
  return typeof table === 'object' && table !== null;
}

/** Says words in the page's language; `null` for those that it has no sentence for. */
function useTranslated(): (words: Words) => string | null {
  const { i18n } = useTranslation();
  const table: unknown = i18n.getResourceBundle(i18n.language, 'sentences');
  return (words) => (isSentences(table) ? translated(words, table) : null);
}

/** Words within a sentence of the page; those that it has no sentence for stay English. */
export function useWords(): (words: Words) => string {
  const translate = useTranslated();
  return (words) => translate(words) ?? english(words);
}

/** Words that the page's language has no sentence for stay English, and are marked so. */
export function Sentence({ words }: { readonly words: Words }) {
  const translate = useTranslated();
  return translate(words) ?? <span lang="en">{english(words)}</span>;
}
