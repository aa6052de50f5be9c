/** Words of Python that the parts of a program share. */

/** Parts that are there, two empty lines between, as PEP 8 has it between functions. */
export function parted(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n\n');
}

/** The lines that are there. */
export function lines(...given: readonly (string | null)[]): string {
  return given.filter((line) => line !== null).join('\n');
}
