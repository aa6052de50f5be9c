/** What to open after a GPU is lost: it again, or, where it is lost again and again, the next backend. */
import { BACKENDS, type BackendName } from '#core/backend.ts';

/** Losses this near to each other are one trouble, of which another device does not help. */
const WINDOW_MILLISECONDS = 20_000;
const MOST_ON_A_BACKEND = 3;
const MOST_IN_ALL = 8;

/** What follows a loss; `null` gives up. */
export interface AfterLoss {
  readonly backend: BackendName;
  /** How often the lost backend was lost lately. */
  readonly losses: number;
}

/** Remembers the losses of a page. `now` in milliseconds. */
export function createLosses(now: () => number): (lost: BackendName) => AfterLoss | null {
  let recent: { readonly backend: BackendName; readonly at: number }[] = [];
  return (lost) => {
    const at = now();
    recent = [...recent.filter((loss) => at - loss.at < WINDOW_MILLISECONDS), { backend: lost, at }];
    const losses = recent.filter(({ backend }) => backend === lost).length;
    if (recent.length >= MOST_IN_ALL) return null;
    if (losses < MOST_ON_A_BACKEND) return { backend: lost, losses };
    const next = BACKENDS[BACKENDS.indexOf(lost) + 1];
    return next === undefined ? null : { backend: next, losses };
  };
}
