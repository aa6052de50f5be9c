/** Random convolutional networks and perceptrons on classes, for engines to be compared on. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import type { PointSet } from '#families/task.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import {
  layerCount,
  type Architecture,
  inputSize,
  outputSize,
  parameterLayout,
} from '#models/architecture.ts';
import { type Normalisation, NORMALISATIONS } from '#models/conv.ts';
import { sharedStatistics } from '#models/statistics.ts';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import { accuracyOf } from '#training/accuracy.ts';
import type { GeneralAlgorithm } from '#training/learner-facts.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { FUSED_ALGORITHMS } from './fused-algorithms.ts';
import {
  expectAgreement,
  expectStepKindsAgreement,
  isSmoothThere,
  referenceOf,
  stepKindsOf,
} from './gpu/agreement.ts';
import type { Problem } from './gpu/random-cases.ts';

const from = (min: number, max: number) => fc.integer({ min, max });

/** One to three blocks on pictures of odd sizes, or a perceptron with up to two hidden layers. */
const networksWith = (normalisations: readonly Normalisation[]): fc.Arbitrary<Architecture> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        model: fc.constant('conv' as const),
        input: fc.tuple(from(2, 9), from(2, 9), fc.constant(1)),
        filters: fc.array(from(1, 9), { minLength: 1, maxLength: 3 }),
        normalisation: fc.constantFrom(...normalisations),
        outputs: from(2, 6),
        activation: fc.constantFrom(...ACTIVATIONS),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        layerSizes: fc
          .tuple(from(1, 12), fc.array(from(1, 20), { maxLength: 2 }), from(2, 20))
          .map(([inputs, hidden, outputs]) => [inputs, ...hidden, outputs]),
        activation: fc.constantFrom(...ACTIVATIONS),
      }),
    },
  );

const casesWith = (normalisations: readonly Normalisation[]) =>
  fc.record({
    architecture: networksWith(normalisations),
    shots: from(1, 7),
    queryPoints: from(1, 7),
    innerSteps: from(1, 3),
    innerBatch: fc.option(from(1, 7)),
    alpha: from(1, 10).map((hundredths) => hundredths / 100),
    seed: from(0, 2 ** 32 - 1),
  });
type Case = ReturnType<typeof casesWith> extends fc.Arbitrary<infer Value> ? Value : never;

/** Weights by Glorot, biases and shifts from U[−½, ½], scales from U[½, 3/2], pictures from U[0, 1], classes at random. */
function problemOf(random: Case): Problem {
  const { architecture, shots, queryPoints, innerSteps, innerBatch, alpha, seed } = random;
  const network = initialiseNetwork(architecture, 'glorot', seed);
  const source = randomSource(seed, STREAMS.shownTask);
  for (const { role, offset, size } of parameterLayout(architecture)) {
    if (role === 'weight') continue;
    for (let at = offset; at < offset + size; at++) {
      network.parameters[at] = source.uniform(0, at) - (role === 'bias' ? 0.5 : -0.5);
    }
  }
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  const points = (major: number, count: number): PointSet => {
    const y = new Float32Array(count * outputs);
    for (let point = 0; point < count; point++)
      y[point * outputs + Math.floor(outputs * source.uniform(major, 0x10000 + point))] = 1;
    return {
      x: Float32Array.from({ length: count * inputs }, (_, at) => source.uniform(major, at)),
      y,
      count,
    };
  };
  const tasks = [1, 3].map((major) => ({
    support: points(major, shots),
    query: points(major + 1, queryPoints),
  }));
  const rates = network.parameters.map((_, at) => alpha * (0.5 + source.uniform(0xffff, at)));
  const proximal = { lambda: 20, conjugateGradientSteps: 4 };
  const contextWeights = initialiseContext(architecture, 1 + (seed % 10), 'glorot', seed);
  const stepRates = new Float32Array(innerSteps * layerCount(architecture)).map(
    (_, at) => alpha * (0.5 + source.uniform(0xfffe, at)),
  );
  const inner = { alpha, innerSteps, innerBatch, proximal };
  return { network, loss: 'crossEntropy', rates, contextWeights, stepRates, tasks, ...inner };
}

