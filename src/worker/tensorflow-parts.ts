/** What the worker takes of TensorFlow.js, in one piece. */
export { createTensorEngine } from '#meta/tensor-engine.ts';
export { openDevice, startBackend } from '#tensor/backend.ts';
export { misfitOf } from './misfit.ts';
