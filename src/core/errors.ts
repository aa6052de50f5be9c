/** What can go wrong in a way that a user can understand and act on. */
export type ErrorCode =
  | 'setting-out-of-range'
  | 'input-invalid'
  | 'architecture-invalid'
  | 'weights-file-damaged'
  | 'weights-file-foreign'
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
  readonly message: string;
  readonly hint: string;
  /** What was found, word for word, for a page that tells of it in its own language. */
  readonly found?: readonly string[];
}

/** Thrown wherever the cause is known; `message` says what was expected and what was found. */
export class PlaygroundError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly found: readonly string[] | null;

  constructor(code: ErrorCode, message: string, hint = '', found: readonly string[] | null = null) {
    super(message);
    this.name = 'PlaygroundError';
    this.code = code;
    this.hint = hint;
    this.found = found;
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
    const { code, message, hint, found } = thrown;
    return found === null ? { code, message, hint } : { code, message, hint, found };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'engine-failed', message, hint: '' };
}
