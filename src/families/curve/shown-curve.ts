/** The curve on screen: one of the seed's stream, with what the user has made of it. */
import { STREAMS } from '#core/rng.ts';
import { expectCurves, type FamilyCurve, type FamilyName, isHere, type SampleNumbers } from '../family-of.ts';
import type { PointSet, TaskData } from '../task.ts';
import type { Range } from './curve.ts';
import {
  type HalfRange,
  PLOT_GRID,
  supportSources,
  type TaskEdits,
  type TaskPoint,
  valueOnGrid,
} from './edits.ts';

/**
 * What is known of the curve behind the support points: it is the true one; it was, before some were placed elsewhere; other
 * points of it were measured; or all of them come from elsewhere, and nobody knows one, though some points of it may have been held out to measure errors on.
 */
export type CurveKnowledge = 'true' | 'original' | 'measured' | 'heldOut' | 'unknown';

/** Whether there is a curve to be drawn and named. */
export function isCurveKnown(knowledge: CurveKnowledge): boolean {
  return knowledge === 'true' || knowledge === 'original';
}

/** Whether all points are the visitor's own. */
export function isOfOwnPoints(knowledge: CurveKnowledge): boolean {
  return knowledge === 'heldOut' || knowledge === 'unknown';
}

/** A task with its true curve, which need not be one of the family. Without a known one, the query points are those held out, or else the support points. */
export interface ShownCurve extends TaskData {
  readonly view: 'curve';
  /** Without points and a curve: what tasks are drawn with has still to come. */
  readonly isBlank: boolean;
  /** What it was drawn by. */
  readonly numbers: SampleNumbers;
  readonly family: FamilyName;
  readonly knowledge: CurveKnowledge;
  /** The curve's values on `PLOT_GRID`; straight from point to point if it is unknown. */
  readonly truth: Float32Array;
  /** The family's curve that it is, or `null` if it was drawn by hand or is unknown. */
  readonly curve: FamilyCurve | null;
}

/** A point placed by hand on the curve need not lie on it to the last digit. */
const OFF_CURVE = 0.02;

function knowledgeOf(edits: TaskEdits, shots: number, curveAt: (x: number) => number): CurveKnowledge {
  const sources = supportSources(edits, shots);
  const isOn = ({ x, y }: TaskPoint) => Math.abs(y - curveAt(x)) <= OFF_CURVE;
  const kept = edits.moved.filter(({ index }) =>
    sources.some((source) => source.kind === 'sampled' && source.index === index),
  );
  if ([...kept, ...edits.added].every(isOn)) return 'true';
  const isOwn = edits.curve === null && sources.every(({ kind }) => kind === 'added');
  if (!isOwn) return 'original';
  return edits.heldOut.length > 0 ? 'heldOut' : 'unknown';
}

function pointSet(points: readonly TaskPoint[]): PointSet {
  return {
    x: Float32Array.from(points, ({ x }) => x),
    y: Float32Array.from(points, ({ y }) => y),
    count: points.length,
  };
}

const pointsOf = ({ x, y }: PointSet): TaskPoint[] =>
  Array.from(x, (at, index) => ({ x: at, y: y[index] ?? 0 }));

/** On `PLOT_GRID`, straight from point to point in the order of x, and level beyond the outermost. */
function throughPoints(set: PointSet): Float32Array {
  const points = pointsOf(set).toSorted((a, b) => a.x - b.x);
  return PLOT_GRID.map((at) => {
    const right = points.find((point) => point.x >= at);
    const left = points.findLast((point) => point.x <= at);
    if (left === undefined || right === undefined) return (left ?? right)?.y ?? 0;
    const width = right.x - left.x;
    return width === 0 ? left.y : left.y + ((right.y - left.y) * (at - left.x)) / width;
  });
}

/** The true value at x. */
export function truthAt({ family, curve, truth }: ShownCurve, x: number): number {
  return curve === null ? valueOnGrid(truth, x) : expectCurves({ family }).curves.valueAt(curve, x);
}

function halfOf({ from, to }: Range, half: HalfRange): Range {
  const middle = (from + to) / 2;
  if (half === 'none') return { from, to };
  return half === 'left' ? { from, to: middle } : { from: middle, to };
}

/** Points of a curve moved onto drawn values, each with its own noise. */
function onto(
  values: readonly number[],
  { x, y, count }: PointSet,
  valueAt: (x: number) => number,
): PointSet {
  const moved = y.map((value, index) => {
    const at = x[index] ?? 0;
    return valueOnGrid(values, at) + value - valueAt(at);
  });
  return { x, y: moved, count };
}

/** Support points as sampled, without those removed, then those added. */
function withPlacedPoints(sampled: PointSet, edits: TaskEdits): PointSet {
  const places = new Map(edits.moved.map((point) => [point.index, point]));
  const points = supportSources(edits, sampled.count).map(({ kind, index }) => {
    const placed = kind === 'added' ? edits.added[index] : places.get(index);
    return placed ?? { x: sampled.x[index] ?? 0, y: sampled.y[index] ?? 0 };
  });
  return pointSet(points);
}

const NO_POINTS: PointSet = { x: new Float32Array(), y: new Float32Array(), count: 0 };
const BLANK = {
  support: NO_POINTS,
  query: NO_POINTS,
  knowledge: 'true',
  truth: PLOT_GRID.map(() => Number.NaN),
  curve: null,
} as const;

/** Task `taskIndex` of the settings' stream, edited. */
export function shownCurve(numbers: SampleNumbers, taskIndex: number, edits: TaskEdits): ShownCurve {
  const { curves, isMeasured = false } = expectCurves(numbers);
  const { family, shots, queryPoints, seed } = numbers;
  const common = { view: 'curve', family, numbers, isBlank: !isHere(numbers) } as const;
  if (common.isBlank) return { ...common, ...BLANK };
  const range = curves.xOf(numbers);
  const draw = { seed, stream: STREAMS.shownTask, index: taskIndex };
  const chosen = edits.curve?.kind === 'chosen' ? edits.curve.curve : null;
  const sample = (x: Range) => curves.sample(numbers, draw, { shots, queryPoints }, { curve: chosen, x });
  const { curve, query, support: anywhere } = sample(range);
  const support = edits.half === 'none' ? anywhere : sample(halfOf(range, edits.half)).support;
  const valueAt = (x: number) => curves.valueAt(curve, x);
  // Beyond the range from which x is drawn, a curve of the family need not have values.
  const shownAt = (x: number) => (x >= range.from && x <= range.to ? valueAt(x) : Number.NaN);
  if (edits.curve?.kind !== 'drawn') {
    const placed = withPlacedPoints(support, edits);
    const known = knowledgeOf(edits, shots, valueAt);
    const knowledge = isMeasured && known === 'true' ? 'measured' : known;
    if (isOfOwnPoints(knowledge)) {
      const own = knowledge === 'heldOut' ? pointSet(edits.heldOut) : placed;
      const truth = throughPoints(pointSet([...pointsOf(placed), ...edits.heldOut]));
      return { ...common, support: placed, query: own, truth, curve: null, knowledge };
    }
    const all = edits.heldOut.length === 0 ? query : pointSet([...pointsOf(query), ...edits.heldOut]);
    return { ...common, support: placed, query: all, truth: PLOT_GRID.map(shownAt), curve, knowledge };
  }
  const { values } = edits.curve;
  return {
    ...common,
    knowledge: knowledgeOf(edits, shots, (x) => valueOnGrid(values, x)),
    support: withPlacedPoints(onto(values, support, valueAt), edits),
    query: onto(values, query, valueAt),
    truth: Float32Array.from(values),
    curve: null,
  };
}
