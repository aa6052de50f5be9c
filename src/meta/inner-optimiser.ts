/**
 * What an inner step goes down: the gradient, or what an optimiser makes of it and of those before it. All of it stays on the
 * tape of a gradient around it, so that the meta-gradient goes through the optimiser's state as well.
 */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { INNER_ADAM_EPSILON, type StatefulOptimiser } from '#training/inner-optimiser.ts';
import { add, div, mul, sqrt, square, type Tensor3D } from '#tensor/ops.ts';
import { type BatchedParameters, zipParameters } from './parameters.ts';

/** What is kept of earlier gradients, in the parameters' shapes: momentum's m, or Adam's m and v; nothing before the first step. */
export type OptimiserState = readonly BatchedParameters[];

export const NO_STATE: OptimiserState = [];

export interface OptimiserStep {
  /** What is multiplied by α and subtracted. */
  readonly direction: BatchedParameters;
  readonly state: OptimiserState;
}

/** decay·before + share·now, where nothing before counts as zero. */
function averaged(
  before: BatchedParameters | undefined,
  decay: number,
  now: BatchedParameters,
  share: number,
): BatchedParameters {
  const fresh = now.map((tensor): Tensor3D => mul(tensor, share));
  if (before === undefined) return fresh;
  return zipParameters(before, fresh, (old, tensor): Tensor3D => add(mul(old, decay), tensor));
}

/** Step `step`, from 0, of an optimiser (`training/inner-optimiser.ts` has the formulas); without one the gradient itself. */
export function optimiserStep(
  optimiser: StatefulOptimiser | null,
  [first, second]: OptimiserState,
  gradient: BatchedParameters,
  step: number,
): OptimiserStep {
  if (optimiser === null) return { direction: gradient, state: NO_STATE };
  switch (optimiser.kind) {
    case 'momentum': {
      const velocity = averaged(first, optimiser.decay, gradient, 1);
      return { direction: velocity, state: [velocity] };
    }
    case 'adam': {
      const squares = gradient.map((slope): Tensor3D => square(slope));
      const mean = averaged(first, DECAY_FIRST, gradient, 1 - DECAY_FIRST);
      const spread = averaged(second, DECAY_SECOND, squares, 1 - DECAY_SECOND);
      // Both corrections of the beginning's bias are numbers.
      const [ofMean, ofSpread] = [1 - DECAY_FIRST ** (step + 1), 1 - DECAY_SECOND ** (step + 1)];
      const direction = zipParameters(mean, spread, (m, v): Tensor3D => {
        const root = sqrt(add(mul(v, 1 / ofSpread), INNER_ADAM_EPSILON));
        return div(mul(m, 1 / ofMean), root);
      });
      return { direction, state: [mean, spread] };
    }
    default:
      return optimiser satisfies never;
  }
}
