/** What an algorithm of the outer loop is: a meta-batch in, a meta-gradient out. */
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { Proximal } from '#training/meta-engine.ts';
import type { Architecture } from '#models/architecture.ts';
import type { Scalar, Tensor1D } from '#tensor/ops.ts';
import type { TaskLosses } from './losses.ts';
import type { MetaBatch } from './points.ts';

/** What an algorithm needs to know of its inner loop; which points its steps take stands in the `MetaBatch`. */
export interface InnerLoop {
  readonly architecture: Architecture;
  readonly losses: TaskLosses;
  readonly alpha: number;
  readonly proximal: Proximal;
  /** Weights of the multi-step loss, w_1 … w_n. */
  readonly stepWeights: readonly number[];
  /** By which a plain inner loop descends; `null` for gradient descent. */
  readonly optimiser: StatefulOptimiser | null;
  /** Whether the inner loop's gradients count as fixed in the meta-gradient of a learner that anneals its order. */
  readonly isFirstOrder: boolean;
}

// A type and not an interface, because `tidy` returns only types with an index signature.
export type MetaStep = {
  /** Direction of descent, averaged over the tasks, as long as what is learned. */
  readonly metaGradient: Tensor1D;
  /** Mean query loss after adaptation. */
  readonly lossAfter: Scalar;
};

/** Runs inside a `tidy`; `learned` is what is trained, as `joinLearned` makes it. */
export type MetaObjective = (inner: InnerLoop, learned: Tensor1D, tasks: MetaBatch) => MetaStep;
