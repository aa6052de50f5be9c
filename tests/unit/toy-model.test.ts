/**
 * A model and a loss that tests bring, by replacing the registries, without a line under src/: they are differentiated to second
 * order, train, are refused in words by the machines that have no kernels for them, and travel through files.
 */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { english } from '#core/saying.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import type * as Families from '#families/families.ts';
import type { CurveFamily } from '#families/family.ts';
import type * as Losses from '#families/losses/losses.ts';
import type { PointSet } from '#families/task.ts';
import type * as Schemas from '#formats/architecture-schemas.ts';
import type * as LossFunctions from '#meta/loss-functions/index.ts';
import type * as TensorModels from '#meta/models/index.ts';
import type { Architecture } from '#models/architecture.ts';
import type * as Models from '#models/models.ts';
import type { Settings } from '#training/settings.ts';
import { line, type LineNumbers } from '../toys/line.ts';
import { logistic, logisticFunction } from '../toys/logistic-loss.ts';
import { type Strided, strided, stridedTensors } from '../toys/strided-model.ts';

const SPEC: Strided = { model: 'strided', inputs: 7, filters: 3, outputs: 2 };
/** The names of toys are none that the type checker knows. */
const ARCHITECTURE = SPEC as unknown as Architecture;
const LOSS = 'logistic' as 'squaredError';
/** TensorFlow.js on JavaScript alone. */
const SLOW = { timeout: 60_000 };
const SETTINGS = { family: 'sides', architecture: SPEC } as unknown as Partial<Settings>;

/** On which side of two planes points lie; those of all tasks lie near each other, so that there is something to learn. */
function sidesOf(seed: number, index: number, role: number, count: number): PointSet {
  const random = randomSource(seed, STREAMS.metaTraining);
  const normal = (side: number, at: number) =>
    random.normal(9999, 100 * side + at) + 0.3 * random.normal(index, 100 * side + at);
  const x = Float32Array.from({ length: 7 * count }, (_, at) => random.normal(index, 1000 * role + at));
  const y = Float32Array.from({ length: 2 * count }, (_, at) => {
    const point = x.subarray(7 * Math.floor(at / 2), 7 * Math.floor(at / 2) + 7);
    return point.reduce((sum, value, axis) => sum + value * normal(at % 2, axis), 0) > 0 ? 1 : 0;
  });
  return { x, y, count };
}

const SIDES: CurveFamily<LineNumbers, { readonly slope: number; readonly intercept: number }> = {
  ...line,
  shapeOf: () => ({ inputs: 7, outputs: 2, words: 'seven inputs and two outputs', example: null }),
  loss: LOSS,
  tasks: ({ seed }) => ({
    inputSize: 7,
    outputSize: 2,
    sampler: null,
    sample: (index, { shots, queryPoints }) => ({
      support: sidesOf(seed, index, 1, shots),
      query: sidesOf(seed, index, 2, queryPoints),
    }),
  }),
  worstLoss: () => 20,
};

const REPLACED = [
  '#families/families.ts',
  '#families/losses/losses.ts',
  '#models/models.ts',
  '#meta/models/index.ts',
  '#meta/loss-functions/index.ts',
  '#formats/architecture-schemas.ts',
] as const;

beforeAll(() => {
  vi.resetModules();
  vi.doMock(REPLACED[0], async (original) => {
    const { FAMILIES } = await original<typeof Families>();
    return { FAMILIES: { ...FAMILIES, sides: SIDES } };
  });
  vi.doMock(REPLACED[1], async (original) => {
    const { LOSSES } = await original<typeof Losses>();
    return { LOSSES: { ...LOSSES, logistic } };
  });
  vi.doMock(REPLACED[2], async (original) => {
    const { MODELS } = await original<typeof Models>();
    return { MODELS: { ...MODELS, strided } };
  });
  vi.doMock(REPLACED[3], async (original) => {
    const { TENSOR_MODELS } = await original<typeof TensorModels>();
    return { TENSOR_MODELS: { ...TENSOR_MODELS, strided: stridedTensors } };
  });
  vi.doMock(REPLACED[4], async (original) => {
    const { LOSS_FUNCTIONS } = await original<typeof LossFunctions>();
    return { LOSS_FUNCTIONS: { ...LOSS_FUNCTIONS, logistic: logisticFunction } };
  });
  vi.doMock(REPLACED[5], async (original) => {
    const { ARCHITECTURE_SCHEMAS } = await original<typeof Schemas>();
    const size = v.number();
    const entries = { model: v.literal('strided'), inputs: size, filters: size, outputs: size };
    return { ARCHITECTURE_SCHEMAS: { ...ARCHITECTURE_SCHEMAS, strided: v.object(entries) } };
  });
});
afterAll(() => {
  for (const registry of REPLACED) vi.doUnmock(registry);
  vi.resetModules();
});

async function settingsOf(): Promise<Settings> {
  const { DEFAULT_SETTINGS } = await import('#training/settings.ts');
  return { ...DEFAULT_SETTINGS, metaBatch: 2, trainingAlpha: 0.3, beta: 0.03, ...SETTINGS };
}

