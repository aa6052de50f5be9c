/** Takes a link apart, entry by entry, and remembers what could not be taken as it stood. */
import type { Nearest } from './nearest.ts';

export type Entries = readonly (readonly [key: string, text: string])[];

export interface Reader {
  /** What `read` makes of an entry; `undefined` where the link has none. */
  take<Value>(key: string, read: (text: string) => Nearest<Value>): Value | undefined;
  /** Notes an entry as changed. */
  tell(key: string, text: string): void;
  /** Entries that were changed or never asked for, as they stood. */
  mended(): string[];
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
  const left = new Map<string, string>();
  const mended: string[] = [];
  const tell = (key: string, text: string) => {
    const told = text === '' ? key : `${key}=${text}`;
    mended.push(told.length > MOST_TOLD ? `${told.slice(0, MOST_TOLD)}…` : told);
  };
  for (const [key, text] of entries) {
    // The last of several counts.
    const earlier = left.get(key);
    if (earlier !== undefined && earlier !== text) tell(key, earlier);
    left.set(key, text);
  }
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
