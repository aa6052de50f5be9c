/** Takes a link apart, entry by entry, and remembers what could not be taken as it stood. */
import * as v from 'valibot';

export type Entries = readonly (readonly [key: string, text: string])[];

/** A value as near as possible to a text, and whether it is what the text says. */
export interface Nearest<Value> {
  readonly value: Value;
  readonly exact: boolean;
}

export interface Reader {
  /** What `read` makes of an entry; `undefined` where the link has none. */
  take<Value>(key: string, read: (text: string) => Nearest<Value>): Value | undefined;
  /** Notes an entry as changed. */
  tell(key: string, text: string): void;
  /** Entries that were changed or never asked for, as they stood. */
  mended(): string[];
}

interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly whole: boolean;
}

const numberText = v.pipe(
  v.string(),
  v.regex(/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i),
  v.transform(Number),
);

/** The number of the range nearest to the text; `null` where the text is no number. */
export function nearestNumber(
  text: string,
  { minimum, maximum, whole }: NumberRange,
): Nearest<number | null> {
  const parsed = v.safeParse(numberText, text);
  if (!parsed.success) return { value: null, exact: false };
  const schema = v.pipe(v.number(), v.minValue(minimum), v.maxValue(maximum));
  const checked = v.safeParse(whole ? v.pipe(schema, v.integer()) : schema, parsed.output);
  if (checked.success) return { value: checked.output, exact: true };
  const within = Math.min(maximum, Math.max(minimum, parsed.output));
  return { value: whole ? Math.round(within) : within, exact: false };
}

const MOST_TOLD = 40;

/** An address carries these as they are; the rest is escaped. */
export function writeEntries(entries: Entries): string {
  return entries
    .map(([key, text]) => `${key}=${encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':')}`)
    .join('&');
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The entries of an address's hash, with or without its sign. */
export function readEntries(hash: string): [key: string, text: string][] {
  const text = hash.replace(/^#/, '');
  return text
    .split('&')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const sign = entry.indexOf('=');
      return sign < 0
        ? [unescape(entry), '']
        : [unescape(entry.slice(0, sign)), unescape(entry.slice(sign + 1))];
    });
}

export function createReader(entries: Entries): Reader {
  const left = new Map(entries);
  const mended: string[] = [];
  const tell = (key: string, text: string) => {
    const told = text === '' ? key : `${key}=${text}`;
    mended.push(told.length > MOST_TOLD ? `${told.slice(0, MOST_TOLD)}…` : told);
  };
  return {
    take(key, read) {
      const text = left.get(key);
      if (text === undefined) return undefined;
      left.delete(key);
      const { value, exact } = read(text);
      if (!exact) tell(key, text);
      return value;
    },
    tell,
    mended() {
      for (const [key, text] of left) tell(key, text);
      left.clear();
      return mended;
    },
  };
}
