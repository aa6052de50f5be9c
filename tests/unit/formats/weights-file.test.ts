/** Weights as a file: a PyTorch state dict that comes back to the last bit, and nothing foreign gets in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Architecture } from '#models/architecture.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { readSafetensors, writeSafetensors } from '#formats/safetensors.ts';
import type { TensorFile } from '#formats/tensor-file.ts';
import {
  type Evaluation,
  readWeightsFile,
  type WeightsDetails,
  type WeightsFile,
  writeWeightsFile,
} from '#formats/weights-file.ts';
import { bitsOf, networks } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const { architecture: _, ...SETTINGS } = DEFAULT_SETTINGS;
const DETAILS: WeightsDetails = {
  origin: 'maml',
  iteration: 1200,
  settings: SETTINGS,
  evaluation: null,
};
const ARCHITECTURE: Architecture = { layerSizes: [1, 4, 3, 1], activation: 'relu' };
const NETWORK = initialiseNetwork(ARCHITECTURE, 'he', 1);
const EXAMPLE: WeightsFile = { network: NETWORK, rates: null, details: DETAILS };
const WITH_RATES: WeightsFile = {
  network: NETWORK,
  rates: NETWORK.parameters.map((_value, index) => 0.01 + index / 1000),
  details: { ...DETAILS, origin: 'metaSgd' },
};

/** The example file with its tensors or metadata changed. */
function changed(change: (file: TensorFile) => TensorFile): Uint8Array {
  return writeSafetensors(change(readSafetensors(writeWeightsFile(EXAMPLE))));
}

function withMetadata(metadata: Record<string, string>): Uint8Array {
  return changed((file) => ({ ...file, metadata: { ...file.metadata, ...metadata } }));
}

function withDetails(details: unknown): Uint8Array {
  return withMetadata({ 'maml-playground': JSON.stringify(details) });
}