async function networkOf() {
  const { initialiseNetwork } = await import('#models/initialisation.ts');
  return initialiseNetwork(ARCHITECTURE, 'glorot', 3);
}

const TASKS = [0, 1].map((index) => ({ support: sidesOf(1, index, 1, 5), query: sidesOf(1, index, 2, 6) }));

test('first weights are drawn by all ways in and out, scales begin at 1', async () => {
  const { parameters } = await networkOf();
  const { parameterLayout } = await import('#models/architecture.ts');
  const part = (name: string) => {
    const { offset = 0, size = 0 } = parameterLayout(ARCHITECTURE).find((entry) => entry.name === name) ?? {};
    return [...parameters.subarray(offset, offset + size)];
  };
  expect(part('1.weight')).toEqual([1, 1, 1]);
  expect(part('0.bias')).toEqual([0, 0, 0]);
  // One input and three filters, each at three places of the kernel.
  expect(Math.max(...part('0.weight').map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / (3 + 9)));
  expect(Math.max(...part('0.weight').map(Math.abs))).toBeGreaterThan(0.4);
});

describe('the tensor engine', () => {
  test('has their meta-gradients, as differences of its losses and gradients say', SLOW, async () => {
    const { openBackend } = await import('#tensor/backend.ts');
    await openBackend('cpu');
    const { createTensorEngine } = await import('#meta/tensor-engine.ts');
    const { createTrainer } = await import('#worker/trainer.ts');
    const { makeCheck } = await import('#worker/self-check/make-check.ts');
    const network = await networkOf();
    const rates = network.parameters.map((_, index) => 0.2 + 0.01 * (index % 7));
    const given = {
      learner: null,
      at: { network, rates },
      loss: LOSS,
      alpha: 0.2,
      innerSteps: 1,
      tasks: TASKS,
    };
    const engine = createTensorEngine();
    const check = { kind: 'slope', name: 'toys', given } as const;
    const result = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
    expect(result).toMatchObject({ passed: true });
    // Where it is given another loss, the same gradients are none of it.
    const other = {
      ...engine,
      evaluate: (request: Parameters<typeof engine.evaluate>[0]) =>
        engine.evaluate({ ...request, loss: 'squaredError' }),
    };
    expect(await makeCheck({ ...other, ...createTrainer(engine) }, check)).toMatchObject({ passed: false });
  });

  test(
    'trains them by the settings, and tells losses that the loss itself finds in its predictions',
    SLOW,
    async () => {
      const { openLocalEngine } = await import('#cli/host/local-engine.ts');
      const { seededWeights } = await import('#cli/first-weights.ts');
      const { lossOf } = await import('#families/losses/loss-of.ts');
      const settings = await settingsOf();
      const engine = await openLocalEngine(null, 'tensor', 'cpu');
      const { network } = seededWeights(settings);
      expect(network.architecture).toEqual(SPEC);
      await engine.begin(settings, { network, rates: null }, null);
      const { lossAfter } = await engine.train(40);
      const mean = (losses: Float32Array) => losses.reduce((sum, loss) => sum + loss / losses.length, 0);
      expect(mean(lossAfter.slice(-10))).toBeLessThan(0.9 * mean(lossAfter.slice(0, 10)));

      const [task = { support: sidesOf(1, 0, 1, 5), query: sidesOf(1, 0, 2, 6) }] = TASKS;
      const asked = { architecture: network.architecture, loss: LOSS, parameters: [network.parameters] };
      const [found] = await engine.adapt({
        ...asked,
        rates: [0.3],
        tasks: [task],
        innerSteps: 2,
        gridX: task.query.x,
      });
      expect([...(found?.series.queryLoss ?? [])]).toEqual(
        found?.predictions.map((outputs) => expect.closeTo(lossOf(LOSS).of(outputs, task.query.y, 2), 5)),
      );
    },
  );

  test('knows what they need of memory', async () => {
    const { misfitOf } = await import('#worker/misfit.ts');
    const able = (bytes: number) => ({ fused: null, limits: { tensorBytes: bytes, totalBytes: bytes } });
    const settings = await settingsOf();
    expect(misfitOf(settings, able(2 ** 30))).toBeNull();
    expect(misfitOf(settings, able(2 ** 12))).toMatchObject({ kind: 'total' });
  });
});

