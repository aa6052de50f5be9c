/** Weights as JSON: nested lists that anyone reads, refused with their place where they are not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import { readWeights } from '#formats/read-weights.ts';
import { readWeightsJson, writeWeightsJson } from '#formats/weights-json.ts';
import { tensorsOfWeights } from '#formats/weights-file.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { weightsLike } from '../../fakes/weight-examples.ts';

test('tensors are nested lists under their names, numbers as short as float32 allows', () => {
  const parameters = Float32Array.of(0.1, -0, 1e-45, 0.5, 16_777_216, 1 / 3, -2.5);
  const weights = weightsLike({ layerSizes: [1, 2, 1], activation: 'tanh' });
  const text = writeWeightsJson(
    tensorsOfWeights({ ...weights, network: { ...weights.network, parameters } }),
  );
  expect(JSON.parse(text)).toMatchObject({
    format: 'maml-playground',
    version: 1,
    metadata: { activation: 'tanh', 'maml-playground': { origin: 'maml', iteration: 1200 } },
  });
  expect(text).toContain('"0.bias": [1.4013e-45, 0.5]');
  expect(text).toContain('"2.weight": [\n      [16777216, 0.33333334]\n    ]');
  expect(text).toContain('[0.1],\n      [-0]');
});

describe('networks of other libraries are read through what is around them:', () => {
  const KERNELS = { a: [[1, 2]], b: [[3], [4]] };
  const flax = {
    Dense_0: { kernel: KERNELS.a, bias: [5, 6] },
    Dense_1: { kernel: KERNELS.b, bias: [7] },
  };
  const haiku = {
    'mlp/~/linear_0': { w: KERNELS.a, b: [5, 6] },
    'mlp/~/linear_1': { w: KERNELS.b, b: [7] },
  };
  const state = { '0.weight': [[1], [2]], '0.bias': [5, 6], '2.weight': [[3, 4]], '2.bias': [7] };
  const layers = [
    { weight: [[1], [2]], bias: [5, 6], activation: 'tanh' },
    { weight: [[3, 4]], bias: 7 },
  ];

  test.each([
    { what: 'Flax', file: { params: flax }, leftOut: [] },
    {
      what: 'a training state of Flax',
      file: { step: 3, params: flax, opt_state: { mu: flax } },
      leftOut: ['step'],
    },
    { what: 'Haiku', file: haiku, leftOut: [] },
    {
      what: 'a checkpoint',
      file: { epoch: 3, state_dict: state, hyper_parameters: { activation: 'tanh' } },
      leftOut: ['epoch'],
    },
    { what: 'layers in a list', file: { layers }, leftOut: [] },
    { what: 'a bare list of layers', file: layers, leftOut: [] },
    {
      what: 'lists of weights and biases',
      file: { weights: [[[1], [2]], [[3, 4]]], biases: [[5, 6], [7]] },
      leftOut: [],
    },
    {
      what: 'scikit-learn',
      file: { coefs_: [KERNELS.a, KERNELS.b], intercepts_: [[5, 6], [7]] },
      leftOut: [],
    },
  ])('$what', ({ file, leftOut }) => {
    const read = readWeights(new TextEncoder().encode(JSON.stringify(file)), { activation: 'tanh' });
    if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
    const { architecture, parameters } = read.weights.network;
    expect(architecture).toEqual({ layerSizes: [1, 2, 1], activation: 'tanh' });
    expect([...parameters]).toEqual([1, 2, 5, 6, 3, 4, 7]);
    expect((read.leftOut ?? []).filter((name) => !name.startsWith('opt_state'))).toEqual(leftOut);
  });
});

describe('what cannot be read is refused with its place:', () => {
  test.each([
    { what: 'no JSON', text: '{"a": ', message: /^Text: expected JSON, found / },
    { what: 'a list', text: '[1, 2]', message: 'Text: expected an object, found a list.' },
    {
      what: 'tensors in a list',
      text: '{"tensors": [1]}',
      message: 'tensors: expected an object with a list for each name, found a list.',
    },
    {
      what: 'a text among numbers',
      text: '{"w": [[1], ["two"]]}',
      message: 'Tensor “w”[1][0]: expected a number, found "two".',
    },
    {
      what: 'null, which Python makes of NaN elsewhere',
      text: '{"w": [null]}',
      message: 'Tensor “w”[0]: expected a number, found null.',
    },
    {
      what: 'rows of different lengths',
      text: '{"w": [[1, 2], [3]]}',
      message: 'Tensor “w”[1]: expected 2 entries as in the first of its lists, found 1.',
    },
    {
      what: 'a number among rows',
      text: '{"w": [[1, 2], 3]}',
      message: 'Tensor “w”[1]: expected 2 entries as in the first of its lists, found 3.',
    },
    {
      what: 'objects without end',
      text: `${'{"w": '.repeat(40)}1${'}'.repeat(40)}`,
      message: /at most 16 nested objects, found more/,
    },
    {
      what: 'lists without end',
      text: `{"w": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
      message: 'Tensor “w”: expected at most 8 nested lists, found more.',
    },
    {
      what: 'another format',
      text: '{"format": "gltf", "tensors": {}}',
      message: /^format: expected "maml-playground", found "gltf"/,
    },
    {
      what: 'a version to come',
      text: '{"format": "maml-playground", "version": 2, "tensors": {}}',
      message: /^version: expected 1, found 2/,
    },
  ])('$what', ({ text, message }) => {
    const refusal = refusalOf(() => readWeightsJson(text));
    expect(refusal.code).toBe('weights-file-damaged');
    expect(refusal.message).toMatch(message);
  });

  test('NaN, with the reason', () => {
    expect(refusalOf(() => readWeightsJson('{"w": [NaN]}')).hint).toContain('NaN or Infinity');
  });
});

test('the published schema names what is written', () => {
  const schema = JSON.parse(readFileSync('public/weights.schema.json', 'utf8'));
  const weights = weightsLike({ layerSizes: [1, 2, 1], activation: 'sin' });
  const adapted = { steps: 1, alpha: null, support: { x: [1], y: [2] } };
  const details = { ...weights.details, engine: 'wasm', adapted } as const;
  const file = JSON.parse(writeWeightsJson(tensorsOfWeights({ ...weights, details })));
  expect(Object.keys(file)).toEqual(schema.required);
  expect(file).toMatchObject({
    format: schema.properties.format.const,
    version: schema.properties.version.const,
  });
  const { properties } = schema.properties.metadata;
  expect(Object.keys(properties)).toEqual([...Object.keys(file.metadata), 'maml-playground-checkpoint']);
  expect(properties.activation.enum).toEqual(ACTIVATIONS);
  expect(Object.keys(schema.$defs.details.properties)).toEqual(Object.keys(file.metadata['maml-playground']));
  expect(Object.keys(schema.$defs.details.properties.adapted.properties)).toEqual(Object.keys(adapted));
});
