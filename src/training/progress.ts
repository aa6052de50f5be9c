/** Reports of a training run put together. */
import type { TrainingProgress } from './meta-engine.ts';

function concatenate(series: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(series.reduce((length, { length: own }) => length + own, 0));
  let end = 0;
  for (const values of series) {
    joined.set(values, end);
    end += values.length;
  }
  return joined;
}

/** Chains that follow one another, as one. */
export function joinProgress(parts: readonly TrainingProgress[]): TrainingProgress {
  return {
    firstIteration: parts[0]?.firstIteration ?? 0,
    lossBefore: concatenate(parts.map(({ lossBefore }) => lossBefore)),
    lossAfter: concatenate(parts.map(({ lossAfter }) => lossAfter)),
  };
}

/** Of a report what leads up to an iteration. */
export function progressUntil(progress: TrainingProgress, iteration: number): TrainingProgress {
  const { firstIteration, lossBefore, lossAfter } = progress;
  const count = Math.max(0, iteration - firstIteration);
  if (count >= lossAfter.length) return progress;
  return { firstIteration, lossBefore: lossBefore.slice(0, count), lossAfter: lossAfter.slice(0, count) };
}
