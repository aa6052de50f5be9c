import { english, type Words } from './saying.ts';

/** What can go wrong in a way that a user can understand and act on. */
export type ErrorCode =
  | 'setting-out-of-range'
  | 'input-invalid'
  | 'architecture-invalid'
  | 'weights-file-damaged'
  | 'weights-file-foreign'
  | 'file-unread'
  | 'backend-unavailable'
  | 'backend-unknown'
  | 'diverged'
  | 'engine-failed'
  | 'link-mended'
  | 'storage-unavailable'
  | 'storage-full'
  | 'run-in-use'
  | 'saved-work-damaged';

/** An error as it crosses the worker boundary: what was expected and found, and what to do next. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: Words;
  readonly hint: Words;
  /** What was found, word for word, for a page that tells of it in its own language. */
  readonly found?: readonly string[];
}

/** Thrown wherever the cause is known; `message` says in English what was expected and what was found. */
export class PlaygroundError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly found: readonly string[] | null;
  /** Message and hint, for a reader of another language. */
  readonly words: Pick<ErrorReport, 'message' | 'hint'>;

  constructor(code: ErrorCode, message: Words, hint: Words = '', found: readonly string[] | null = null) {
    super(english(message));
    this.name = 'PlaygroundError';
    this.code = code;
    this.hint = english(hint);
    this.found = found;
    this.words = { message, hint };
  }
}

/** More of what was typed would not help who reads of it. */
const LONGEST_EXCERPT = 24;

/** What was typed, short enough for a sentence. */
export function excerptOf(typed: string): string {
  const text = typed.trim();
  return text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT - 1)}…` : text;
}

/** The report of any thrown value; an unforeseen one becomes `engine-failed` with its own words. */
export function reportOf(thrown: unknown): ErrorReport {
  if (thrown instanceof PlaygroundError) {
    const { code, words, found } = thrown;
    return found === null ? { code, ...words } : { code, ...words, found };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'engine-failed', message, hint: '' };
}

/** The error of a report that has crossed the worker boundary, whole. */
export function errorOf({ code, message, hint, found }: ErrorReport): PlaygroundError {
  return new PlaygroundError(code, message, hint, found ?? null);
}
