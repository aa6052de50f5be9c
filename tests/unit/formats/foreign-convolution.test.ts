/** Convolutional networks made elsewhere: strided ones are read under any names, others are refused by what differs. */
import { describe, expect, test } from 'vitest';
import { parameterLayout } from '#models/architecture.ts';
import { type Conv, USUAL_CONV } from '#models/conv.ts';
import { readWeights } from '#formats/read-weights.ts';
import { writeSafetensors } from '#formats/safetensors.ts';
import type { NamedTensor } from '#formats/tensor-file.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { ofCharacters } from '../../fakes/weight-examples.ts';

const SPEC: Conv = { ...USUAL_CONV, filters: [4, 6, 6], outputs: 3 };

/** A state dict; `named` turns the number of a module and the part into a name. */
function stateOf(spec: Conv, named: (module: number, part: string) => string): NamedTensor[] {
  const { network } = ofCharacters(spec);
  return parameterLayout(spec).map(({ name, shape, offset, size }) => {
    const [module = '', part = ''] = name.split('.');
    return {
      name: named(Number(module), part),
      shape,
      data: network.parameters.slice(offset, offset + size),
    };
  });
}

const SEQUENTIAL = (module: number, part: string) => `${module}.${part}`;
const PARTS = ['conv', 'norm', ''];
const NAMED = (module: number, part: string) =>
  module === 10 ? `classifier.${part}` : `${PARTS[module % 3]}${Math.floor(module / 3) + 1}.${part}`;

function read(tensors: readonly NamedTensor[], activation: 'relu' | null = 'relu') {
  return readWeights(writeSafetensors({ metadata: {}, tensors }), { activation });
}

describe.each([
  { what: 'a Sequential', named: SEQUENTIAL },
  { what: 'a module with named layers', named: NAMED },
])('$what', ({ named }) => {
  test.each([{ spec: SPEC }, { spec: { ...SPEC, input: [28, 28, 1] as const } }])(
    'is read bit for bit, side $spec.input.0',
    ({ spec }) => {
      const found = read(stateOf(spec, named));
      if (found.kind !== 'weights') throw new Error(`Expected weights, found ${found.kind}.`);
      expect(found.weights.network.architecture).toEqual(spec);
      expect(found.weights.network.parameters).toEqual(ofCharacters(spec).network.parameters);
    },
  );
});

test('without normalisation, and as weights of the family of characters', () => {
  const spec: Conv = { ...SPEC, normalisation: 'none' };
  const found = read(stateOf(spec, SEQUENTIAL));
  if (found.kind !== 'weights') throw new Error(`Expected weights, found ${found.kind}.`);
  expect(found.weights.network.architecture).toEqual(spec);
  expect(found.weights.details).toMatchObject({
    origin: 'elsewhere',
    settings: { family: 'characters', side: 14, ways: 3 },
  });
});

test('a perceptron of pixels is one of characters, too', () => {
  const layer = (inputs: number, outputs: number, at: number): NamedTensor[] => [
    { name: `${at}.weight`, shape: [outputs, inputs], data: new Float32Array(inputs * outputs).fill(0.1) },
    { name: `${at}.bias`, shape: [outputs], data: new Float32Array(outputs) },
  ];
  const found = read([...layer(784, 8, 0), ...layer(8, 5, 2)]);
  if (found.kind !== 'weights') throw new Error(`Expected weights, found ${found.kind}.`);
  expect(found.weights.details.settings).toMatchObject({ family: 'characters', side: 28, ways: 5 });
});

test('the activation is asked for', () => {
  expect(read(stateOf(SPEC, SEQUENTIAL), null)).toMatchObject({
    kind: 'activationUnknown',
    network: { architecture: { filters: [4, 6, 6] } },
  });
});

const reshaped = (tensors: readonly NamedTensor[], name: string, shape: readonly number[]) =>
  tensors.map((tensor) =>
    tensor.name === name
      ? { ...tensor, shape, data: new Float32Array(shape.reduce((product, side) => product * side, 1)) }
      : tensor,
  );

test.each<{ what: string; change: (tensors: readonly NamedTensor[]) => NamedTensor[]; message: string }>([
  {
    what: 'kernels of another size',
    change: (all) => reshaped(all, '0.weight', [4, 1, 5, 5]),
    message: '“0.weight”: expected shape [4, 1, 3, 3], found [4, 1, 5, 5].',
  },
  {
    what: 'a convolution that does not take what the one before gives',
    change: (all) => reshaped(all, '3.weight', [6, 5, 3, 3]),
    message: '“3.weight”: expected shape [6, 4, 3, 3], found [6, 5, 3, 3].',
  },
  {
    what: 'batch norm',
    change: (all) => [...all, { name: '1.running_mean', shape: [4], data: new Float32Array(4) }],
    message:
      '“1.running_mean”: expected no normalisation, or one over each picture, as GroupNorm(1, channels) is, found batch norm or instance norm.',
  },
  {
    what: 'batch norm that keeps no statistics',
    change: (all) => all.map((one) => ({ ...one, name: one.name.replace(/^1\./, 'bn1.') })),
    message:
      '“bn1.weight”: expected no normalisation, or one over each picture, as GroupNorm(1, channels) is, found batch norm or instance norm.',
  },
  {
    what: 'colours',
    change: (all) => reshaped(all, '0.weight', [4, 3, 3, 3]),
    message: '“0.weight”: expected pictures of one channel, ink, found 3 channels.',
  },
  {
    what: 'more classes than a task has',
    change: (all) => reshaped(reshaped(all, '10.weight', [47, 24]), '10.bias', [47]),
    message: '“10.weight”: expected 2 to 20 classes, found 47.',
  },
  {
    what: 'a normalisation behind some convolutions',
    change: (all) => all.filter(({ name }) => !name.startsWith('4.')),
    message:
      'Normalisations: expected one for each of 3 convolutions, or none, found 2 (“1.weight”, “7.weight”).',
  },
  {
    what: 'a head of what pooling leaves',
    change: (all) => reshaped(all, '10.weight', [3, 54]),
    message:
      '“10.weight”: expected 24 inputs, as pictures of 14 × 14 leave behind strides of 2, or 96, as those of 28 × 28 do, found 54.',
  },
  {
    what: 'no head',
    change: (all) => all.filter(({ name }) => !name.startsWith('10.')),
    message: 'Layers behind the convolutions: expected one linear layer, found none.',
  },
])('$what: refused', ({ change, message }) => {
  expect(refusalOf(() => read(change(stateOf(SPEC, SEQUENTIAL)))).message).toBe(message);
});

test('so many blocks that pictures of both sides leave one place do not tell the side', () => {
  const spec: Conv = { ...SPEC, filters: [4, 4, 4, 4, 6] };
  expect(refusalOf(() => read(stateOf(spec, SEQUENTIAL))).message).toBe(
    '“16.weight”: expected inputs that tell pictures of 14 × 14 from those of 28 × 28, found 6, which both leave.',
  );
});

test('a perceptron of pixels with more outputs than a task has classes is none of characters', () => {
  const tensors: NamedTensor[] = [
    { name: '0.weight', shape: [47, 784], data: new Float32Array(47 * 784).fill(0.1) },
    { name: '0.bias', shape: [47], data: new Float32Array(47) },
  ];
  const found = read(tensors);
  if (found.kind !== 'weights') throw new Error(`Expected weights, found ${found.kind}.`);
  expect(found.weights.details.settings.family).toBe('sinusoid');
});
