/** Whole numbers as a few characters that an address carries as they are: small ones are one character each. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LOW = 31;
const MORE = 32;
/** No number of a text goes beyond it. */
const LARGEST_UNIT = 2 ** 20;

/** Five bits a digit, least first, the sixth says that one more follows; the lowest bit of all is the sign. */
function writeWhole(whole: number): string {
  let rest = whole < 0 ? -2 * whole - 1 : 2 * whole;
  let text = '';
  do {
    const next = Math.floor(rest / MORE);
    text += DIGITS.charAt((rest & LOW) + (next > 0 ? MORE : 0));
    rest = next;
  } while (rest > 0);
  return text;
}

/** One number behind the other, of which none is beyond 2^24. */
export function writeWholes(wholes: readonly number[]): string {
  return wholes.map(writeWhole).join('');
}

/** At most `most` numbers; `null` where the text is something else. */
export function readWholes(text: string, most: number): number[] | null {
  const wholes: number[] = [];
  let rest = 0;
  let unit = 1;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0 || unit > LARGEST_UNIT || wholes.length === most) return null;
    rest += (digit & LOW) * unit;
    unit *= MORE;
    if (digit < MORE) {
      wholes.push(rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2);
      rest = 0;
      unit = 1;
    }
  }
  return unit === 1 ? wholes : null;
}