test('both machines of the fused engine refuse them in words', async () => {
  const { refusalOf } = await import('#fused/refusal.ts');
  const { HEADS, LOSSES, NETWORKS } = await import('#fused/wasm/words.ts');
  const { LOSS_CODE } = await import('#fused/webgpu/loss-code.ts');
  const { NETWORKS: GPU_NETWORKS } = await import('#fused/webgpu/network.ts');
  const { DEFAULT_SETTINGS } = await import('#training/settings.ts');
  const { planOf } = await import('#training/training-plan.ts');
  const rest = {
    normalisations: new Set<never>(),
    steps: new Set<never>(),
    heads: HEADS,
    room: 2 ** 30,
    beside: () => 0,
  };
  const toys = planOf(await settingsOf());
  const perceptron = planOf(DEFAULT_SETTINGS);
  for (const machine of [
    { models: new Set(Object.keys(NETWORKS)), losses: LOSSES, ...rest },
    { models: new Set(Object.keys(GPU_NETWORKS)), losses: new Set(Object.keys(LOSS_CODE)), ...rest },
  ]) {
    const refusal = (request: typeof toys) => {
      const words = refusalOf({ name: 'train', request }, machine);
      return words === null ? null : english(words);
    };
    expect(refusal(perceptron)).toBeNull();
    const [models, losses] = [[...machine.models].join(', '), [...machine.losses].join(', ')];
    expect(refusal(toys)).toBe(
      `Expected a network that the fused engine has kernels for (${models}), found strided.`,
    );
    expect(refusal({ ...perceptron, loss: LOSS })).toBe(
      `Expected a loss that the fused engine has kernels for (${losses}), found logistic.`,
    );
  }
});

describe('files', () => {
  async function fileOf(settings: Settings) {
    const { seededWeights } = await import('#cli/first-weights.ts');
    const { architecture: _, ...told } = settings;
    const details = { origin: 'maml', iteration: 7, settings: told, evaluation: null } as const;
    return { ...seededWeights(settings), details };
  }

  test('of weights name model and loss, and are refused where they name another loss', async () => {
    const { readWeightsFile, tensorsOfWeights, weightsOfTensors, writeWeightsFile } = await import(
      '#formats/weights-file.ts'
    );
    const weights = await fileOf(await settingsOf());
    expect(readWeightsFile(writeWeightsFile(weights))).toMatchObject(weights);
    const { metadata, tensors } = tensorsOfWeights(weights);
    expect(metadata).toMatchObject({ loss: 'logistic', model: JSON.stringify(SPEC) });
    const { loss: __, ...lossless } = metadata;
    expect(() => weightsOfTensors({ metadata: lossless, tensors })).toThrow(
      'the loss logistic of its family',
    );
    expect(() =>
      weightsOfTensors({ metadata: { ...metadata, model: '{"model":"transformer"}' }, tensors }),
    ).toThrow('strided');
    const { DEFAULT_SETTINGS } = await import('#training/settings.ts');
    const usual = tensorsOfWeights(await fileOf(DEFAULT_SETTINGS)).metadata;
    expect(Object.keys(usual)).not.toContain('model');
    expect(Object.keys(usual)).not.toContain('loss');
  });

  test('of other programs, and lines of code, have no place for such a network', async () => {
    const { writeWeights } = await import('#formats/weight-formats.ts');
    const { languagesFor } = await import('#formats/code/languages.ts');
    const weights = await fileOf(await settingsOf());
    expect(() => writeWeights(weights, 'onnx')).toThrow('Expected a multilayer perceptron');
    expect(() => writeWeights(weights, 'tfjs')).toThrow('found strided 7-3-2');
    expect(languagesFor({ weights, format: 'npz' })).toEqual([]);
  });

  test('of settings hold its architecture', async () => {
    const { settingsSchema } = await import('#formats/settings-schema.ts');
    const { parseWith } = await import('#formats/bad-input.ts');
    const settings = await settingsOf();
    expect(parseWith(settingsSchema, JSON.parse(JSON.stringify(settings)), 'here')).toEqual(settings);
  });

  test('of a case name both', async () => {
    const { readMetaGradientCase } = await import('#formats/meta-gradient-case.ts');
    const { parameterLayout } = await import('#models/architecture.ts');
    const network = await networkOf();
    const rows = (values: Float32Array, width: number) =>
      Array.from({ length: values.length / width }, (_, row) => [
        ...values.subarray(row * width, (row + 1) * width),
      ]);
    const points = ({ x, y }: PointSet) => ({ x: rows(x, 7), y: rows(y, 2) });
    const { model: kind, ...sizes } = SPEC;
    const text = JSON.stringify({
      model: { kind, ...sizes },
      loss: 'logistic',
      activation: 'tanh',
      alpha: 0.1,
      innerSteps: 1,
      parameters: parameterLayout(ARCHITECTURE).map(({ name, shape, offset, size }) => ({
        name,
        shape,
        data: [...network.parameters.subarray(offset, offset + size)],
      })),
      tasks: TASKS.map(({ support, query }) => ({ support: points(support), query: points(query) })),
    });
    const found = readMetaGradientCase(text, 'case');
    expect(found).toMatchObject({ loss: 'logistic', at: { network: { architecture: SPEC } }, tasks: TASKS });
    expect(() => readMetaGradientCase(text.replace('logistic', 'hinge'), 'case')).toThrow('loss');
    expect(() => readMetaGradientCase(text.replace('"strided"', '"unknown"'), 'case')).toThrow('strided');
  });
});
