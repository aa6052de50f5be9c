/** Networks made elsewhere: whatever their tensors are called and however they lie, they predict what they predicted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearLayers } from '#models/mlp.ts';
import { type Network, parameterLayout, expectMlp } from '#models/architecture.ts';
import { writeNpz } from '#formats/npz.ts';
import { activationMissing, readWeights } from '#formats/read-weights.ts';
import { writeSafetensors } from '#formats/safetensors.ts';
import type { NamedTensor } from '#formats/tensor-file.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { bitsOf, networks } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { weightsOfShape } from '../../fakes/weight-examples.ts';

/** How somebody names and lays out a layer. */
interface Style {
  readonly what: string;
  readonly weight: (layer: number, count: number) => string;
  readonly bias: (layer: number, count: number) => string;
  /** Weights as [in, out]. */
  readonly isTransposed?: boolean;
}

const STYLES: readonly Style[] = [
  { what: 'Sequential', weight: (n) => `${2 * n}.weight`, bias: (n) => `${2 * n}.bias` },
  { what: 'Sequential in a module', weight: (n) => `net.${2 * n}.weight`, bias: (n) => `net.${2 * n}.bias` },
  { what: 'fc1, fc2', weight: (n) => `fc${n + 1}.weight`, bias: (n) => `fc${n + 1}.bias` },
  { what: 'a ModuleList', weight: (n) => `layers.${n}.weight`, bias: (n) => `layers.${n}.bias` },
  {
    what: 'a wrapped model',
    weight: (n) => `module.model.l_${n}.weight`,
    bias: (n) => `module.model.l_${n}.bias`,
  },
  {
    what: 'a head',
    weight: (n, count) => (n === count - 1 ? 'head.weight' : `hidden${n}.weight`),
    bias: (n, count) => (n === count - 1 ? 'head.bias' : `hidden${n}.bias`),
  },
  {
    what: 'Keras',
    weight: (n) => `hidden${n + 1}/kernel:0`,
    bias: (n) => `hidden${n + 1}/bias:0`,
    isTransposed: true,
  },
  {
    what: 'Keras, whose first has no number',
    weight: (n) => `model/dense${n === 0 ? '' : `_${n}`}/kernel`,
    bias: (n) => `model/dense${n === 0 ? '' : `_${n}`}/bias`,
    isTransposed: true,
  },
  {
    what: 'Flax',
    weight: (n) => `params.Dense_${n}.kernel`,
    bias: (n) => `params.Dense_${n}.bias`,
    isTransposed: true,
  },
  {
    what: 'Haiku',
    weight: (n) => `mlp/~/linear_${n}/w`,
    bias: (n) => `mlp/~/linear_${n}/b`,
    isTransposed: true,
  },
  { what: 'Finn’s code', weight: (n) => `w${n + 1}`, bias: (n) => `b${n + 1}`, isTransposed: true },
  { what: 'formulas', weight: (n) => `W${n}`, bias: (n) => `b${n}` },
  { what: 'lists', weight: (n) => `weights.${n}`, bias: (n) => `biases.${n}` },
  { what: 'NumPy without names', weight: (n) => `arr_${2 * n}`, bias: (n) => `arr_${2 * n + 1}` },
];

function transposed({ name, shape, data }: NamedTensor): NamedTensor {
  const [rows = 1, columns = 1] = shape;
  const turned = data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? NaN);
  return { name, shape: [columns, rows], data: turned };
}

function tensorsIn(style: Style, { architecture, parameters }: Network): NamedTensor[] {
  const count = linearLayers(expectMlp(architecture)).length;
  return parameterLayout(architecture).map(({ role, layer, shape, offset, size }) => {
    const tensor = {
      name: style[role === 'weight' ? role : 'bias'](layer, count),
      shape,
      data: parameters.slice(offset, offset + size),
    };
    return style.isTransposed === true && role === 'weight' ? transposed(tensor) : tensor;
  });
}

/** The network that was read. */
function readBack(bytes: Uint8Array, activation: 'tanh' | null = 'tanh'): WeightsFile {
  const read = readWeights(bytes, { activation });
  if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
  return read.weights;
}

const NETWORK = weightsOfShape([1, 5, 5, 2], 'tanh').network;

function refusedTensors(tensors: readonly NamedTensor[]) {
  return refusalOf(() => readWeights(writeSafetensors({ metadata: {}, tensors }), { activation: 'relu' }));
}

