/**
 * Sinusoid regression, y = A·sin(ωx − φ) + noise.
 *
 * Finn, Abbeel & Levine, "Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks"
 * (ICML 2017, arXiv:1703.03400), section 5.1: A ~ U[0.1, 5], φ ~ U[0, π], x ~ U[−5, 5], ω = 1.
 */
import { type RandomSource, randomSource, STREAMS, type Stream } from '#core/rng.ts';
import { type CurveTask, type Range, X_RANGE } from '../curve/curve.ts';
import type { PointCounts, PointSet, Sight, TaskData, TaskDistribution, TaskSampler } from '../task.ts';

/** One curve of the family. */
export interface Sinusoid {
  readonly amplitude: number;
  readonly phase: number;
  readonly frequency: number;
}

/**
 * Where the curves and their points come from; `noise` is the standard deviation added to y. With `positions`, x is one
 * of so many values evenly spaced over its range, both ends included; 0 means anywhere.
 */
export interface SinusoidRanges {
  readonly amplitude: Range;
  readonly phase: Range;
  readonly frequency: Range;
  readonly x: Range;
  readonly noise: number;
  readonly positions: number;
}

/** The distribution of the MAML paper, section 5.1. */
export const PAPER_RANGES: SinusoidRanges = {
  amplitude: { from: 0.1, to: 5 },
  phase: { from: 0, to: Math.PI },
  frequency: { from: 1, to: 1 },
  x: X_RANGE,
  noise: 0,
  positions: 0,
};

// Each kind of draw counts from its own base, so that more shots only add points to a task.
export const CURVE_DRAWS = { amplitude: 0, phase: 1, frequency: 2 } as const;
export const POINT_DRAWS = {
  support: { x: 0x1_0000, noise: 0x2_0000 },
  query: { x: 0x3_0000, noise: 0x4_0000 },
} as const;

function within(range: Range, uniform: number): number {
  return range.from + (range.to - range.from) * uniform;
}

/** A uniform number moved to the nearest of so many places from 0 to 1 below it; 0 leaves it alone. */
function placed(uniform: number, positions: number): number {
  if (positions === 0) return uniform;
  return positions === 1 ? 0 : Math.floor(uniform * positions) / (positions - 1);
}

/** The noiseless value of a curve at x. */
export function sinusoidAt(curve: Sinusoid, x: number): number {
  return curve.amplitude * Math.sin(curve.frequency * x - curve.phase);
}

function drawCurve(random: RandomSource, index: number, ranges: SinusoidRanges): Sinusoid {
  return {
    amplitude: within(ranges.amplitude, random.uniform(index, CURVE_DRAWS.amplitude)),
    phase: within(ranges.phase, random.uniform(index, CURVE_DRAWS.phase)),
    frequency: within(ranges.frequency, random.uniform(index, CURVE_DRAWS.frequency)),
  };
}

function drawPoints(
  random: RandomSource,
  index: number,
  ranges: SinusoidRanges,
  curve: Sinusoid,
  role: keyof typeof POINT_DRAWS,
  count: number,
): PointSet {
  const draws = POINT_DRAWS[role];
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  for (let point = 0; point < count; point++) {
    const position = Math.fround(
      within(ranges.x, placed(random.uniform(index, draws.x + point), ranges.positions)),
    );
    const noise = ranges.noise === 0 ? 0 : ranges.noise * random.normal(index, draws.noise + point);
    x[point] = position;
    y[point] = sinusoidAt(curve, position) + noise;
  }
  return { x, y, count };
}

export type SinusoidTask = CurveTask<Sinusoid>;

function drawTask(
  random: RandomSource,
  ranges: SinusoidRanges,
  index: number,
  counts: PointCounts,
): SinusoidTask {
  const curve = drawCurve(random, index, ranges);
  return {
    curve,
    support: drawPoints(random, index, ranges, curve, 'support', counts.shots),
    query: drawPoints(random, index, ranges, curve, 'query', counts.queryPoints),
  };
}

/** Task number `index` of a stream of a seed. */
export function sampleSinusoidTask(
  ranges: SinusoidRanges,
  seed: number,
  stream: Stream,
  index: number,
  counts: PointCounts,
): SinusoidTask {
  return drawTask(randomSource(seed, stream), ranges, index, counts);
}

/** Inputs of a network: x, or of one that sees the task x, amplitude and phase. */
export const INPUTS: Readonly<Record<Sight, number>> = { points: 1, task: 3 };

/** Places x [count, 1] as a network sees them: the same, or [count, x, amplitude, phase]. */
export function inputsSeen(x: Float32Array, { amplitude, phase }: Sinusoid, sees: Sight): Float32Array {
  if (sees === 'points') return x;
  return Float32Array.from(Array.from(x, (position) => [position, amplitude, phase]).flat());
}

/** The task as a network sees it: its points, or every point with the curve it lies on. */
export function taskSeen({ curve, support, query }: SinusoidTask, sees: Sight): TaskData {
  if (sees === 'points') return { support, query };
  const seen = (points: PointSet) => ({ ...points, x: inputsSeen(points.x, curve, sees) });
  return { support: seen(support), query: seen(query) };
}

/** All that fixes a distribution of sinusoid tasks. */
export interface SinusoidSampler extends TaskSampler {
  readonly family: 'sinusoid';
  readonly sees: Sight;
  readonly ranges: SinusoidRanges;
}

export function isSinusoidSampler(sampler: TaskSampler | null): sampler is SinusoidSampler {
  return sampler?.family === 'sinusoid';
}

/** The distribution of sinusoid tasks of one stream of a seed, as a network sees them. */
export function sinusoidTasks(
  ranges: SinusoidRanges,
  seed: number,
  stream: Stream = STREAMS.metaTraining,
  sees: Sight = 'points',
): TaskDistribution {
  const random = randomSource(seed, stream);
  const sampler: SinusoidSampler = { family: 'sinusoid', sees, ranges, seed, stream };
  return {
    inputSize: INPUTS[sees],
    outputSize: 1,
    sampler,
    sample: (index, counts) => taskSeen(drawTask(random, ranges, index, counts), sees),
  };
}
