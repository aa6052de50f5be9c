/** ONNX Runtime opens our files and predicts what the page predicts. */
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { inputSize } from '#models/architecture.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { hasOnnxGraph, writeOnnx } from '#formats/onnx.ts';
import { openBackend } from '#tensor/backend.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import {
  farthest,
  hundredPoints,
  ofCharacters,
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

describe.each(['cnp', 'snail'] as const)('%s', (algorithm) => {
  const architecture = trainedArchitecture({
    ...DEFAULT_SETTINGS,
    algorithm,
    architecture: { layerSizes: [1, 10, 9, 1], activation: 'softplus' },
  });
  const weights = weightsLike(architecture, algorithm);
  const engine = createTensorEngine();
  beforeAll(async () => {
    await openBackend('cpu');
  });

  test.each([0, 1, 3, 12])('answers after %i points as the tensor engine does', async (shots) => {
    const session = await open(writeOnnx(weights));
    expect([session.inputNames, session.outputNames]).toEqual([['x', 'support_x', 'support_y'], ['y']]);
    const tasks = [sinusoidTasks(PAPER_RANGES, 6).sample(0, { shots: Math.max(shots, 1), queryPoints: 1 })];
    const gridX = hundredPoints(1);
    const [trajectory] = await engine.adapt({
      architecture,
      loss: 'squaredError',
      parameters: [weights.network.parameters],
      rates: [{ remembers: true }],
      tasks,
      innerSteps: 1,
      gridX,
    });
    const column = (values: Float32Array) => new ort.Tensor('float32', values.subarray(0, shots), [shots, 1]);
    const { y } = await session.run({
      x: new ort.Tensor('float32', gridX, [gridX.length, 1]),
      support_x: column(tasks[0]?.support.x ?? new Float32Array(0)),
      support_y: column(tasks[0]?.support.y ?? new Float32Array(0)),
    });
    if (!(y?.data instanceof Float32Array)) throw new Error('Expected float32 in y.');
    expect(y.dims).toEqual([gridX.length, 1]);
    const expected = [...(trajectory?.predictions[shots === 0 ? 0 : 1] ?? [])];
    expect(farthest(y.data, expected)).toBeLessThan(1e-5);
  });
});

test.each([
  { normalisation: 'layer', activation: 'relu', input: [14, 14, 1] },
  { normalisation: 'none', activation: 'tanh', input: [9, 7, 2] },
] as const)(
  'a convolution, $normalisation and $activation, answers as the tensor engine does',
  async (one) => {
    const architecture = { ...USUAL_CONV, ...one, filters: [4, 6], outputs: 3 };
    const weights = ofCharacters(architecture);
    const session = await open(writeOnnx(weights));
    const inputs = inputSize(architecture);
    const x = hundredPoints(inputs).subarray(0, 5 * inputs);
    const points = { x, y: new Float32Array(15).map((_, index) => Number(index % 3 === 0)), count: 5 };
    await openBackend('cpu');
    const [trajectory] = await createTensorEngine().adapt({
      architecture,
      loss: 'crossEntropy',
      parameters: [weights.network.parameters],
      rates: [0],
      tasks: [{ support: points, query: points }],
      innerSteps: 1,
      gridX: x,
    });
    const { dims, data } = await predictions(session, x, inputs);
    expect(dims).toEqual([5, 3]);
    expect(farthest(data, [...(trajectory?.predictions[0] ?? [])])).toBeLessThan(1e-5);
  },
);

test('a network without a graph is refused, and MetaNet’s says why', () => {
  const architecture = trainedArchitecture({ ...DEFAULT_SETTINGS, algorithm: 'metaNet' });
  expect(hasOnnxGraph(architecture)).toBe(false);
  const refusal = refusalOf(() => writeOnnx(weightsLike(architecture, 'metaNet')));
  expect(refusal.message).toBe(
    'Expected a multilayer perceptron, a convolutional network, a CNP or SNAIL for ONNX, found 1-1 metanet 40-40 relu.',
  );
  expect(refusal.hint).toContain('fast weights');
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
