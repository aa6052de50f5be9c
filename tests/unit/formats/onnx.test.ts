/** ONNX Runtime opens our files and predicts what the page predicts. */
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import { writeOnnx } from '#formats/onnx.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import {
  farthest,
  hundredPoints,
  predictAll,
  SHAPES,
  weightsLike,
  weightsOfShape,
} from '../../fakes/weight-examples.ts';

ort.env.wasm.numThreads = 1;

async function open(bytes: Uint8Array) {
  return ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
}

async function predictions(session: ort.InferenceSession, x: Float32Array, inputs: number) {
  const { y } = await session.run({ x: new ort.Tensor('float32', x, [x.length / inputs, inputs]) });
  if (!(y?.data instanceof Float32Array)) throw new Error('Expected float32 in y.');
  return { dims: y.dims, data: y.data };
}

describe.each(SHAPES.map((layerSizes) => ({ layerSizes })))('a network of $layerSizes', ({ layerSizes }) => {
  test.each(ACTIVATIONS)('with %s predicts the same at a hundred points', async (activation) => {
    const weights = weightsOfShape(layerSizes, activation);
    const [inputs = 1, outputs = 1] = [layerSizes[0], layerSizes.at(-1)];
    const session = await open(writeOnnx(weights));
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    const x = hundredPoints(inputs);
    const { dims, data } = await predictions(session, x, inputs);
    expect(dims).toEqual([100, outputs]);
    expect(farthest(data, predictAll(weights, x))).toBeLessThan(1e-5);
    // The batch is free.
    expect((await predictions(session, x.subarray(0, inputs), inputs)).data).toHaveLength(outputs);
  });
});

test('Meta-SGD’s network goes without its α, which a graph has no place for', async () => {
  const weights = weightsLike({ layerSizes: [1, 4, 1], activation: 'relu' }, 'metaSgd');
  expect(writeOnnx(weights)).toHaveLength(writeOnnx({ ...weights, rates: null }).length);
});

test('a network that is not finite is never written', () => {
  const weights = weightsOfShape([1, 3, 1], 'tanh');
  weights.network.parameters[4] = NaN;
  expect(refusalOf(() => writeOnnx(weights)).message).toBe(
    'Expected finite numbers to write, found NaN at position 1 of “0.bias”.',
  );
});
