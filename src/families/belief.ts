/** What is believed of a function once some of its points are known: how Bayesian predictors answer. */
import type { PointSet } from './task.ts';

/** At each of some places, [count, outputSize]. */
export interface Predicted {
  readonly mean: Float64Array;
  /** Standard deviation of the function itself, without the noise of its points. */
  readonly deviation: Float64Array;
}

/** `x` is [count, inputSize]. */
export type Belief = (x: Float32Array) => Predicted;

/** What is believed after the support points; before any, where there are none. */
export type Posterior = (support: PointSet) => Belief;
