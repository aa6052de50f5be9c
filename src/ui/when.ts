/** Points in time in the words of a language; `language` is a BCP 47 tag. */

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** “5 minutes ago”; `null` for less than a minute. */
export function formatAgo(then: number, now: number, language: string): string | null {
  const found = UNITS.find(([, length]) => now - then >= length);
  if (found === undefined) return null;
  const [unit, length] = found;
  return new Intl.RelativeTimeFormat(language).format(-Math.floor((now - then) / length), unit);
}

/** Day and minute. */
export function formatWhen(then: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(then);
}
