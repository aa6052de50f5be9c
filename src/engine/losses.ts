/** What to open after a GPU is lost: it again, or, where it is lost again and again, the next backend. */
import { BACKENDS, type BackendName } from '#core/backend.ts';

/** An engine that was lost sooner than this never got to work: another device does not help for long. */
const SOUND_MILLISECONDS = 10_000;
const MOST_ON_A_BACKEND = 3;
const MOST_IN_ALL = 8;

/** What follows a loss. */
export interface AfterLoss {
  readonly backend: BackendName;
  /** How often the lost backend was lost in a row. */
  readonly losses: number;
}

/** Hears of every loss, and for how many milliseconds the engine had been ready; `null` gives up. */
export function createLosses(): (lost: BackendName, milliseconds: number) => AfterLoss | null {
  let inARow: readonly BackendName[] = [];
  return (lost, milliseconds) => {
    inARow = [...(milliseconds < SOUND_MILLISECONDS ? inARow : []), lost];
    const losses = inARow.filter((backend) => backend === lost).length;
    if (inARow.length >= MOST_IN_ALL) return null;
    if (losses < MOST_ON_A_BACKEND) return { backend: lost, losses };
    const next = BACKENDS[BACKENDS.indexOf(lost) + 1];
    return next === undefined ? null : { backend: next, losses };
  };
}
