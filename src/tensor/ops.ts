/**
 * The only operations that the algorithms may use: those whose second derivatives are proven right by
 * finite differences on every backend (tests/gpu/tensor/second-derivatives.test.ts). TensorFlow.js differentiates
 * many others wrongly to second order, often silently (tensorflow/tfjs#3252).
 */
export {
  add,
  concat,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  sigmoid,
  sin,
  softplus,
  square,
  sub,
  sum,
  tanh,
} from '@tensorflow/tfjs';
// Never differentiated: building, taking apart, bookkeeping.
export {
  abs,
  div,
  exp,
  grads,
  memory,
  neg,
  slice,
  sqrt,
  stack,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  tile,
  transpose,
  valueAndGrads,
  zerosLike,
} from '@tensorflow/tfjs';
// Outside gradients only: TensorFlow.js differentiates their comparisons wrongly or not at all.
export { divNoNan, maximum, minimum } from '@tensorflow/tfjs';
export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, TensorContainer } from '@tensorflow/tfjs';
