/** What an algorithm of the outer loop is: a meta-batch in, a meta-gradient out. */
import type { Architecture } from '#core/model.ts';
import type { Scalar, Tensor1D } from '#tensor/ops.ts';
import type { TaskLosses } from './loss.ts';
import type { BatchedTasks } from './points.ts';

/** What the inner loop needs to know. */
export interface InnerLoop {
  readonly architecture: Architecture;
  readonly losses: TaskLosses;
  readonly alpha: number;
  readonly innerSteps: number;
}

// A type and not an interface, because `tidy` returns only types with an index signature.
export type MetaStep = {
  /** Direction of descent in the flat layout, [P], averaged over the tasks. */
  readonly metaGradient: Tensor1D;
  /** Mean query loss after adaptation. */
  readonly lossAfter: Scalar;
};

/** Runs inside a `tidy`; `parameters` is the flat vector θ, [P]. */
export type MetaObjective = (inner: InnerLoop, parameters: Tensor1D, tasks: BatchedTasks) => MetaStep;
