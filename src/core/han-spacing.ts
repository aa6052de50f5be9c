/** A space between Han script and Latin letters, digits and signs, as Chinese is typeset. */

/** Letters, digits and the signs that stand for numbers; not punctuation, which has its own room. */
const LATIN = String.raw`(?!\p{Script=Han})[\p{L}\p{N}%°∞±−∇√|]`;
const HAN_BEFORE = new RegExp(String.raw`(\p{Script=Han})(?=${LATIN})`, 'gu');
const HAN_AFTER = new RegExp(String.raw`(${LATIN})(?=\p{Script=Han})`, 'gu');

/** The text with that space wherever it lacked; what stands in “…” is somebody's own words and stays as it is. */
export function spaced(text: string): string {
  return text
    .split(/(“[^”]*”)/u)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(HAN_BEFORE, '$1 ').replace(HAN_AFTER, '$1 '),
    )
    .join('');
}
