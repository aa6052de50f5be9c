/** Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1) on one flat vector. */
import { adamRates, DECAY_FIRST, DECAY_SECOND } from '#core/adam.ts';
import {
  abs,
  add,
  concat,
  div,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor1D,
} from '#tensor/ops.ts';

export interface AdamState {
  readonly iteration: number;
  readonly parameters: Tensor1D;
  readonly firstMoment: Tensor1D;
  readonly secondMoment: Tensor1D;
}

/** One step down `gradient`, at learning rate `beta`. */
export function adamStep(state: AdamState, gradient: Tensor1D, beta: number): AdamState {
  const iteration = state.iteration + 1;
  const firstMoment: Tensor1D = add(mul(state.firstMoment, DECAY_FIRST), mul(gradient, 1 - DECAY_FIRST));
  const secondMoment: Tensor1D = add(
    mul(state.secondMoment, DECAY_SECOND),
    mul(square(gradient), 1 - DECAY_SECOND),
  );
  const { rate, epsilon } = adamRates(iteration, beta);
  const step = div(mul(firstMoment, rate), add(sqrt(secondMoment), epsilon));
  return { iteration, parameters: sub(state.parameters, step), firstMoment, secondMoment };
}

/** Σ|·| over the whole state: not finite as soon as one of its numbers is not. */
export function stateMagnitude({ parameters, firstMoment, secondMoment }: AdamState): Scalar {
  return sum(abs(concat([parameters, firstMoment, secondMoment])));
}
