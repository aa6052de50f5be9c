/** A run on classes takes the steps that its meta-gradients say, from all of its tasks. */
import { expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { inventedCharacters } from '#families/characters/characters.ts';
import { characterTasks } from '#families/characters/tasks.ts';
import { sampleTasks } from '#families/task.ts';
import type { Architecture } from '#models/architecture.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { joinLearned } from '#training/learned.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { expectRun } from '#training/run-checks.ts';
import { relativeError } from '../../../compare.ts';
import { simdEngine } from '../../../simd-engine.ts';

const tasks = characterTasks(inventedCharacters(1, 'training'), {
  seed: 1,
  stream: STREAMS.metaTraining,
  ways: 3,
  side: 14,
});

const NETWORKS: readonly Architecture[] = [
  { ...USUAL_CONV, filters: [8, 6], outputs: 3 },
  { layerSizes: [196, 20, 3], activation: 'tanh' },
];

test.each(
  NETWORKS.flatMap((architecture) =>
    (['maml', 'metaSgd', 'r2d2', 'metaOptNet'] as const).map((algorithm) => ({ architecture, algorithm })),
  ),
)('$algorithm, $architecture.activation', async ({ architecture, algorithm }) => {
  const plan: TrainingPlan = {
    algorithm,
    architecture,
    loss: 'crossEntropy',
    tasks,
    counts: { shots: 3, queryPoints: 6 },
    metaBatch: 5,
    alpha: 0.1,
    innerSteps: 2,
    innerBatch: null,
    proximal: { lambda: 1, conjugateGradientSteps: 1 },
    optimiser: 'sgd',
    beta: 0.5,
    annealing: 'none',
    iterations: 10,
    clip: null,
  };
  const engine = simdEngine();
  const start = { network: initialiseNetwork(architecture, 'glorot', 1), rates: null };
  const sampled = sampleTasks(tasks, 0, plan.metaBatch, plan.counts);
  const found = await engine.metaGradient({ ...plan, at: start, tasks: sampled });
  const { gradient, alphaGradient, meanQueryLossAfterAdaptation } = found;
  const ofHead = [found.logLambdaGradient, found.logScaleGradient].filter((slope) => slope !== undefined);
  engine.begin(plan, start);
  const { lossAfter } = await engine.metaTrain(1);
  expect(relativeError(lossAfter, [meanQueryLossAfterAdaptation])).toBeLessThan(1e-6);
  const { parameters } = expectRun(await engine.snapshot());
  const before = joinLearned(algorithm, start, plan.alpha);
  const direction = [...gradient, ...(alphaGradient ?? []), ...ofHead];
  const way = parameters.map((value, at) => value - (before[at] ?? Number.NaN));
  expect(
    relativeError(
      way,
      direction.map((slope) => -plan.beta * slope),
    ),
  ).toBeLessThan(1e-4);

  // The state goes out and comes back in the order of PyTorch.
  const [first] = (await engine.metaTrain(1)).lossAfter;
  const again = simdEngine();
  again.restore(plan, {
    iteration: 1,
    parameters,
    firstMoment: before.map(() => 0),
    secondMoment: before.map(() => 0),
  });
  expect((await again.metaTrain(1)).lossAfter[0]).toBe(first);
});
