/** Names that no other has: of runs and of tabs. */

/** Sixteen hexadecimal digits by chance. */
export function newId(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, '0')).join('');
}
