/** What weights are said to be trained by. */
import { expect, test } from 'vitest';
import { trainingEngineOf } from '#cli/host/headless-engine.ts';

const REPORT = { adapter: 'any', emulated: false, refusals: [] } as const;

test.each([
  { what: 'kernels on a GPU', computes: { engine: 'fused' }, by: 'fused' },
  { what: 'kernels on SIMD units', computes: { engine: 'wasm' }, by: 'wasm' },
  { what: 'TensorFlow.js on a GPU', computes: { engine: 'tensor', backend: 'webgpu' }, by: 'tensor' },
  { what: 'TensorFlow.js in plain JavaScript', computes: { engine: 'tensor', backend: 'cpu' }, by: 'cpu' },
] as const)('$what: $by', ({ computes, by }) => {
  expect(trainingEngineOf({ ...REPORT, ...computes })).toBe(by);
});