describe('a weights file', () => {
  test('of more layers than a network can have is refused at once', () => {
    const tensors = Array.from({ length: 10 }, (_value, layer) => ({
      name: `${2 * layer}.weight`,
      shape: [1, 1],
      data: Float32Array.of(1),
    }));
    const bytes = changed((file) => ({ ...file, tensors }));
    expect(refusalOf(() => readWeightsFile(bytes)).message).toContain(
      'at most 9 tensors “….weight”, found 10',
    );
  });

  test('gives the network and its details back, to the last bit', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const read = readWeightsFile(writeWeightsFile({ network, rates: null, details: DETAILS }));
        expect(read.network.architecture).toEqual(network.architecture);
        expect(bitsOf(read.network.parameters)).toEqual(bitsOf(network.parameters));
        expect(read.rates).toBeNull();
        expect(read.details).toEqual(DETAILS);
      }),
    );
  });

  test('gives Meta-SGD’s α back, to the last bit', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const rates = network.parameters.toReversed();
        const read = readWeightsFile(writeWeightsFile({ ...WITH_RATES, network, rates }));
        expect(bitsOf(read.network.parameters)).toEqual(bitsOf(network.parameters));
        expect(bitsOf(read.rates ?? new Float32Array())).toEqual(bitsOf(rates));
      }),
    );
  });

  test('gives its evaluation back, infinite means included', () => {
    const broken = { mean: null, confidence95: null, median: 2, divergedShare: 0.25 };
    const fine = { mean: 0.5, confidence95: 0.1, median: 0.4, divergedShare: 0 };
    const evaluation: Evaluation = {
      tasks: 600,
      seed: 7,
      alpha: 0.01,
      byShots: [{ shots: 5, summaries: [fine, broken] }],
    };
    const file = { ...EXAMPLE, details: { ...DETAILS, evaluation } };
    expect(readWeightsFile(writeWeightsFile(file))).toEqual(file);
  });

  test('is written with the same bytes once it was read, in whatever order its details were made', () => {
    const { origin, iteration, settings, evaluation } = DETAILS;
    const turned = {
      evaluation,
      iteration,
      origin,
      settings: Object.fromEntries(Object.entries(settings).toReversed()),
    };
    const bytes = writeWeightsFile({ ...EXAMPLE, details: turned as WeightsDetails });
    expect(writeWeightsFile(readWeightsFile(bytes))).toEqual(bytes);
    expect(bytes).toEqual(writeWeightsFile(EXAMPLE));
  });

  test.each([NaN, Infinity, -Infinity])('is never written with %f in it', (broken) => {
    const parameters = NETWORK.parameters.with(5, broken);
    const rates = WITH_RATES.rates?.with(4, broken) ?? null;
    const network = { ...NETWORK, parameters };
    expect(refusalOf(() => writeWeightsFile({ ...EXAMPLE, network }))).toMatchObject({
      code: 'diverged',
      message: `Expected finite numbers to write, found ${broken} at position 1 of “0.bias”.`,
    });
    expect(refusalOf(() => writeWeightsFile({ ...WITH_RATES, rates })).message).toContain('“alpha.0.bias”');
  });

  test('older than a setting takes what training did then', () => {
    const young = new Set(['trainingAlpha', 'optimiser', 'annealing', 'clip']);
    const old = Object.fromEntries(Object.entries(SETTINGS).filter(([id]) => !young.has(id)));
    const { settings } = readWeightsFile(
      withDetails({ origin: 'maml', iteration: 3, settings: { ...old, trainingSteps: 4, alpha: 0.25 } }),
    ).details;
    expect(settings).toMatchObject({ alpha: 0.25, trainingAlpha: 0.25, trainingSteps: 4 });
    expect(settings).toMatchObject({ optimiser: 'adam', annealing: 'none', clip: 0 });
  });

  test('gives them back whatever the order of its tensors', () => {
    const reversed = changed(({ metadata, tensors }) => ({ metadata, tensors: tensors.toReversed() }));
    expect(readWeightsFile(reversed)).toEqual(EXAMPLE);
  });

  test('holds what torch calls the state dict of a Sequential, with its activation', () => {
    const { metadata, tensors } = readSafetensors(writeWeightsFile(EXAMPLE));
    expect(tensors.map(({ name, shape }) => ({ name, shape }))).toEqual([
      { name: '0.weight', shape: [4, 1] },
      { name: '0.bias', shape: [4] },
      { name: '2.weight', shape: [3, 4] },
      { name: '2.bias', shape: [3] },
      { name: '4.weight', shape: [1, 3] },
      { name: '4.bias', shape: [1] },
    ]);
    expect(metadata).toMatchObject({ format: 'pt', activation: 'relu' });
  });

  test('of Meta-SGD holds α as tensors of their own, behind the state dict', () => {
    const names = readSafetensors(writeWeightsFile(WITH_RATES)).tensors.map(({ name }) => name);
    const network = readSafetensors(writeWeightsFile(EXAMPLE)).tensors.map(({ name }) => name);
    expect(names).toEqual([...network, ...network.map((name) => `alpha.${name}`)]);
  });

  test('computes max(0, x W₀ᵀ + b₀) W₂ᵀ + b₂ when its bytes are read by hand', () => {
    const parameters = Float32Array.of(1, -2, 0.5, 4, 3, 5, -7);
    const architecture: Architecture = { layerSizes: [1, 2, 1], activation: 'relu' };
    const bytes = writeWeightsFile({ ...EXAMPLE, network: { architecture, parameters } });
    const view = new DataView(bytes.buffer);
    const data = 8 + view.getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, data)));
    const number = (name: string, index: number) =>
      view.getFloat32(data + Number(header[name].data_offsets[0]) + 4 * index, true);
    const forward = (x: number) => {
      const hidden = [0, 1].map((unit) => Math.max(0, number('0.weight', unit) * x + number('0.bias', unit)));
      return hidden.reduce((sum, value, unit) => sum + number('2.weight', unit) * value, number('2.bias', 0));
    };
    // By hand: x = 1 → hidden (1.5, 2) → 3·1.5 + 5·2 − 7; x = 3 → hidden (3.5, 0) → 3·3.5 − 7.
    expect(forward(1)).toBe(7.5);
    expect(forward(3)).toBe(3.5);
  });
});

