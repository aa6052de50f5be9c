/** Classes are called A, B, C … in the order of the task; who names none gets a dash. */
export function letterOf(label: number | null): string {
  return label === null ? '–' : String.fromCodePoint(65 + label);
}
