/** What training leaves: a network, for Meta-SGD with its rates, and with which rates it adapts. */
import { firstBias, headOffset } from '#models/architecture.ts';
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import {
  adaptationOf,
  contextCount,
  followsOptimiser,
  headRates,
  joinLearned,
  type Learned,
  learnedSize,
  ratesOfStep,
  splitLearned,
  startFor,
} from '#training/learned.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { type Architecture, parameterCount, parameterLayout } from '#models/architecture.ts';
import { firstSnapshot } from '#training/run-checks.ts';
import { META_ALGORITHMS, TRAINING_ALGORITHMS, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';

const ARCHITECTURE: Architecture = { layerSizes: [1, 4, 3, 1], activation: 'tanh' };
const SIZE = parameterCount(ARCHITECTURE);
const NETWORK = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const RATES = Float32Array.from({ length: SIZE }, (_, index) => 0.001 * (index + 1));

const PLAN: TrainingPlan = {
  algorithm: 'metaSgd',
  architecture: ARCHITECTURE,
  loss: 'squaredError',
  tasks: sinusoidTasks(PAPER_RANGES, 1),
  counts: { shots: 5, queryPoints: 5 },
  alpha: 0.02,
  innerSteps: 1,
  innerBatch: null,
  proximal: { lambda: 1, conjugateGradientSteps: 5 },
  metaBatch: 2,
  optimiser: 'adam',
  beta: 0.001,
  annealing: 'none',
  iterations: 10,
  clip: null,
};

test('Meta-SGD alone learns twice as many numbers as the network has', () => {
  for (const algorithm of META_ALGORITHMS) {
    const beside = { metaSgd: SIZE, ridgeHead: 1, r2d2: 2, metaOptNet: 2 } as Partial<Record<string, number>>;
    expect(learnedSize(algorithm, ARCHITECTURE)).toBe(SIZE + (beside[algorithm] ?? 0));
  }
});

test('the trained vector is taken apart into what it was put together from', () => {
  const { parameters } = firstSnapshot(PLAN, { network: NETWORK, rates: RATES });
  expect(splitLearned('metaSgd', ARCHITECTURE, parameters)).toEqual({ network: NETWORK, rates: RATES });
});

test('every other algorithm leaves a network without rates', () => {
  for (const algorithm of TRAINING_ALGORITHMS.filter((name) => name !== 'metaSgd')) {
    const left = splitLearned(algorithm, ARCHITECTURE, NETWORK.parameters);
    expect(left).toMatchObject({ network: NETWORK, rates: null });
    // A copy, because the vector may belong to an engine.
    expect(left.network.parameters.buffer).not.toBe(NETWORK.parameters.buffer);
  }
});

test('a ridge head leaves log λ behind its network, and begins with λ = 1', () => {
  const vector = joinLearned('ridgeHead', { network: NETWORK, rates: null }, 0.1);
  expect(vector).toHaveLength(SIZE + 1);
  expect(vector[SIZE]).toBe(0);
  expect(splitLearned('ridgeHead', ARCHITECTURE, vector.with(SIZE, -1.5))).toEqual({
    network: NETWORK,
    rates: null,
    logLambda: -1.5,
  });
});

test('a head of classes leaves log λ and log s behind its network, and begins with both 0', () => {
  const vector = joinLearned('metaOptNet', { network: NETWORK, rates: null }, 0.1);
  expect([...vector.subarray(SIZE)]).toEqual([0, 0]);
  const moved = vector.with(SIZE, -1.5).with(SIZE + 1, 2);
  const learned = { network: NETWORK, rates: null, logLambda: -1.5, logScale: 2 };
  expect(splitLearned('metaOptNet', ARCHITECTURE, moved)).toEqual(learned);
  expect(joinLearned('metaOptNet', learned, 0.1)).toEqual(moved);
  const startOf = (algorithm: TrainingAlgorithm) => startFor({ ...DEFAULT_SETTINGS, algorithm }, learned);
  expect(startOf('r2d2')).toEqual(learned);
  expect(startOf('ridgeHead')).toEqual({ network: NETWORK, rates: null, logLambda: -1.5 });
  // Each solves by a rule of its own.
  const rules = (['ridgeHead', 'r2d2', 'metaOptNet'] as const).map((origin) =>
    adaptationOf(origin, learned, 0.1, null),
  );
  expect(rules).toEqual([
    { logLambda: -1.5 },
    { logLambda: -1.5, ofClasses: { rule: 'scaledRidge', logScale: 2 } },
    { logLambda: -1.5, ofClasses: { rule: 'svm', logScale: 2 } },
  ]);
});

test('a learner begins with what it learns itself of other weights', () => {
  const all = { network: NETWORK, rates: RATES, logLambda: 1 };
  const startOf = (algorithm: TrainingAlgorithm) => startFor({ ...DEFAULT_SETTINGS, algorithm }, all);
  expect(startOf('maml')).toEqual({ network: NETWORK, rates: null });
  expect(startOf('metaSgd')).toEqual({ network: NETWORK, rates: RATES });
  expect(startOf('ridgeHead')).toEqual({ network: NETWORK, rates: null, logLambda: 1 });
});

describe('context weights', () => {
  const settings = { ...DEFAULT_SETTINGS, algorithm: 'cavia', contextParameters: 3 } as const;
  const UNITS = firstBias(ARCHITECTURE).size;
  const drawn = startFor(settings, { network: NETWORK, rates: null });

  test('are drawn for a run whose start has none, by its seed', () => {
    expect(drawn.contextWeights).toHaveLength(3 * UNITS);
    expect(startFor({ ...settings, seed: 2 }, drawn).contextWeights).toEqual(drawn.contextWeights);
    const other = startFor({ ...settings, seed: 2 }, { network: NETWORK, rates: null });
    expect(other.contextWeights).not.toEqual(drawn.contextWeights);
  });

  test('are drawn anew where there shall be more or fewer', () => {
    expect(startFor({ ...settings, contextParameters: 2 }, drawn).contextWeights).toHaveLength(2 * UNITS);
  });

  test('stand behind the network', () => {
    const vector = joinLearned('cavia', drawn, 1);
    expect(vector).toHaveLength(learnedSize('cavia', ARCHITECTURE, { contextParameters: 3 }));
    expect(vector.slice(SIZE)).toEqual(drawn.contextWeights);
    expect(splitLearned('cavia', ARCHITECTURE, vector)).toEqual(drawn);
    expect(contextCount(drawn)).toBe(3);
  });

  test('say how such weights adapt, and nothing else can', () => {
    expect(adaptationOf('cavia', drawn, 0.5, null)).toEqual({
      contextWeights: drawn.contextWeights,
      alpha: 0.5,
    });
    const bare = { network: NETWORK, rates: null };
    expect(() => adaptationOf('cavia', bare, 0.5, null)).toThrow('context weights');
    expect(() => joinLearned('cavia', bare, 0.5)).toThrow('context weights');
  });
});

describe('a run begins', () => {
  test('without rates with α for each parameter', () => {
    const { iteration, parameters, firstMoment, secondMoment } = firstSnapshot(PLAN, {
      network: NETWORK,
      rates: null,
    });
    expect(iteration).toBe(0);
    expect([...parameters]).toEqual([...NETWORK.parameters, ...new Float32Array(SIZE).fill(0.02)]);
    expect([...firstMoment, ...secondMoment]).toEqual(Array.from({ length: 4 * SIZE }, () => 0));
  });

  test('from θ alone for every other algorithm, whatever rates there are', () => {
    const { parameters } = firstSnapshot({ ...PLAN, algorithm: 'maml' }, { network: NETWORK, rates: RATES });
    expect(parameters).toEqual(NETWORK.parameters);
  });

  test('not from too few parameters or rates', () => {
    const short = { architecture: ARCHITECTURE, parameters: new Float32Array(SIZE - 1) };
    const refusal = expect.objectContaining({ code: 'architecture-invalid' });
    expect(() => firstSnapshot(PLAN, { network: short, rates: null })).toThrow(refusal);
    const fewRates = { network: NETWORK, rates: RATES.slice(1) };
    expect(() => firstSnapshot(PLAN, fewRates)).toThrow(refusal);
  });
});

describe('the head', () => {
  test('is the last layer, weights and bias', () => {
    const offset = headOffset(ARCHITECTURE);
    expect(SIZE - offset).toBe(3 + 1);
    const names = parameterLayout(ARCHITECTURE).filter((entry) => entry.offset >= offset);
    expect(names.map(({ name }) => name)).toEqual(['4.weight', '4.bias']);
  });

  test('is all of a network of one layer', () => {
    expect(headOffset({ layerSizes: [3, 2], activation: 'relu' })).toBe(0);
  });

  test('alone moves with its rates', () => {
    const rates = headRates(ARCHITECTURE, 0.5);
    expect([...rates.subarray(0, SIZE - 4)].every((rate) => rate === 0)).toBe(true);
    expect([...rates.subarray(SIZE - 4)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

describe('rates of each layer in each step', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    algorithm: 'mamlPlusPlus' as const,
    trainingAlpha: 0.25,
    trainingSteps: 2,
  };
  const begun = startFor(settings, { network: NETWORK, rates: null });

  test('begin as α, stand behind θ, and come apart again', () => {
    expect(begun.stepRates).toEqual(new Float32Array(6).fill(0.25));
    const vector = joinLearned('mamlPlusPlus', begun, 1);
    expect(vector).toHaveLength(learnedSize('mamlPlusPlus', ARCHITECTURE, { trainingSteps: 2 }));
    expect(splitLearned('mamlPlusPlus', ARCHITECTURE, vector)).toEqual(begun);
    const bare = { network: NETWORK, rates: null };
    expect(() => joinLearned('mamlPlusPlus', bare, 1)).toThrow('rates of steps');
    expect(() => adaptationOf('mamlPlusPlus', bare, 1, null)).toThrow('rates of steps');
  });

  test('go on with those of the last step, in an adaptation and in a longer run', () => {
    const stepRates = Float32Array.of(1, 2, 3, 4, 5, 6);
    const learned = { ...begun, stepRates };
    expect(adaptationOf('mamlPlusPlus', learned, 0.1, { kind: 'adam' })).toEqual({ stepRates });
    expect([0, 1, 7].map((step) => [...ratesOfStep({ stepRates }, 3, step)])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [4, 5, 6],
    ]);
    const longer = startFor({ ...settings, trainingSteps: 3 }, learned).stepRates;
    expect(longer).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 4, 5, 6));
    expect(startFor({ ...settings, trainingSteps: 1 }, learned).stepRates).toEqual(Float32Array.of(1, 2, 3));
    expect(startFor({ ...settings, algorithm: 'maml' }, learned).stepRates).toBeUndefined();
  });
});

describe('weights adapt', () => {
  const learned: Learned = { network: NETWORK, rates: null };

  test('by the user’s optimiser where the update is not their own', () => {
    const optimiser = { kind: 'momentum', decay: 0.5 } as const;
    expect(adaptationOf('maml', learned, 0.1, optimiser)).toEqual({ optimiser, rates: 0.1 });
    const rates = headRates(ARCHITECTURE, 0.1);
    expect(adaptationOf('anil', learned, 0.1, optimiser)).toEqual({ optimiser, rates });
    expect(adaptationOf('metaSgd', { network: NETWORK, rates: RATES }, 0.1, optimiser)).toBe(RATES);
    expect(adaptationOf('oracle', learned, 0.1, optimiser)).toBe(0);
    const follows = TRAINING_ALGORITHMS.filter(followsOptimiser);
    const own = new Set([
      'metaSgd',
      'mamlPlusPlus',
      'ridgeHead',
      'r2d2',
      'metaOptNet',
      'cavia',
      'cnp',
      'snail',
      'metaNet',
      'oracle',
    ]);
    expect(follows).toEqual(TRAINING_ALGORITHMS.filter((name) => !own.has(name)));
  });

  test('with the rates that were learned', () => {
    expect(adaptationOf('metaSgd', { network: NETWORK, rates: RATES }, 0.1, null)).toBe(RATES);
  });

  test('by a solution with the λ that was learned, which no one may lose', () => {
    expect(adaptationOf('ridgeHead', { ...learned, logLambda: -2 }, 0.1, null)).toEqual({ logLambda: -2 });
    expect(() => adaptationOf('ridgeHead', learned, 0.1, null)).toThrow(
      /log λ beside the weights of ridgeHead/,
    );
  });

  test('in the head alone after ANIL', () => {
    expect(adaptationOf('anil', learned, 0.1, null)).toEqual(headRates(ARCHITECTURE, 0.1));
  });

  test('not at all after the oracle’s training', () => {
    expect(adaptationOf('oracle', learned, 0.1, null)).toBe(0);
  });

  test.each(['maml', 'reptile', 'imaml', 'pretrained', 'multiTask', 'random'] as const)(
    'with the α of the user after %s',
    (algorithm) => {
      expect(adaptationOf(algorithm, learned, 0.1, null)).toBe(0.1);
    },
  );
});
