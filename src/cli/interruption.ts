/** Ctrl-C and SIGTERM: a command that can save itself does so, any other ends at once. */
import type { ExitName } from './exit-codes.ts';
import { EXIT_CODES } from './exit-codes.ts';

const SIGNALS = { SIGINT: 'interrupted', SIGTERM: 'terminated' } as const satisfies Record<string, ExitName>;

/** The same Ctrl-C may arrive twice, from the terminal and through npm. */
const ECHO_MILLISECONDS = 500;

export interface Interruption {
  /** Aborted by the first signal, from the call of `heed` on. */
  readonly signal: AbortSignal;
  /** From now on the command saves itself; a second signal still ends at once. */
  heed(): void;
  /** How to exit if there was a signal. */
  exit(): ExitName | null;
}

/** Listens to the process. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let isHeeded = false;
  let first: ExitName | null = null;
  let firstAt = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const exit = SIGNALS[name];
      const now = performance.now();
      if (first !== null && now - firstAt < ECHO_MILLISECONDS) return;
      if (!isHeeded || first !== null) process.exit(EXIT_CODES[exit].status);
      first = exit;
      firstAt = now;
      controller.abort();
    });
  }
  return {
    signal: controller.signal,
    heed: () => {
      isHeeded = true;
    },
    exit: () => first,
  };
}
