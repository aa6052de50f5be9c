/** What the names of tensors tell: which layer a tensor is of, as weight or as bias, and which of two layers comes first. */

const ROLE_WORD = /^(?:(w|weights?|kernels?|coefs?)|(?:b|bias|biases|intercepts?))(\d*)$/i;

export interface Role {
  readonly role: 'weight' | 'bias';
  /** What is left of the name's words without the one that means weight or bias: the layer's. */
  readonly path: readonly string[];
}

/** The words of a name, which stand between any signs or begin with a capital; Keras' “:0” is none. */
function wordsOf(name: string): string[] {
  return name.replace(/:\d+$/, '').split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u);
}

/** What a name says: the last of its words that means weight or bias, and the layer in those around it. */
export function roleOf(name: string): Role | null {
  const words = wordsOf(name);
  const at = words.findLastIndex((word) => ROLE_WORD.test(word));
  const [, weightWord, number = ''] = ROLE_WORD.exec(words[at] ?? '') ?? [];
  if (at === -1) return null;
  const path = words.with(at, number).filter((word) => word !== '');
  return { role: weightWord === undefined ? 'bias' : 'weight', path };
}

/** The words that tell a layer, of a tensor whose name may not tell its role. */
export function pathOf(name: string): readonly string[] {
  return roleOf(name)?.path ?? wordsOf(name).filter((word) => word !== '');
}

export const natural = new Intl.Collator('en', { numeric: true });

const FIRST_WORD =
  /^(?:input|in|first|stem|embed(?:ding)?|enc(?:oder)?|backbone|features?|body|trunk|base)\d*$/i;
const LAST_WORD = /^(?:output|out|last|final|head|readout|dec(?:oder)?|classifier|regressor|logits)\d*$/i;

/** First layers, those between, last layers, as far as a word tells. */
function placeOf(word: string): number {
  if (FIRST_WORD.test(word)) return 0;
  return LAST_WORD.test(word) ? 2 : 1;
}

/** Words of parts that follow one another within one network. */
const PART_WORD =
  /^(?:blocks?|layers?|stages?|steps?|parts?|modules?|seq(?:uential)?|hiddens?|bottleneck)\d*$/i;

/** Whether a word names a part of a network, of which others are before or behind it. */
export function isPart(word: string): boolean {
  return placeOf(word) !== 1 || PART_WORD.test(word);
}

/** What puts the layer of one path before that of another: the first word in which they differ, or nothing. */
export function toldOrder(a: readonly string[], b: readonly string[]): 'byPlace' | 'byNumber' | null {
  const at = a.findIndex((word, index) => word !== b[index]);
  const [word = '', other = ''] = at === -1 ? ['', b[a.length]] : [a[at], b[at]];
  if (placeOf(word) !== placeOf(other)) return placeOf(word) < placeOf(other) ? 'byPlace' : null;
  const letters = (text: string) => text.replaceAll(/\P{L}/gu, '');
  return letters(word) === letters(other) && natural.compare(word, other) < 0 ? 'byNumber' : null;
}
