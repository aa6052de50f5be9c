/** The task on screen: one of the seed's stream, with what the user has made of it. */
import { STREAMS } from '#core/rng.ts';
import { rangesOf, SINUSOID_SETTINGS, type SinusoidNumbers } from './settings.ts';
import {
  type Range,
  type Sinusoid,
  type SinusoidRanges,
  sampleSinusoidTask,
  sinusoidAt,
} from './sinusoid.ts';
import type { PointCounts, PointSet, TaskData } from '../task.ts';
import {
  type HalfRange,
  PLOT_GRID,
  supportSources,
  type TaskEdits,
  type TaskPoint,
  valueOnGrid,
} from './edits.ts';

/** The numbers of the settings that fix which tasks are drawn. */
export interface SampleNumbers extends SinusoidNumbers, PointCounts {
  readonly seed: number;
}

/**
 * What is known of the curve behind the support points: it is the true one; it was, before some were placed elsewhere; or
 * all of them come from elsewhere, and nobody knows one.
 */
export type CurveKnowledge = 'true' | 'original' | 'unknown';

/** A task with its true curve, which need not be a sinusoid. Without a known one, the support points are the query points. */
export interface ShownTask extends TaskData {
  readonly knowledge: CurveKnowledge;
  /** The curve's values on `PLOT_GRID`; straight from point to point if it is unknown. */
  readonly truth: Float32Array;
  /** The sinusoid that the curve is, or `null` if it was drawn by hand or is unknown. */
  readonly curve: Sinusoid | null;
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
  return isOwn ? 'unknown' : 'original';
}

/** On `PLOT_GRID`, straight from point to point in the order of x, and level beyond the outermost. */
function throughPoints({ x, y }: PointSet): Float32Array {
  const points = Array.from(x, (at, index) => ({ x: at, y: y[index] ?? 0 })).toSorted((a, b) => a.x - b.x);
  return PLOT_GRID.map((at) => {
    const right = points.find((point) => point.x >= at);
    const left = points.findLast((point) => point.x <= at);
    if (left === undefined || right === undefined) return (left ?? right)?.y ?? 0;
    const width = right.x - left.x;
    return width === 0 ? left.y : left.y + ((right.y - left.y) * (at - left.x)) / width;
  });
}

/** The true value at x. */
export function truthAt({ curve, truth }: ShownTask, x: number): number {
  return curve === null ? valueOnGrid(truth, x) : sinusoidAt(curve, x);
}

function halfOf({ from, to }: Range, half: HalfRange): Range {
  const middle = (from + to) / 2;
  if (half === 'none') return { from, to };
  return half === 'left' ? { from, to: middle } : { from: middle, to };
}

/** The distribution from which the task is drawn: an edited sinusoid is a range of one. */
function rangesWith(numbers: SinusoidNumbers, { curve }: TaskEdits): SinusoidRanges {
  const ranges = rangesOf(numbers);
  if (curve?.kind !== 'sinusoid') return ranges;
  const only = (value: number): Range => ({ from: value, to: value });
  const { amplitude, phase, frequency } = curve.sinusoid;
  return { ...ranges, amplitude: only(amplitude), phase: only(phase), frequency: only(frequency) };
}

/** Points of a sinusoid moved onto drawn values, each with its own noise. */
function onto(values: readonly number[], { x, y, count }: PointSet, sinusoid: Sinusoid): PointSet {
  const moved = y.map((value, index) => {
    const at = x[index] ?? 0;
    return valueOnGrid(values, at) + value - sinusoidAt(sinusoid, at);
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
  return {
    x: Float32Array.from(points, ({ x }) => x),
    y: Float32Array.from(points, ({ y }) => y),
    count: points.length,
  };
}

/** Task `taskIndex` of the settings' stream, edited. */
export function shownTask(numbers: SampleNumbers, taskIndex: number, edits: TaskEdits): ShownTask {
  const { shots, queryPoints, seed } = numbers;
  const ranges = rangesWith(numbers, edits);
  const sample = (x: Range) =>
    sampleSinusoidTask({ ...ranges, x }, seed, STREAMS.shownTask, taskIndex, { shots, queryPoints });
  const { curve, query, support: anywhere } = sample(ranges.x);
  const support = edits.half === 'none' ? anywhere : sample(halfOf(ranges.x, edits.half)).support;
  if (edits.curve?.kind !== 'drawn') {
    const placed = withPlacedPoints(support, edits);
    const knowledge = knowledgeOf(edits, shots, (x) => sinusoidAt(curve, x));
    if (knowledge === 'unknown')
      return { support: placed, query: placed, truth: throughPoints(placed), curve: null, knowledge };
    const truth = PLOT_GRID.map((x) => sinusoidAt(curve, x));
    return { support: placed, query, truth, curve, knowledge };
  }
  const { values } = edits.curve;
  return {
    knowledge: knowledgeOf(edits, shots, (x) => valueOnGrid(values, x)),
    support: withPlacedPoints(onto(values, support, curve), edits),
    query: onto(values, query, curve),
    truth: Float32Array.from(values),
    curve: null,
  };
}

const SAMPLE_NUMBERS = [
  ...(Object.keys(SINUSOID_SETTINGS) as (keyof SinusoidNumbers)[]),
  'shots',
  'queryPoints',
  'seed',
] as const;

/** Whether two settings show the same task. */
export function sameTasks(a: SampleNumbers, b: SampleNumbers): boolean {
  return a === b || SAMPLE_NUMBERS.every((id) => a[id] === b[id]);
}
