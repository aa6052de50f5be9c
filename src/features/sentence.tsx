/** What was said in English where it was found, in the page's language. */
import { useTranslation } from 'react-i18next';
import { english, type Sentences, translated, type Words } from '#core/saying.ts';

function isSentences(table: unknown): table is Sentences {
  return typeof table === 'object' && table !== null;
}

/** Words that the page's language has no sentence for stay English, and are marked so. */
export function Sentence({ words }: { readonly words: Words }) {
  const { i18n } = useTranslation();
  const table: unknown = i18n.getResourceBundle(i18n.language, 'sentences');
  const text = isSentences(table) ? translated(words, table) : null;
  return text ?? <span lang="en">{english(words)}</span>;
}
