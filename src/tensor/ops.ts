/**
 * The only operations that the algorithms may use: those whose second derivatives are proven right by
 * finite differences on every backend (tests/gpu/tensor/second-derivatives.test.ts). TensorFlow.js differentiates
 * many others wrongly to second order, often silently (tensorflow/tfjs#3252).
 */
export {
  add,
  concat,
  div,
  exp,
  log,
  matMul,
  mean,
  mul,
  pad,
  relu,
  reshape,
  sigmoid,
  sin,
  slice,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  transpose,
} from '@tensorflow/tfjs';
export { asConstant } from './constant.ts';
export { highest } from './highest.ts';
// Never differentiated: building, taking apart, bookkeeping.
export {
  abs,
  grads,
  memory,
  neg,
  onesLike,
  stack,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  tile,
  valueAndGrads,
  zerosLike,
} from '@tensorflow/tfjs';
// Outside gradients only: TensorFlow.js differentiates their comparisons wrongly or not at all.
export { divNoNan, maximum, minimum } from '@tensorflow/tfjs';
export type {
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorContainer,
} from '@tensorflow/tfjs';