/**
 * Pictures of which the last block leaves but one place have only as many numbers to normalise as there are filters, or where
 * several are normalised together as there are of them.
 */
function isWellNormalised({ architecture, shots, queryPoints, innerBatch }: Case): boolean {
  if (architecture.model !== 'conv' || architecture.normalisation === 'none') return true;
  const isSmall = Math.max(...architecture.input.slice(0, 2)) <= 2 ** architecture.filters.length;
  const smallest = isSmall ? 4 : 1;
  if (sharedStatistics(architecture) === null)
    return architecture.filters.every((count) => count >= smallest && count > 1);
  return Math.min(shots, queryPoints, innerBatch ?? shots) >= smallest;
}

function isByAdam(change: ReturnType<typeof stepKindsOf>[number]['change']): boolean {
  return 'innerOptimiser' in change && change.innerOptimiser.kind === 'adam';
}

/** Accuracies that an engine tells, of an adaptation and of an evaluation, are those of what it predicts. */
async function expectAccuracies(engine: MetaEngine, problem: Problem): Promise<void> {
  const { network, loss, tasks, alpha, innerSteps } = problem;
  const { architecture, parameters } = network;
  const asked = {
    architecture,
    loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => alpha),
    tasks,
    innerSteps,
  };
  const { accuracies } = await engine.evaluate(asked);
  for (const [at, task] of tasks.entries()) {
    const gridX = task.query.x;
    const [own] = await engine.adapt({
      ...asked,
      parameters: [parameters],
      rates: [alpha],
      tasks: [task],
      gridX,
    });
    const expected = own?.predictions.map((predicted) =>
      accuracyOf(predicted, task.query.y, outputSize(architecture)),
    );
    expect(expected).toHaveLength(innerSteps + 1);
    expect(Array.from(own?.series.accuracy ?? [])).toEqual(expected?.map(Math.fround));
    const stepCount = innerSteps + 1;
    expect(Array.from(accuracies?.subarray(at * stepCount, (at + 1) * stepCount) ?? [])).toEqual(
      expected?.map(Math.fround),
    );
  }
}

/** What an engine has kernels for, of all that the fused engine has schedules for. */
interface Trained {
  readonly algorithms: readonly GeneralAlgorithm[];
  readonly normalisations: readonly Normalisation[];
  readonly stepKinds: boolean;
  /** As of `expectAgreement`. */
  readonly pointsOfPart: number;
}

const ALL: Trained = {
  algorithms: FUSED_ALGORITHMS,
  normalisations: NORMALISATIONS,
  stepKinds: true,
  pointsOfPart: Infinity,
};

/** Asserts that an engine has the meta-gradients and losses of the reference in so many cases. */
export async function expectClassification(
  engine: MetaEngine,
  numRuns: number,
  seed: number,
  { algorithms, normalisations, stepKinds, pointsOfPart } = ALL,
): Promise<void> {
  let compared = 0;
  const agrees = fc.asyncProperty(casesWith(normalisations), async (random) => {
    fc.pre(isWellNormalised(random));
    const problem = problemOf(random);
    const reference = referenceOf(problem);
    fc.pre(isSmoothThere(problem, reference));
    await expectAgreement(engine, problem, reference, pointsOfPart, algorithms);
    await expectAccuracies(engine, problem);
    compared += 1;
    if (!stepKinds) return;
    // The mean of several pictures takes biases away again: their gradient is rounding, of which Adam makes whole steps.
    const isMoved = sharedStatistics(random.architecture) === null;
    const kinds = stepKindsOf(problem).filter(({ change }) => isMoved || !isByAdam(change));
    // Adam's steps lead elsewhere, perhaps to a kink.
    if (kinds.every(({ reference: { closestToKink } }) => closestToKink > 1e-5))
      await expectStepKindsAgreement(engine, problem, kinds);
  });
  await fc.assert(agrees, { seed, numRuns });
  expect(compared).toBe(numRuns);
}
