/** Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1) on one flat vector. */
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

const DECAY_FIRST = 0.9;
const DECAY_SECOND = 0.999;
// Stated, because TensorFlow.js would take 1e-4 on WebGL.
const EPSILON = 1e-8;

/** One step down `gradient`, at learning rate `beta`. */
export function adamStep(state: AdamState, gradient: Tensor1D, beta: number): AdamState {
  const iteration = state.iteration + 1;
  const firstMoment: Tensor1D = add(mul(state.firstMoment, DECAY_FIRST), mul(gradient, 1 - DECAY_FIRST));
  const secondMoment: Tensor1D = add(
    mul(state.secondMoment, DECAY_SECOND),
    mul(square(gradient), 1 - DECAY_SECOND),
  );
  // Both bias corrections are numbers, so they cost no operation: m̂/(√v̂ + ε) = (s/c)·m/(√v + s·ε).
  const spread = Math.sqrt(1 - DECAY_SECOND ** iteration);
  const rate = (beta * spread) / (1 - DECAY_FIRST ** iteration);
  const step = div(mul(firstMoment, rate), add(sqrt(secondMoment), spread * EPSILON));
  return { iteration, parameters: sub(state.parameters, step), firstMoment, secondMoment };
}

/** Σ|·| over the whole state: not finite as soon as one of its numbers is not. */
export function stateMagnitude({ parameters, firstMoment, secondMoment }: AdamState): Scalar {
  return sum(abs(concat([parameters, firstMoment, secondMoment])));
}