describe.each(STYLES)('named as in $what', (style) => {
  const tensors = tensorsIn(style, NETWORK);

  test.each([
    { order: 'as it was', list: tensors },
    { order: 'backwards', list: tensors.toReversed() },
    { order: 'by the alphabet', list: tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
  ])('is the same network, in order $order', ({ list }) => {
    for (const bytes of [
      writeSafetensors({ metadata: {}, tensors: list }),
      writeNpz({ metadata: {}, tensors: list }),
    ]) {
      const { network, rates, details } = readBack(bytes);
      expect(network.architecture).toEqual(NETWORK.architecture);
      expect(bitsOf(network.parameters)).toEqual(bitsOf(NETWORK.parameters));
      expect(rates).toBeNull();
      expect(details).toMatchObject({ origin: 'elsewhere', iteration: 0, evaluation: null });
    }
  });
});

test('a state dict as JSON, made by tolist(), is read with its activation beside it', () => {
  const text =
    '{"activation": "nn.ReLU()", "fc1.weight": [[1], [-2]], "fc1.bias": [0.5, 4], "out.weight": [[3, 5]], "out.bias": [-7]}';
  const { network } = readBack(new TextEncoder().encode(text), null);
  expect(network.architecture).toEqual({ layerSizes: [1, 2, 1], activation: 'relu' });
  expect([...network.parameters]).toEqual([1, -2, 0.5, 4, 3, 5, -7]);
});

test('ten layers are in the order of their numbers, not of the alphabet', () => {
  const { network } = weightsOfShape([1, 3, 3, 3, 3, 3, 3, 1], 'tanh');
  const [style] = STYLES;
  if (style === undefined) throw new Error('Expected a style.');
  const tensors = tensorsIn(style, network).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(tensors[2]?.name).toBe('10.bias');
  expect(readBack(writeSafetensors({ metadata: {}, tensors })).network).toEqual(network);
});

test('any network with tensors of PyTorch’s names is what it was', () => {
  const [, style] = STYLES;
  if (style === undefined) throw new Error('Expected a style.');
  fc.assert(
    fc.property(networks, (network) => {
      const file = {
        metadata: { activation: network.architecture.activation },
        tensors: tensorsIn(style, network),
      };
      const read = readBack(writeSafetensors(file), null);
      expect(read.network.architecture).toEqual(network.architecture);
      expect(bitsOf(read.network.parameters)).toEqual(bitsOf(network.parameters));
    }),
  );
});

test('an activation that nothing tells is asked for', () => {
  const [style] = STYLES;
  if (style === undefined) throw new Error('Expected a style.');
  const tensors = tensorsIn(style, NETWORK);
  const read = readWeights(writeSafetensors({ metadata: {}, tensors }));
  expect(read).toMatchObject({
    kind: 'activationUnknown',
    network: { architecture: { layerSizes: [1, 5, 5, 2] } },
  });
  // A single layer has none to ask for.
  const line = tensorsIn(style, weightsOfShape([1, 1], 'relu').network);
  expect(readWeights(writeSafetensors({ metadata: {}, tensors: line }))).toMatchObject({ kind: 'weights' });
});

test.each([
  ['ReLU', 'relu'],
  ['torch.nn.Tanh()', 'tanh'],
  ['Sine', 'sin'],
  ['jax.nn.softplus', 'softplus'],
])('%s is %s', (activation, expected) => {
  const [style] = STYLES;
  if (style === undefined) throw new Error('Expected a style.');
  const bytes = writeSafetensors({ metadata: { activation }, tensors: tensorsIn(style, NETWORK) });
  expect(readBack(bytes, null).network.architecture.activation).toBe(expected);
});

describe('α of each parameter comes along', () => {
  const [style] = STYLES;
  const tensors = style === undefined ? [] : tensorsIn(style, NETWORK);
  const rates = NETWORK.parameters.map((_value, index) => 0.01 + index / 1000);
  const rateOf = (index: number) => {
    const { offset = 0, size = 0 } = parameterLayout(NETWORK.architecture)[index] ?? {};
    return rates.slice(offset, offset + size);
  };

  test('of learn2learn’s MetaSGD', () => {
    const all = [
      ...tensors.map((tensor) => ({ ...tensor, name: `module.${tensor.name}` })),
      ...tensors.map(({ shape }, index) => ({ name: `lrs.${index}`, shape, data: rateOf(index) })),
    ];
    const read = readBack(writeSafetensors({ metadata: {}, tensors: all }));
    expect(read.network.parameters).toEqual(NETWORK.parameters);
    expect(read.rates).toEqual(rates);
  });

  test('or of none, or the file is refused', () => {
    const lone = { name: 'lrs.0', shape: tensors[0]?.shape ?? [], data: rateOf(0) };
    expect(refusedTensors([...tensors, lone]).message).toBe(
      '“0.bias”: expected a rate α as the others have, found none.',
    );
  });
});

describe('what is no such network is refused, naming the tensor:', () => {
  const matrix = (name: string, rows: number, columns: number): NamedTensor => ({
    name,
    shape: [rows, columns],
    data: new Float32Array(rows * columns),
  });
  const vector = (name: string, size: number): NamedTensor => ({
    name,
    shape: [size],
    data: new Float32Array(size),
  });

  test.each([
    { what: 'nothing', tensors: [], words: ['File', 'no tensors'] },
    {
      what: 'a normalisation’s statistics',
      tensors: [matrix('fc.weight', 2, 1), vector('fc.bias', 2), vector('bn.running_mean', 2)],
      words: ['linear layers alone', 'batch norm', '“bn.running_mean”'],
    },
    {
      what: 'a convolution',
      tensors: [
        { name: 'conv.weight', shape: [4, 1, 3, 3], data: new Float32Array(36) },
        vector('conv.bias', 4),
      ],
      words: ['Layers behind the convolutions', 'one linear layer', 'none'],
    },
    {
      what: 'no bias',
      tensors: [matrix('fc.weight', 2, 1)],
      words: ['“fc.weight”', 'a bias of the same layer', 'none'],
    },
    {
      what: 'no weight',
      tensors: [vector('fc.bias', 2)],
      words: ['“fc.bias”', 'a weight of the same layer', 'none'],
    },
    {
      what: 'two weights of one layer',
      tensors: [matrix('fc.weight', 2, 1), matrix('fc/kernel', 2, 1), vector('fc.bias', 2)],
      words: ['one weight for each layer', '“fc.weight” and “fc/kernel”'],
    },
    {
      what: 'a bias of another size',
      tensors: [matrix('fc.weight', 2, 1), vector('fc.bias', 3)],
      words: ['“fc.bias”', 'a vector of 2 or 1 numbers', '[3]', '[2, 1]'],
    },
    {
      what: 'layers that do not fit',
      tensors: [
        matrix('fc1.weight', 4, 1),
        vector('fc1.bias', 4),
        matrix('fc2.weight', 1, 3),
        vector('fc2.bias', 1),
      ],
      words: ['as many inputs as the one before gives', '1→4, 3→1'],
    },
    {
      what: 'weights that lie in two ways',
      tensors: [matrix('a.weight', 4, 1), vector('a.bias', 4), matrix('b.weight', 4, 2), vector('b.bias', 2)],
      words: ['all weights as [out, in] or all as [in, out]'],
    },
    {
      what: 'square weights that do not say how they lie',
      tensors: [matrix('w1', 2, 2), vector('b1', 2)],
      words: ['“kernel” for [in, out]', '“w1”'],
    },
    {
      what: 'layers in an order that nothing tells',
      tensors: [
        matrix('in.weight', 2, 1),
        vector('in.bias', 2),
        matrix('deep.weight', 2, 2),
        vector('deep.bias', 2),
        matrix('broad.weight', 2, 2),
        vector('broad.bias', 2),
        matrix('out.weight', 1, 2),
        vector('out.bias', 1),
      ],
      words: ['numbers in the names', '“deep.weight”'],
    },
    {
      what: 'more layers than the page holds',
      tensors: Array.from({ length: 10 }, (_, n) => [
        matrix(`${n}.weight`, 1, 1),
        vector(`${n}.bias`, 1),
      ]).flat(),
      words: ['at most 9', '10'],
    },
    {
      what: 'a layer wider than the page holds',
      tensors: [matrix('fc.weight', 2000, 1), vector('fc.bias', 2000)],
      words: ['1024', '2000'],
    },
    {
      what: 'NaN',
      tensors: [matrix('fc.weight', 1, 1), { name: 'fc.bias', shape: [1], data: Float32Array.of(NaN) }],
      words: ['“fc.bias”', 'finite', 'NaN at position 0'],
    },
  ])('$what', ({ tensors, words }) => {
    const { message } = refusedTensors(tensors);
    for (const word of ['xpected', 'found', ...words]) expect(message).toContain(word);
  });

  test('or, of an activation that the page has not, asked about it', () => {
    const file = {
      metadata: { activation: 'GELU' },
      tensors: [matrix('fc.weight', 1, 1), vector('fc.bias', 1)],
    };
    const bytes = writeSafetensors(file);
    const tensors = [
      matrix('a.weight', 2, 1),
      vector('a.bias', 2),
      matrix('b.weight', 1, 2),
      vector('b.bias', 1),
    ];
    const deeper = writeSafetensors({ ...file, tensors });
    expect(readWeights(deeper)).toMatchObject({ kind: 'activationUnknown', told: 'GELU' });
    expect(readBack(deeper, 'tanh').network.architecture.activation).toBe('tanh');
    // A single layer has no activation, whatever the file tells.
    expect(readWeights(bytes).kind).toBe('weights');
    expect(activationMissing('GELU').message).toBe(
      'Metadata “activation”: expected one of relu, tanh, sigmoid, softplus, sin, found “GELU”.',
    );
  });
});
