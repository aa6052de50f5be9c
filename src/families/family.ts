/** What a family of tasks says of itself; docs/adding.md tells how another one comes in. */
import type { NumberSetting } from '#core/number-setting.ts';
import type { Stream } from '#core/rng.ts';
import type { Words } from '#core/saying.ts';
import type { Curves } from './curve/curve.ts';
import type { ErrorCells } from './error-grid.ts';
import type { LossName } from './losses/loss-of.ts';
import type { Sight, TaskDistribution } from './task.ts';

/** How tasks are shown at the centre of the page. */
export type ViewName = 'curve';

/** What a network has to be like to learn the family's tasks. */
export interface SeenShape {
  readonly inputs: number;
  /** Inputs and outputs as a refused file is told of them. */
  readonly words: Words;
  /** An input to ask about, number by number; `null` where numbers have no names of their own. */
  readonly example: readonly { readonly name: string; readonly value: number }[] | null;
}

interface Seeded {
  readonly seed: number;
}

/** `Numbers` are the family's settings, `Curve` holds the numbers that fix one task. Pure, and safe for the page. */
export interface Family<Numbers, Curve> {
  /** Its own numbers: range, default, names, section, flag. Files and links keep their order. */
  readonly settings: Readonly<Record<string, NumberSetting>>;
  /** Input size of a network, by what it sees of a task. */
  readonly shapes: Readonly<Record<Sight, SeenShape>>;
  readonly outputs: number;
  /** By which a network learns the tasks, and is judged. */
  readonly loss: LossName;
  /** The tasks of one stream of the seed, as a learner sees them. */
  tasks(numbers: Numbers & Seeded, stream: Stream, sees: Sight): TaskDistribution;
  /** The one task `index` of training, with points drawn afresh each time: for the multi-task baseline. */
  oneTask(numbers: Numbers & Seeded, index: number): TaskDistribution;
  /** The loss beyond which an adaptation to one of the tasks counts as diverged. */
  worstLoss(numbers: Numbers): number;
  /** What its error map is drawn over; `null` without one. */
  readonly cells: ErrorCells<Numbers, Curve> | null;
  /** Whether `posteriors.ts` has what is known of a task after some of its points. */
  readonly hasPosterior?: boolean;
  readonly view: ViewName;
  readonly curves: Curves<Numbers, Curve>;
}
