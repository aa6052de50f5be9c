/** `tf.loadLayersModel` opens our files and predicts what the page predicts. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Activation } from '#models/activations.ts';
import { BYTES_FILE, MODEL_FILE, writeLayersModel } from '#formats/tfjs-layers.ts';
import { readZip } from '#formats/zip.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { farthest, hundredPoints, predictAll, SHAPES, weightsOfShape } from '../../fakes/weight-examples.ts';

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

test('a sine is refused, since Keras has none', () => {
  expect(refusalOf(() => writeLayersModel(weightsOfShape([1, 3, 1], 'sin')))).toMatchObject({
    code: 'input-invalid',
    message:
      'Expected an activation that TensorFlow.js layers have (relu, tanh, sigmoid, softplus), found sin.',
    hint: expect.stringContaining('ONNX'),
  });
});
