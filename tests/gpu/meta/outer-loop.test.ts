/** The outer loop of every engine: how it descends, clips and anneals, what it reports, and where it goes on. */
import { describe, expect, test } from 'vitest';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import { learnedSize } from '#training/learned.ts';
import type { MetaEngine, MetaGradient, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import type { Architecture } from '#models/architecture.ts';
import { LEARNERS } from '#training/learners.ts';
import { multiStepWeights } from '#training/multi-step-weights.ts';
import { ANNEALINGS, OPTIMISERS } from '#training/optimiser.ts';
import { GENERAL_ALGORITHMS, type MetaAlgorithm } from '#training/learner-facts.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { type PointSet, sampleTasks, type TaskData } from '#families/task.ts';
import { relativeError } from '../../compare.ts';
import { enginesUnderTest } from '../engines.ts';
import { TILE } from '../small-run.ts';

const ENGINES = enginesUnderTest(() => TILE);

const ARCHITECTURE: Architecture = { layerSizes: [1, 6, 1], activation: 'tanh' };
const NETWORK = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const CONTEXT_PARAMETERS = 3;
const START = {
  network: NETWORK,
  rates: null,
  contextWeights: initialiseContext(ARCHITECTURE, CONTEXT_PARAMETERS, 'glorot', 1),
  // Of two steps and two layers.
  stepRates: new Float32Array(4).fill(0.05),
};
const PLAN: TrainingPlan = {
  algorithm: 'maml',
  architecture: ARCHITECTURE,
  loss: 'squaredError',
  tasks: sinusoidTasks(PAPER_RANGES, 1),
  counts: { shots: 4, queryPoints: 3 },
  alpha: 0.05,
  innerSteps: 2,
  innerBatch: null,
  proximal: { lambda: 10, conjugateGradientSteps: 3 },
  contextParameters: CONTEXT_PARAMETERS,
  metaBatch: 2,
  optimiser: 'sgd',
  beta: 0.1,
  annealing: 'none',
  iterations: 100,
  clip: null,
};

function batchAt(iteration: number): TaskData[] {
  return sampleTasks(PLAN.tasks, iteration * PLAN.metaBatch, PLAN.metaBatch, PLAN.counts);
}

/** The meta-gradient at the start, on the meta-batch of an iteration. */
function gradientAt(
  engine: MetaEngine,
  { algorithm, loss, alpha, innerSteps, innerBatch, proximal }: TrainingPlan,
  iteration = 0,
): Promise<MetaGradient> {
  const tasks = batchAt(iteration);
  return engine.metaGradient({ algorithm, at: START, loss, tasks, alpha, innerSteps, innerBatch, proximal });
}

async function snapshotOf(engine: MetaEngine): Promise<TrainingSnapshot> {
  const snapshot = await engine.snapshot();
  if (snapshot === null) throw new Error('Expected a run to be there.');
  return snapshot;
}

async function stateAfter(engine: MetaEngine, plan: TrainingPlan, steps: number): Promise<TrainingSnapshot> {
  engine.begin(plan, START);
  await engine.metaTrain(steps);
  return snapshotOf(engine);
}

/** θ_0 − θ, divided by β. */
function descended({ parameters }: TrainingSnapshot, beta: number): Float64Array {
  return Float64Array.from(NETWORK.parameters, (start, index) => (start - (parameters[index] ?? NaN)) / beta);
}

/** A bound between the sizes of the gradient's numbers, so that some are cut off and some are not. */
function medianSize(gradient: Float32Array): number {
  return gradient.map(Math.abs).toSorted()[Math.floor(gradient.length / 2)] ?? NaN;
}

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  test('goes down the meta-gradient, and keeps no moments in plain descent', async () => {
    const { gradient } = await gradientAt(engineOf(), PLAN);
    const state = await stateAfter(engineOf(), PLAN, 1);
    expect(relativeError(descended(state, PLAN.beta), gradient)).toBeLessThan(1e-5);
    expect([...state.firstMoment, ...state.secondMoment].every((moment) => moment === 0)).toBe(true);
  });

  test('clips each number of the meta-gradient', async () => {
    const { gradient } = await gradientAt(engineOf(), PLAN);
    const clip = medianSize(gradient);
    const clipped = gradient.map((slope) => Math.max(-clip, Math.min(clip, slope)));
    expect(relativeError(clipped, gradient)).toBeGreaterThan(0.1);
    const state = await stateAfter(engineOf(), { ...PLAN, clip }, 1);
    expect(relativeError(descended(state, PLAN.beta), clipped)).toBeLessThan(1e-5);
  });

  test('clips before Adam’s moments see it', async () => {
    const { gradient } = await gradientAt(engineOf(), PLAN);
    const clip = medianSize(gradient);
    const clipped = gradient.map((slope) => Math.max(-clip, Math.min(clip, slope)));
    const state = await stateAfter(engineOf(), { ...PLAN, optimiser: 'adam', clip }, 1);
    expect(
      relativeError(
        state.firstMoment,
        clipped.map((slope) => 0.1 * slope),
      ),
    ).toBeLessThan(1e-5);
    expect(
      relativeError(
        state.secondMoment,
        clipped.map((slope) => 0.001 * slope ** 2),
      ),
    ).toBeLessThan(1e-4);
  });

  test('a bound that no number reaches changes nothing', async () => {
    const free = await stateAfter(engineOf(), PLAN, 2);
    expect(await stateAfter(engineOf(), { ...PLAN, clip: 1000 }, 2)).toEqual(free);
  });

  const ANNEALED = ANNEALINGS.filter((annealing) => annealing !== 'none').flatMap((annealing) =>
    OPTIMISERS.map((optimiser) => ({ annealing, optimiser })),
  );

  test.each(ANNEALED)('$optimiser stands still after a $annealing run', async ({ annealing, optimiser }) => {
    const plan = { ...PLAN, annealing, optimiser, iterations: 3 };
    const before = await stateAfter(engineOf(), plan, 2);
    await engineOf().metaTrain(1);
    const { parameters: atEnd } = await snapshotOf(engineOf());
    expect(atEnd).not.toEqual(before.parameters);
    await engineOf().metaTrain(2);
    const later = await snapshotOf(engineOf());
    expect(later.iteration).toBe(5);
    expect(later.parameters).toEqual(atEnd);
  });

  test('β is annealed as far as the run has gone', async () => {
    const plan: TrainingPlan = { ...PLAN, annealing: 'linear', iterations: 100 };
    const { gradient } = await gradientAt(engineOf(), plan, 75);
    const zeros = new Float32Array(NETWORK.parameters.length);
    const moments = { firstMoment: zeros, secondMoment: zeros };
    engineOf().restore(plan, { iteration: 75, parameters: NETWORK.parameters, ...moments });
    await engineOf().metaTrain(1);
    const state = await snapshotOf(engineOf());
    expect(relativeError(descended(state, PLAN.beta / 4), gradient)).toBeLessThan(1e-4);
  });

  test('the multi-step loss has the weights of its iteration', async () => {
    const iteration = 10;
    const plan: TrainingPlan = { ...PLAN, algorithm: 'multiStepLoss', iterations: 100 };
    const { gradient: equal } = await gradientAt(engineOf(), plan, iteration);
    const { gradient: last } = await gradientAt(engineOf(), { ...plan, algorithm: 'maml' }, iteration);
    const [first = NaN, second = NaN] = multiStepWeights(2, iteration, plan.iterations);
    expect(second).toBeGreaterThan(0.8);
    // Both steps' gradients follow from their mean and the second.
    const expected = last.map((slope, index) => first * (2 * (equal[index] ?? NaN) - slope) + second * slope);
    const zeros = new Float32Array(NETWORK.parameters.length);
    const moments = { firstMoment: zeros, secondMoment: zeros };
    engineOf().restore(plan, { iteration, parameters: NETWORK.parameters, ...moments });
    await engineOf().metaTrain(1);
    const found = descended(await snapshotOf(engineOf()), PLAN.beta);
    expect(relativeError(found, expected)).toBeLessThan(1e-5);
    expect(relativeError(found, equal)).toBeGreaterThan(1e-3);
    expect(relativeError(found, last)).toBeGreaterThan(1e-3);
  });

  // What has no schedule there, TensorFlow.js takes.
  test.for(GENERAL_ALGORITHMS)('reports the losses of %s', async (algorithm, { skip }) => {
    const plan = { ...PLAN, algorithm, innerBatch: 2 };
    if (engineOf().refuses({ name: 'train', request: plan }) !== null) skip();
    engineOf().begin(plan, START);
    const { firstIteration, lossBefore, lossAfter } = await engineOf().metaTrain(1);
    expect(firstIteration).toBe(0);
    // Before adapting, on the points that the first inner step takes; a head is solved for on all of them.
    const { innerLoop } = LEARNERS[plan.algorithm];
    const firstOf = ({ x, y, count }: PointSet) =>
      innerLoop === 'closedForm' ? { x, y, count } : { x: x.slice(0, 2), y: y.slice(0, 2), count: 2 };
    const tasks = batchAt(0).map(({ support, query }) => ({ support: firstOf(support), query }));
    const trajectories = await engineOf().adapt({
      architecture: ARCHITECTURE,
      loss: 'squaredError',
      parameters: tasks.map(() => NETWORK.parameters),
      rates: tasks.map(() => PLAN.alpha),
      tasks,
      innerSteps: 1,
      gridX: Float32Array.of(0),
    });
    const supportLosses = trajectories.map(({ series }) => series.supportLoss[0] ?? NaN);
    const mean = supportLosses.reduce((sum, loss) => sum + loss, 0) / supportLosses.length;
    expect(relativeError(lossBefore, [mean])).toBeLessThan(1e-5);
    const { meanQueryLossAfterAdaptation } = await gradientAt(engineOf(), plan);
    expect(relativeError(lossAfter, [meanQueryLossAfterAdaptation])).toBeLessThan(1e-5);
  });

  const RESUMED: readonly (Partial<TrainingPlan> & { readonly algorithm: MetaAlgorithm })[] = [
    ...GENERAL_ALGORITHMS.map((algorithm) => ({ algorithm, optimiser: 'adam' as const, beta: 0.01 })),
    { algorithm: 'metaSgd', clip: 0.1, annealing: 'cosine', iterations: 6 },
    { algorithm: 'imaml', innerBatch: 2, annealing: 'linear', iterations: 6 },
    { algorithm: 'multiStepLoss', iterations: 6 },
    { algorithm: 'mamlPlusPlus', iterations: 6, firstOrderSteps: 3 },
    { algorithm: 'maml', innerOptimiser: { kind: 'adam' } },
  ];

  test.for(RESUMED)('a resumed run ends with the same bits: %o', async (changes, { skip }) => {
    const plan: TrainingPlan = { ...PLAN, ...changes };
    if (engineOf().refuses({ name: 'train', request: plan }) !== null) skip();
    const whole = await stateAfter(engineOf(), plan, 4);
    const half = await stateAfter(engineOf(), plan, 2);
    expect(half.parameters).toHaveLength(
      learnedSize(plan.algorithm, ARCHITECTURE, {
        contextParameters: CONTEXT_PARAMETERS,
        trainingSteps: plan.innerSteps,
      }),
    );
    engineOf().dispose();
    engineOf().restore(plan, half);
    await engineOf().metaTrain(2);
    expect(await snapshotOf(engineOf())).toEqual(whole);
    expect(whole.parameters).not.toEqual(half.parameters);
  });

  test('Meta-SGD trains its rates along with θ', async () => {
    const plan: TrainingPlan = { ...PLAN, algorithm: 'metaSgd' };
    const { alphaGradient } = await gradientAt(engineOf(), plan);
    const { parameters } = await stateAfter(engineOf(), plan, 1);
    const moved = parameters
      .subarray(NETWORK.parameters.length)
      .map((rate) => (PLAN.alpha - rate) / PLAN.beta);
    expect(relativeError(moved, alphaGradient ?? [])).toBeLessThan(1e-4);
  });

  test.each(OPTIMISERS)(
    '%s refuses a meta-gradient that is not finite, though its loss is',
    async (optimiser) => {
      const architecture: Architecture = { layerSizes: [1, 8, 8, 1], activation: 'relu' };
      const network = initialiseNetwork(architecture, 'glorot', 1);
      const start = { network, rates: null };
      const plan: TrainingPlan = { ...PLAN, architecture, alpha: 10 ** 5.75, innerSteps: 1, optimiser };
      const inner = { ...plan, at: start, tasks: batchAt(0) };
      const { gradient, meanQueryLossAfterAdaptation } = await engineOf().metaGradient(inner);
      expect(gradient.every(Number.isFinite)).toBe(false);
      expect(meanQueryLossAfterAdaptation).toBeLessThan(Infinity);
      engineOf().begin(plan, start);
      await expect(engineOf().metaTrain(1)).rejects.toMatchObject({ code: 'diverged' });
      expect((await snapshotOf(engineOf())).parameters).toEqual(network.parameters);
    },
  );
});
