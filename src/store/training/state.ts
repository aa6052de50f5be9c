/** The run of this page and what can be done to it. */
import type { ErrorReport } from '#core/errors.ts';
import type { Misfit } from '#training/misfit.ts';
import type { SettingChange } from '#training/steering.ts';
import type { KeptSummary } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import type { NamedPictures } from '#families/pictures/picture-set.ts';
import type { SavedRun } from '#persistence/records.ts';
import type { HeldOutPoint } from './held-out.ts';
import type { LossHistory, LossPoint } from './history.ts';

/** An error on validation tasks that was asked for, and what was found once it was no larger. */
export interface GoalReached {
  readonly goal: number;
  /** At which the run was judged, and paused. */
  readonly iteration: number;
  readonly innerSteps: number;
  readonly error: KeptSummary;
}

export interface TrainingRun {
  /** By which it is saved. */
  readonly id: string;
  /** By `Date.now()`. */
  readonly begunAt: number;
  /** By which it trains now. */
  readonly settings: Settings;
  /** Those that it learns from, some of whose classes are held out; `null` for the family's own. */
  readonly pictures: NamedPictures | null;
  /** What it has taken up on its way. */
  readonly changes: readonly SettingChange[];
  readonly status: 'running' | 'paused';
  readonly iteration: number;
  /** Meta-steps a second, over the last seconds. */
  readonly rate: number;
  /** Milliseconds that it has trained. */
  readonly elapsed: number;
  /** When it was last heard of, by `performance.now()`; `null` while it is paused. */
  readonly heardAt: number | null;
  /** The iteration at which it was told to stop, if it was. */
  readonly target: number | null;
  readonly history: LossHistory;
  /** Of the last meta-step alone. */
  readonly latest: LossPoint | null;
  /** Held-out errors along the way. */
  readonly heldOut: readonly HeldOutPoint[];
  /** Why it was paused, if by its error. */
  readonly reached: GoalReached | null;
  /** Why it cannot go on from here, with the next iteration diverging. */
  readonly diverged: ErrorReport | null;
}

export interface RunSlice {
  readonly run: TrainingRun | null;
  /** The error on validation tasks at which a run is paused, once; `null` for none. */
  readonly errorGoal: number | null;
  readonly setErrorGoal: (goal: number | null) => Promise<void>;
  /** Trains `steps` meta-steps, or else what is left of the plan and, once that is done, as many again; begins a run if there is none. */
  readonly train: (steps?: number) => Promise<void>;
  /** Begins a run with the settings of the moment, unless there is one. */
  readonly beginRun: () => Promise<void>;
  /** Evaluates the run's newest weights on held-out tasks, if it is time. */
  readonly evaluateRun: () => Promise<void>;
  readonly pauseTraining: () => Promise<void>;
  readonly resetTraining: () => Promise<void>;
  /** The run takes up what it can of the page's settings, from its next meta-step on; it goes on training if it did. */
  readonly steerRun: () => Promise<void>;
  /** Trains on from where the run is with another β, which settings and run have from then on. */
  readonly goOnWith: (beta: number) => Promise<void>;
  /** What of a training does not fit into the open adapter's memory, and what would. */
  readonly misfitOf: (settings: Settings) => Promise<Misfit | null>;
  /** Takes the place of the page's run, paused, under this id. @throws PlaygroundError where the engine refuses. */
  readonly resumeRun: (id: string, saved: SavedRun) => Promise<void>;
}
