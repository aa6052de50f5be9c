/** `tf.loadLayersModel` opens our files and predicts what the page predicts. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Activation } from '#models/activations.ts';
import { inputSize } from '#models/architecture.ts';
import { type Conv, USUAL_CONV } from '#models/conv.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { readWeights } from '#formats/read-weights.ts';
import { BYTES_FILE, MODEL_FILE, writeLayersModel } from '#formats/tfjs-layers.ts';
import { readZip, writeZip } from '#formats/zip.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import {
  farthest,
  hundredPoints,
  ofCharacters,
  predictAll,
  SHAPES,
  weightsLike,
  weightsOfShape,
} from '../../fakes/weight-examples.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Loads the two files of the archive as a server would give them. */
async function load(archive: Uint8Array): Promise<tf.LayersModel> {
  const files = new Map(readZip(archive).map(({ name, read }) => [name, read()]));
  expect([...files.keys()]).toEqual([MODEL_FILE, BYTES_FILE]);
  const parts = (name: string) => files.get(name)?.slice() ?? new Uint8Array();
  return tf.loadLayersModel('https://example.org/model.json', {
    fetchFunc: async (url) => {
      const isModel = typeof url === 'string' && url.endsWith(MODEL_FILE);
      const name = isModel ? MODEL_FILE : BYTES_FILE;
      const type = isModel ? 'application/json' : 'application/octet-stream';
      return new Response(parts(name), { headers: { 'content-type': type } });
    },
  });
}

const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'sigmoid', 'softplus'];

describe.each(SHAPES.map((layerSizes) => ({ layerSizes })))('a network of $layerSizes', ({ layerSizes }) => {
  test.each(ACTIVATIONS)('with %s predicts the same at a hundred points', async (activation) => {
    const weights = weightsOfShape(layerSizes, activation);
    const [inputs = 1, outputs = 1] = [layerSizes[0], layerSizes.at(-1)];
    const model = await load(writeLayersModel(weights));
    const x = hundredPoints(inputs);
    const y = model.predict(tf.tensor2d(x, [100, inputs]));
    if (Array.isArray(y)) throw new Error('Expected one output.');
    expect(y.shape).toEqual([100, outputs]);
    expect(farthest(await y.data(), predictAll(weights, x))).toBeLessThan(1e-5);
  });
});

describe.each([
  { normalisation: 'layer', activation: 'relu', input: [14, 14, 1] },
  { normalisation: 'none', activation: 'tanh', input: [9, 7, 2] },
  { normalisation: 'layer', activation: 'softplus', input: [28, 28, 1] },
] as const)('a convolution of $input, $normalisation and $activation,', (one) => {
  const architecture: Conv = { ...USUAL_CONV, ...one, filters: [4, 6], outputs: 3 };
  const weights = ofCharacters(architecture);

  test('predicts what the tensor engine does', async () => {
    const inputs = inputSize(architecture);
    const x = hundredPoints(inputs).subarray(0, 5 * inputs);
    const points = { x, y: new Float32Array(15).map((_, index) => Number(index % 3 === 0)), count: 5 };
    const [trajectory] = await createTensorEngine().adapt({
      architecture,
      loss: 'crossEntropy',
      parameters: [weights.network.parameters],
      rates: [0],
      tasks: [{ support: points, query: points }],
      innerSteps: 1,
      gridX: x,
    });
    const model = await load(writeLayersModel(weights));
    const y = model.predict(tf.tensor2d(x, [5, inputs]));
    if (Array.isArray(y)) throw new Error('Expected one output.');
    expect(y.shape).toEqual([5, 3]);
    expect(farthest(await y.data(), [...(trajectory?.predictions[0] ?? [])])).toBeLessThan(1e-5);
  });

  test('comes back with every bit and its details', () => {
    expect(readWeights(writeLayersModel(weights))).toEqual({ kind: 'weights', weights });
  });
});

describe('layers of a convolution', () => {
  const weights = ofCharacters({ ...USUAL_CONV, filters: [3, 2], outputs: 4 });

  /** Our files with another text in place of one of theirs. */
  function changed(text: string, other: string): Uint8Array {
    const files = Object.fromEntries(
      readZip(writeLayersModel(weights)).map(({ name, read }) => [name, read().slice()]),
    );
    const json = new TextDecoder().decode(files[MODEL_FILE]).replaceAll(/\s+/g, ' ');
    expect(json).toContain(text);
    return writeZip({ ...files, [MODEL_FILE]: new TextEncoder().encode(json.replace(text, other)) });
  }

  test('that TensorFlow.js has loaded and saved again are read, as made elsewhere', async () => {
    const model = await load(writeLayersModel(weights));
    let saved: Uint8Array | null = null;
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        const { modelTopology, weightSpecs = [], weightData } = artifacts;
        const bytes = weightData instanceof ArrayBuffer ? new Uint8Array(weightData) : new Uint8Array();
        const json = JSON.stringify({
          modelTopology,
          weightsManifest: [{ paths: [BYTES_FILE], weights: weightSpecs }],
        });
        saved = writeZip({ [MODEL_FILE]: new TextEncoder().encode(json), [BYTES_FILE]: bytes });
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
        });
      }),
    );
    const read = readWeights(saved ?? new Uint8Array());
    if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
    expect(read.weights.network.architecture).toEqual(weights.network.architecture);
    expect(bitsOf(read.weights.network.parameters)).toEqual(bitsOf(weights.network.parameters));
    expect(read.weights.details).toMatchObject({ origin: 'elsewhere', settings: { family: 'characters' } });
  });

  test.each([
    ['"strides": [ 2, 2 ]', '"strides": [ 1, 1 ]', 'Conv2D” with strides [1,1]'],
    ['"padding": "valid"', '"padding": "same"', 'Conv2D” with padding "same"'],
    ['"epsilon": 0.00001', '"epsilon": 0.001', 'LayerNormalization” with epsilon 0.001'],
    ['"class_name": "Flatten"', '"class_name": "GlobalAveragePooling2D"', 'GlobalAveragePooling2D'],
    ['"activation": "relu"', '"activation": "swish"', 'the activation swish'],
    ['"target_shape": [ 1, 14, 14 ]', '"target_shape": [ 14, 14 ]', 'Reshape'],
    ['"target_shape": [ 1, 14, 14 ]', '"target_shape": [ 1, 14, 99 ]', 'at most 64 × 64 pixels'],
    ['"filters": 2', '"filters": 1', 'shape [3, 3, 3, 1], found [3, 3, 3, 2]'],
  ])('with %s as %s are refused by what is another', (text, other, found) => {
    expect(refusalOf(() => readWeights(changed(text, other))).message).toContain(found);
  });

  test('of Meta-SGD come back without its α, as made elsewhere', () => {
    const { architecture } = weights.network;
    const metaSgd = { ...weights, ...weightsLike(architecture, 'metaSgd') };
    expect(readWeights(writeLayersModel(metaSgd))).toMatchObject({
      weights: { network: metaSgd.network, rates: null, details: { origin: 'elsewhere' } },
    });
  });
});

test('a sine is refused, since Keras has none', () => {
  expect(refusalOf(() => writeLayersModel(weightsOfShape([1, 3, 1], 'sin')))).toMatchObject({
    code: 'input-invalid',
    message:
      'Expected an activation that TensorFlow.js layers have (relu, tanh, sigmoid, softplus), found sin.',
    hint: expect.stringContaining('ONNX'),
  });
});
