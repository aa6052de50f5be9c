/**
 * Sentences as data: what is said apart from what it is said of, so that a page can say it in another language. The
 * English stands where it is said, `said\`Expected at most ${most} points, found ${found}.\``, and is its own key.
 */

/** What stands in a template's places: names, numbers and the words of others as they are, and sayings in their turn. */
export type Part = string | number | Saying;

/** A sentence, or a part of one: plain data that a worker can post. */
export interface Saying {
  /** English, with {0}, {1} … in the places of the values. */
  readonly template: string;
  readonly values: readonly Part[];
}

/** What is told: a saying, or a text that nobody translates, such as a driver's. */
export type Words = string | Saying;

/** English templates to those of another language, whose values may stand in another order. */
export type Sentences = Readonly<Record<string, string>>;

/** Tags the English of a sentence or of a part of one. */
export function said(texts: TemplateStringsArray, ...values: readonly Part[]): Saying {
  return { template: texts.reduce((template, text, index) => `${template}{${index - 1}}${text}`), values };
}

/** All of them, one after the other. */
export function listed(items: readonly Words[]): Words {
  return items.length === 0 ? '' : items.reduce((before, item) => said`${before}, ${item}`);
}

/** Texts and, in the odd places, the values between them. */
function partsOf({ values }: Saying, template: string): Part[] {
  return template
    .split(/\{(\d+)\}/)
    .map((text, index) => (index % 2 === 0 ? text : (values[Number(text)] ?? '')));
}

/** The English text. */
export function english(words: Part): string {
  if (typeof words !== 'object') return String(words);
  return partsOf(words, words.template).map(english).join('');
}

/** One text after the other; Han script stands apart from Latin letters and digits, as Chinese is typeset. */
function joined(before: string, after: string): string {
  const seam = [before.at(-1) ?? '', after.at(0) ?? ''];
  const isTight = seam.every((character) => /[!-~−\p{L}\p{N}]/u.test(character));
  const hans = seam.filter((character) => /\p{Script=Han}/u.test(character)).length;
  return isTight && hans === 1 ? `${before} ${after}` : `${before}${after}`;
}

/** The words in the language of a table; `null` where it lacks one of their templates, or nobody translates them. */
export function translated(words: Words, sentences: Sentences): string | null {
  if (typeof words === 'string') return words === '' ? '' : null;
  const template = sentences[words.template];
  if (template === undefined) return null;
  let text = '';
  for (const part of partsOf(words, template)) {
    const next = typeof part === 'object' ? translated(part, sentences) : String(part);
    if (next === null) return null;
    text = joined(text, next);
  }
  return text;
}