describe('a file that is no network of this page is refused, saying what was expected and found:', () => {
  const without = (name: string) =>
    changed(({ metadata, tensors }) => ({
      metadata,
      tensors: tensors.filter((tensor) => tensor.name !== name),
    }));
  const withTensor = (name: string, shape: readonly number[], data: Float32Array) =>
    changed(({ metadata, tensors }) => ({
      metadata,
      tensors: tensors.map((tensor) => (tensor.name === name ? { name, shape, data } : tensor)),
    }));

  test.each([
    {
      what: 'no activation',
      file: changed(({ tensors }) => ({ metadata: {}, tensors })),
      words: ['activation', 'relu, tanh', 'none'],
    },
    {
      what: 'an unknown activation',
      file: withMetadata({ activation: 'gelu' }),
      words: ['activation', 'gelu'],
    },
    { what: 'a missing weight', file: without('2.weight'), words: ['“2.weight”', 'none'] },
    { what: 'a missing bias', file: without('2.bias'), words: ['“2.bias”', '[3]', 'none'] },
    { what: 'a missing last layer', file: without('4.weight'), words: ['0.weight', '“4.bias”'] },
    {
      what: 'a weight that is no matrix',
      file: withTensor('2.weight', [12], new Float32Array(12)),
      words: ['“2.weight”', '[out, in]', 'shape [12]'],
    },
    {
      what: 'layers that do not fit',
      file: withTensor('2.weight', [3, 5], new Float32Array(15)),
      words: ['“2.weight”', 'shape [3,4]', 'shape [3,5]'],
    },
    {
      what: 'a bias of another size',
      file: withTensor('0.bias', [5], new Float32Array(5)),
      words: ['“0.bias”', 'shape [4]', 'shape [5]'],
    },
    {
      what: 'NaN among the weights',
      file: withTensor('0.bias', [4], Float32Array.of(0, 0, NaN, 0)),
      words: ['finite', '“0.bias”', 'NaN at position 2'],
    },
    {
      what: 'infinity among the weights',
      file: withTensor('0.bias', [4], Float32Array.of(-Infinity, 0, 0, 0)),
      words: ['finite', '“0.bias”', '-Infinity'],
    },
    {
      what: 'no details',
      file: changed(({ tensors }) => ({ metadata: { activation: 'relu' }, tensors })),
      words: ['maml-playground', 'none'],
    },
    {
      what: 'details that are no JSON',
      file: withMetadata({ 'maml-playground': 'weights' }),
      words: ['JSON', 'maml-playground', '“weights”'],
    },
    {
      what: 'details of another page',
      file: withDetails({ origin: 'maml' }),
      words: ['maml-playground', 'iteration'],
    },
    {
      what: 'an unknown origin',
      file: withDetails({ ...DETAILS, origin: 'protoMaml' }),
      words: ['origin', 'protoMaml'],
    },
    {
      what: 'Meta-SGD without its α',
      file: withDetails({ ...DETAILS, origin: 'metaSgd' }),
      words: ['“alpha.…”', 'none in weights of “metaSgd”'],
    },
    {
      file: withDetails({ ...DETAILS, origin: 'ridgeHead' }),
      words: ['“log_lambda”', 'none in weights of “ridgeHead”'],
    },
    {
      what: 'MetaOptNet without its scale',
      file: writeWeightsFile({ ...EXAMPLE, logLambda: 0, details: { ...DETAILS, origin: 'metaOptNet' } }),
      words: ['“log_scale”', 'none in weights of “metaOptNet”'],
    },
    {
      what: 'α in other weights',
      file: writeWeightsFile({ ...WITH_RATES, details: DETAILS }),
      words: ['“alpha.…”', 'some in weights of “maml”'],
    },
    {
      what: 'half an iteration',
      file: withDetails({ ...DETAILS, iteration: 0.5 }),
      words: ['iteration', '0.5'],
    },
  ])('$what', ({ file, words }) => {
    const { code, message } = refusalOf(() => readWeightsFile(file));
    expect(code).toBe('weights-file-foreign');
    for (const word of ['Expected', 'found', ...words])
      expect(message.toLowerCase()).toContain(word.toLowerCase());
  });

  test.each([
    {
      what: 'no tensors',
      file: changed(({ metadata }) => ({ metadata, tensors: [] })),
      words: ['0.weight', 'none'],
    },
    {
      what: 'a layer that is too wide',
      file: withTensor('0.weight', [1025, 1], new Float32Array(1025)),
      words: ['1024', '1025'],
    },
    {
      what: 'a setting out of its range',
      file: withDetails({ ...DETAILS, settings: { ...SETTINGS, alpha: 7 } }),
      words: ['α', '7'],
    },
  ])('$what, as the rule broken has it', ({ file, words }) => {
    const { message } = refusalOf(() => readWeightsFile(file));
    for (const word of ['Expected', 'found', ...words]) expect(message).toContain(word);
  });
});

describe('whatever happens to its bytes, a file', () => {
  const original = writeWeightsFile(EXAMPLE);
  const mutations = fc.array(
    fc.record({ at: fc.nat({ max: original.length - 1 }), value: fc.integer({ min: 0, max: 255 }) }),
    { minLength: 1, maxLength: 6 },
  );

  /** Whether the file was read; anything but a reading or a refusal fails the test. */
  const isRead = (bytes: Uint8Array): boolean => {
    try {
      readWeightsFile(bytes);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(PlaygroundError);
      return false;
    }
  };

  test('is read or refused, never anything else', () => {
    fc.assert(
      fc.property(mutations, (changes) => {
        const bytes = original.slice();
        for (const { at, value } of changes) bytes[at] = value;
        isRead(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test('is refused if it is cut short anywhere, and if it is longer', () => {
    for (let length = 0; length < original.length; length++) {
      expect(refusalOf(() => readWeightsFile(original.subarray(0, length))).code).toBe(
        'weights-file-damaged',
      );
    }
    expect(isRead(Uint8Array.of(...original, 0))).toBe(false);
    expect(isRead(original)).toBe(true);
  });
});
