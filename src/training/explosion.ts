/**
 * When a training explodes while its numbers are still finite. A meta-step is out of scale if a loss of it lies above
 * the threshold of its tasks (`training/metrics.ts`) and above where the run began. A training explodes when it has been out
 * of scale ever since some step, and by a factor of a hundred for ten steps in a row: single meta-batches may be wild, and a
 * large α may begin so, without harm.
 */
import type { TrainingProgress } from './meta-engine.ts';

export const EXPLOSION = { factor: 100, steps: 10 } as const;

/** Losses of a meta-step above which it is out of scale. */
export interface LossScale {
  readonly before: number;
  /** Infinite where adapting is no part of the training. */
  readonly after: number;
}

export interface ExplosionWatch {
  /** Of the run, known with its first meta-step. */
  scale(): LossScale | null;
  /** The meta-steps that were taken when the losses left their scale, since when they have not come back; else `null`. */
  outSince(): number | null;
  /** Hears of meta-steps that were taken, in their order; tells whether the training has exploded. */
  hear(progress: TrainingProgress): boolean;
  /** The run is back where it was in scale. */
  rewind(): void;
}

/** `threshold` is that of the tasks; `adapts` whether the loss after adaptation is of the training. */
export function watchExplosion(threshold: number, adapts: boolean): ExplosionWatch {
  let scale: LossScale | null = null;
  let outSince: number | null = null;
  let far = 0;
  const limit = (first: number) => (Number.isFinite(first) ? Math.max(threshold, first) : threshold);
  return {
    scale: () => scale,
    outSince: () => outSince,
    hear({ firstIteration, lossBefore, lossAfter }) {
      for (let step = 0; step < lossAfter.length; step++) {
        const before = lossBefore[step] ?? Number.NaN;
        const after = lossAfter[step] ?? Number.NaN;
        scale ??= { before: limit(before), after: adapts ? limit(after) : Infinity };
        // A baseline's loss after adaptation may be anything, not a number included.
        const excess = Math.max(before / scale.before, adapts ? after / scale.after : 0);
        if (excess <= 1) outSince = null;
        else outSince ??= firstIteration + step;
        far = excess > EXPLOSION.factor ? far + 1 : 0;
        if (far >= EXPLOSION.steps) return true;
      }
      return false;
    },
    rewind() {
      outSince = null;
      far = 0;
    },
  };
}
