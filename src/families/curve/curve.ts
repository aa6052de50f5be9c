/**
 * Families whose tasks are curves y = f(x) over one range of x: what a family says of its curves, so that all of them are
 * drawn, edited, kept in links and seen by a learner in the same way.
 */
import type { Stream } from '#core/rng.ts';
import type { PointCounts, Sight, TaskData } from '../task.ts';
import type { Scale } from './scale.ts';

/** An interval from which a number is drawn uniformly; both ends may be equal. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where curves lie, whatever their family: that of the MAML paper, section 5.1. */
export const X_RANGE: Range = { from: -5, to: 5 };

/** Farther from 0 than this no y is accepted: squares of errors must stay finite in float32. */
export const FARTHEST_Y = 100;

/** A task with the curve it came from, for plots and for what sees it. */
export interface CurveTask<Curve> extends TaskData {
  readonly curve: Curve;
}

/** Which task is drawn: number `index` of a stream of a seed. */
export interface Draw {
  readonly seed: number;
  readonly stream: Stream;
  readonly index: number;
}

/** What is drawn otherwise than the family's numbers say. */
export interface DrawChanges<Curve> {
  /** In place of the drawn curve. */
  readonly curve?: Curve | null;
  /** Where support and query points lie. */
  readonly x?: Range;
}

/** A number that fixes a curve, such as an amplitude. */
export interface Quantity {
  /** As tables and links name it. */
  readonly id: string;
  /** As formulas write it. */
  readonly symbol: string;
  /** From where tasks draw it. */
  readonly range: Range;
  /** Of a curve from elsewhere. */
  readonly minimum: number;
  readonly maximum: number;
}

/** `Numbers` are the family's settings, `Curve` holds the numbers that fix one curve. */
export interface Curves<Numbers, Curve> {
  /** The same points as those of the family's distribution of tasks. */
  sample(numbers: Numbers, draw: Draw, counts: PointCounts, changes?: DrawChanges<Curve>): CurveTask<Curve>;
  /** The noiseless value at x. */
  valueAt(curve: Curve, x: number): number;
  /** Places x [count, 1] as a network sees them, with what it sees of the curve: [count, inputs]. */
  inputsSeen(x: Float32Array, curve: Curve, sees: Sight): Float32Array;
  /** How far up and down a plot of the family's tasks, and of a shown one, has to show at least. */
  reach(numbers: Numbers, curve: Curve | null): number;
  /** A curve as a formula in plain characters, which no language changes; `shown` writes a number. */
  formula(curve: Curve, shown: (value: number) => string): string;
  /** By what the plot's units become those of whoever measured the curves; without one, they are the same. */
  scale?(numbers: Numbers): Scale | null;
  /** How often the curve goes up and down over the range of x; 0 for one that does not. */
  periods(curve: Curve): number;
  /** Of a curve from elsewhere. @throws PlaygroundError `input-invalid` unless the plot can show it. */
  check(curve: Curve): void;
  /** From where x of a task's points is drawn: all of the plot, or a part of it. */
  xOf(numbers: Numbers): Range;
  /** The numbers that fix a curve, in the order of tables. */
  quantities(numbers: Numbers): readonly Quantity[];
  /** Those of a curve, in the same order. */
  valuesOf(curve: Curve): readonly number[];
  /** The curve with these numbers. */
  curveOf(numbers: Numbers, values: readonly number[]): Curve;
  /** Whether the curve is one that these settings may draw, where they fix more of it than ranges. */
  isOf?(curve: Curve, numbers: Numbers): boolean;
  /** A curve in links: its key, and the ids of its numbers in the order of links where that is not the tables'. */
  readonly link: { readonly key: string; readonly order?: readonly string[] };
}
