/** What the exit status of a command means: the one table, for code and for `--help`. */
import { CommanderError } from 'commander';
import { type ErrorCode, PlaygroundError } from '#core/errors.ts';

export const EXIT_CODES = {
  ok: { status: 0, meaning: 'done' },
  unexpected: { status: 1, meaning: 'an error that nobody foresaw, or a GPU that refuses the work' },
  usage: { status: 2, meaning: 'a flag, a value or a file that cannot be used' },
  diverged: {
    status: 3,
    meaning: 'training diverged, its last good state kept as a checkpoint; or an adaptation did',
  },
  noEngine: { status: 4, meaning: 'no engine: neither a GPU, a software driver nor a Chromium answers' },
  checkFailed: { status: 5, meaning: 'the self-check found an engine that computes wrongly' },
  interrupted: { status: 130, meaning: 'Ctrl-C (SIGINT); training is saved as a checkpoint' },
  terminated: { status: 143, meaning: 'SIGTERM; training is saved as a checkpoint' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ExitName = keyof typeof EXIT_CODES;

const OF_ERROR: Readonly<Record<ErrorCode, ExitName>> = {
  'setting-out-of-range': 'usage',
  'input-invalid': 'usage',
  'architecture-invalid': 'usage',
  'weights-file-damaged': 'usage',
  'weights-file-foreign': 'usage',
  'file-unread': 'usage',
  'link-mended': 'usage',
  'backend-unknown': 'usage',
  'backend-unavailable': 'noEngine',
  diverged: 'diverged',
  'engine-failed': 'unexpected',
  'storage-unavailable': 'unexpected',
  'storage-full': 'unexpected',
  'run-in-use': 'unexpected',
  'saved-work-damaged': 'unexpected',
};

export function exitOf(thrown: unknown): ExitName {
  // Commander ends its help with an error, too.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 'ok' : 'usage';
  return thrown instanceof PlaygroundError ? OF_ERROR[thrown.code] : 'unexpected';
}

/** An error for machines; `code` is the playground's, the parser's for a wrong command line, or `unexpected`. */
export interface ErrorEvent {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exit: number;
}

export function errorEvent(thrown: unknown): ErrorEvent {
  const exit = EXIT_CODES[exitOf(thrown)].status;
  if (thrown instanceof PlaygroundError) {
    const { code, message, hint } = thrown;
    return { code, message, hint, exit };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: thrown instanceof CommanderError ? thrown.code : 'unexpected', message, hint: '', exit };
}

/** The table as text, one line a code. */
export function describeExitCodes(): string {
  const lines = Object.values(EXIT_CODES).map(
    ({ status, meaning }) => `  ${`${status}`.padEnd(5)}${meaning}`,
  );
  return ['Exit codes:', ...lines].join('\n');
}
