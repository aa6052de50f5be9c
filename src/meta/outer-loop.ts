/**
 * The outer loop on one flat vector: Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1) or plain gradient descent, of a
 * meta-gradient that may be clipped, at a β that may be annealed.
 */
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import { type OuterLoop, outerRates } from '#training/optimiser.ts';
import {
  abs,
  add,
  concat,
  div,
  maximum,
  minimum,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor1D,
} from '#tensor/ops.ts';

export interface OuterState {
  /** Meta-steps taken. */
  readonly iteration: number;
  /** What is learned; Adam's moments have its length and stay 0 in plain descent. */
  readonly learned: Tensor1D;
  readonly firstMoment: Tensor1D;
  readonly secondMoment: Tensor1D;
}

/** One step down `gradient`, clipped before the moments see it. */
export function outerStep(state: OuterState, gradient: Tensor1D, outer: OuterLoop): OuterState {
  const iteration = state.iteration + 1;
  const { clip, optimiser } = outer;
  const clipped: Tensor1D = clip === null ? gradient : maximum(minimum(gradient, clip), -clip);
  const { rate, epsilon } = outerRates(outer, iteration);
  if (optimiser === 'sgd') {
    return {
      iteration,
      learned: sub(state.learned, mul(clipped, rate)),
      // Each state owns its tensors, so that one can be freed without the other.
      firstMoment: state.firstMoment.clone(),
      secondMoment: state.secondMoment.clone(),
    };
  }
  const firstMoment: Tensor1D = add(mul(state.firstMoment, DECAY_FIRST), mul(clipped, 1 - DECAY_FIRST));
  const secondMoment: Tensor1D = add(
    mul(state.secondMoment, DECAY_SECOND),
    mul(square(clipped), 1 - DECAY_SECOND),
  );
  const step = div(mul(firstMoment, rate), add(sqrt(secondMoment), epsilon));
  return { iteration, learned: sub(state.learned, step), firstMoment, secondMoment };
}

/** Σ|·| over the whole state: not finite as soon as one of its numbers is not. */
export function stateMagnitude({ learned, firstMoment, secondMoment }: OuterState): Scalar {
  return sum(abs(concat([learned, firstMoment, secondMoment])));
}
