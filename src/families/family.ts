/** What a family of tasks says of itself; docs/adding.md tells how another one comes in. */
import type { NumberSetting } from '#core/number-setting.ts';
import type { Stream } from '#core/rng.ts';
import type { Words } from '#core/saying.ts';
import type { TextSetting } from '#core/text-setting.ts';
import type { Curves } from './curve/curve.ts';
import type { LossName } from './losses/loss-of.ts';
import type { Pictures } from './pictures/pictures.ts';
import type { PointCounts, Sight, TaskDistribution } from './task.ts';

/** What a network has to be like to learn the family's tasks. */
export interface SeenShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Inputs and outputs as a refused file is told of them. */
  readonly words: Words;
  /** An input to ask about, number by number; `null` where numbers have no names of their own. */
  readonly example: readonly { readonly name: string; readonly value: number }[] | null;
}

/** What comes late of a family. */
interface Late<Numbers> {
  isHere(numbers: Partial<Numbers>): boolean;
  /** @throws PlaygroundError where nobody has what the numbers name. */
  load(numbers: Partial<Numbers>): Promise<void>;
}

interface Seeded {
  readonly seed: number;
}

/** With which settings of every run the family opens, where these are other ones than the first family's. */
export interface Opening {
  /** Ranges and first values of numbers that every run has, by their ids. */
  readonly numbers: Readonly<Record<string, Partial<NumberSetting>>>;
  /** What is chosen of lists, by their ids. */
  readonly choices: Readonly<Record<string, string>>;
}

/** What every family says. `Numbers` are its settings. Pure, and safe for the page. */
interface Tasks<Numbers> {
  /** Its own numbers: range, default, names, section, flag. Files and links keep their order. */
  readonly settings: Readonly<Record<string, NumberSetting>>;
  /** Its own texts. */
  readonly texts?: Readonly<Record<string, TextSetting>>;
  readonly opening?: Opening;
  /** What its tasks are drawn with, where the page loads that when it is first wanted: before, no task can be drawn. */
  readonly late?: Late<Numbers>;
  /** What a network may see of its tasks. */
  readonly sights: readonly Sight[];
  shapeOf(numbers: Numbers, sees: Sight): SeenShape;
  /** By which a network learns the tasks, and is judged. */
  readonly loss: LossName;
  /**
   * Whether its tasks are points that somebody has measured: there are no more of them than that, and no curve is known behind
   * them.
   */
  readonly isMeasured?: boolean;
  /** Whether what has learned by some numbers may be judged on tasks of others: where tasks are finitely many, it may have seen these. Without it, it may. */
  mayJudge?(learned: Numbers, asked: Numbers): boolean;
  /** Points of a task, where K and Q of the settings count something else, such as drawings of a class. */
  pointCounts?(numbers: Numbers, counts: PointCounts): PointCounts;
  /** The tasks of one stream of the seed, as a learner sees them. */
  tasks(numbers: Numbers & Seeded, stream: Stream, sees: Sight): TaskDistribution;
  /** The loss beyond which an adaptation to one of the tasks counts as diverged. */
  worstLoss(numbers: Numbers): number;
}

/** Tasks that are curves y = f(x); `Curve` holds the numbers that fix one. */
export interface CurveFamily<Numbers, Curve> extends Tasks<Numbers> {
  readonly view: 'curve';
  /** The one task `index` of training, with points drawn afresh each time: for the multi-task baseline. */
  oneTask(numbers: Numbers & Seeded, index: number): TaskDistribution;
  /** Whether the page knows it from papers: presets, published figures, suggestions and tours are about its tasks. */
  readonly isPublished?: boolean;
  /** Whether `posteriors.ts` has what is known of a task after some of its points. */
  readonly hasPosterior?: boolean;
  readonly curves: Curves<Numbers, Curve>;
}

/** Tasks in which pictures are told apart. They have no curve, no error map and no one task with ever new points. */
export interface PictureFamily<Numbers> extends Tasks<Numbers> {
  readonly view: 'pictures';
  readonly pictures: Pictures<Numbers>;
}

export type Family<Numbers, Curve> = CurveFamily<Numbers, Curve> | PictureFamily<Numbers>;

/** How tasks are shown at the centre of the page. */
export type ViewName = Family<never, never>['view'];
