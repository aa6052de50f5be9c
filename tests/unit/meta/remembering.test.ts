/** Networks that remember: the tensor engine on the CPU against float64 loops and central differences of these. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { seenInTraining } from '#meta/remembering.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import type { Cnp } from '#models/cnp.ts';
import type { MetaNet } from '#models/meta-net.ts';
import type { Snail } from '#models/snail.ts';
import { parameterLayout } from '#models/architecture.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { openBackend } from '#tensor/backend.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { pointsSeen } from '#training/points-seen.ts';
import { referenceCnp } from '../../reference/float64-cnp.ts';
import { referenceMetaNet } from '../../reference/float64-meta-net.ts';
import { referenceSnail } from '../../reference/float64-snail.ts';

type Reference = (
  theta: ArrayLike<number>,
  support: PointSet,
  seen: number,
  x: ArrayLike<number>,
  /** θ of what counts as information: it stays where it is when θ moves. */
  informed: ArrayLike<number>,
) => number[][];

const engine = createTensorEngine();
beforeAll(async () => {
  await openBackend('cpu');
});

const SHOTS = 6;
const QUERIES = 6;
const distribution = sinusoidTasks(PAPER_RANGES, 3);
const TASKS: readonly TaskData[] = [0, 1].map((index) =>
  distribution.sample(index, { shots: SHOTS, queryPoints: QUERIES }),
);
/** By loops, each takes its time. */
const JUDGED = TASKS.slice(0, 1);
const GRID = Float32Array.of(-4, -1.5, 0, 2, 4.5);

const CNP: Cnp = { model: 'cnp', inputs: 1, outputs: 1, hidden: [5, 4], activation: 'tanh' };

const SNAIL: Snail = { model: 'snail', inputs: 1, outputs: 1, hidden: [5, 4], activation: 'tanh' };

const META_NET: MetaNet = { model: 'metaNet', inputs: 1, outputs: 1, hidden: [5, 4], activation: 'tanh' };

interface Case {
  readonly algorithm: MetaAlgorithm;
  readonly architecture: Cnp | Snail | MetaNet;
  readonly reference: Reference;
}

const CASES: readonly Case[] = [
  {
    algorithm: 'cnp',
    architecture: CNP,
    reference: (theta, support, seen, x) => referenceCnp(CNP, theta, support, seen, x),
  },
  {
    algorithm: 'snail',
    architecture: SNAIL,
    reference: (theta, support, seen, x) => referenceSnail(SNAIL, theta, support, seen, x),
  },
  {
    algorithm: 'metaNet',
    architecture: META_NET,
    reference: (...question) => referenceMetaNet(META_NET, ...question),
  },
];

/** Weights of every size and biases that are not zero, so that nothing is hidden by a zero. */
function weightsOf({ architecture }: Case): Float32Array {
  const random = randomSource(5, STREAMS.initialisation);
  return initialiseNetwork(architecture, 'glorot', 2).parameters.map(
    (value, index) => value + 0.2 * random.normal(0x10_0000 + index, 0),
  );
}

function squaredErrors(predicted: readonly number[][], y: ArrayLike<number>): number[] {
  return predicted.map(([value = NaN], index) => (value - (y[index] ?? NaN)) ** 2);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The loss that training descends, in float64. */
function referenceLoss({ reference }: Case, theta: ArrayLike<number>, informed: ArrayLike<number>): number {
  const counts = seenInTraining(SHOTS, QUERIES);
  const losses = JUDGED.map(({ support, query }) =>
    meanOf(
      counts.flatMap((seen, index) =>
        squaredErrors(reference(theta, support, seen, [query.x[index] ?? NaN], informed), [
          query.y[index] ?? NaN,
        ]),
      ),
    ),
  );
  return meanOf(losses);
}

const INNER = {
  loss: 'squaredError',
  alpha: 0.01,
  innerSteps: 1,
  innerBatch: null,
  proximal: { lambda: 1, conjugateGradientSteps: 1 },
} as const;

test('query points share out the numbers of points seen, from none to all', () => {
  expect(seenInTraining(5, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(seenInTraining(4, 6)).toEqual([0, 1, 2, 2, 3, 4]);
  expect(seenInTraining(10, 3)).toEqual([0, 5, 10]);
  expect(seenInTraining(10, 1)).toEqual([10]);
});

test('a step sees one point more, or as many more as it takes to have seen all after the last', () => {
  expect([0, 1, 2, 3, 4, 5].map((step) => pointsSeen(step, 5, 3))).toEqual([0, 1, 2, 3, 3, 3]);
  expect([0, 1, 2, 3, 4].map((step) => pointsSeen(step, 4, 10))).toEqual([0, 3, 5, 8, 10]);
});

describe.each(CASES)('$algorithm', (given) => {
  const { algorithm, architecture, reference } = given;
  const theta = weightsOf(given);

  test('has the gradient of central differences', async () => {
    const { gradient, meanQueryLossAfterAdaptation } = await engine.metaGradient({
      ...INNER,
      algorithm,
      at: { network: { architecture, parameters: theta }, rates: null },
      tasks: JUDGED,
    });
    const step = 1e-5;
    const random = randomSource(11, STREAMS.initialisation);
    // A random direction within each tensor, so that none is passed over.
    const slopes = parameterLayout(architecture).map(({ name, offset, size }) => {
      const direction = Array.from({ length: size }, (_, at) => random.normal(offset + at, 1));
      const moved = (by: number) => {
        const near = Float64Array.from(theta);
        direction.forEach((change, at) => {
          near[offset + at] = (near[offset + at] ?? NaN) + by * change;
        });
        return referenceLoss(given, near, theta);
      };
      const found = direction.reduce((sum, change, at) => sum + change * (gradient[offset + at] ?? NaN), 0);
      return { name, found, expected: (moved(step) - moved(-step)) / (2 * step) };
    });
    const largest = Math.max(...slopes.map(({ expected }) => Math.abs(expected)));
    expect(largest).toBeGreaterThan(0.01);
    for (const { name, found, expected } of slopes)
      expect(Math.abs(found - expected), name).toBeLessThan(3e-5 * largest);
    const afterAll = JUDGED.map(({ support, query }) =>
      meanOf(squaredErrors(reference(theta, support, SHOTS, query.x, theta), query.y)),
    );
    expect(meanQueryLossAfterAdaptation).toBeCloseTo(meanOf(afterAll), 4);
  });

  test('answers after each point as float64 loops do, and no parameter moves', async () => {
    const steps = SHOTS + 2;
    const request = {
      architecture,
      loss: 'squaredError',
      parameters: TASKS.map(() => theta),
      rates: TASKS.map(() => ({ remembers: true }) as const),
      tasks: TASKS,
      innerSteps: steps,
    } as const;
    const trajectories = await engine.adapt({ ...request, gridX: GRID });
    const evaluation = await engine.evaluate(request);
    TASKS.forEach(({ support, query }, task) => {
      const { predictions, series, adapted } = trajectories[task] ?? {
        predictions: [],
        series: null,
        adapted: null,
      };
      expect(adapted).toEqual(theta);
      expect(series?.gradientNorm).toBeUndefined();
      for (let step = 0; step <= steps; step++) {
        const seen = Math.min(step, SHOTS);
        const expected = reference(theta, support, seen, GRID, theta).flat();
        expected.forEach((value, place) => expect(predictions[step]?.[place]).toBeCloseTo(value, 4));
        const lossAt = (points: PointSet) =>
          meanOf(squaredErrors(reference(theta, support, seen, points.x, theta), points.y));
        expect(series?.supportLoss[step]).toBeCloseTo(lossAt(support), 3);
        expect(series?.queryLoss[step]).toBeCloseTo(lossAt(query), 3);
        expect(evaluation.losses[task * (steps + 1) + step]).toBeCloseTo(lossAt(query), 3);
      }
    });
  });

  test('asks networks of their own for each pair as it asks them alone', async () => {
    const other = theta.map((value) => 0.9 * value);
    const ask = (parameters: readonly Float32Array[], tasks: readonly TaskData[]) =>
      engine.evaluate({
        architecture,
        loss: 'squaredError',
        parameters,
        rates: parameters.map(() => ({ remembers: true }) as const),
        tasks,
        innerSteps: 2,
      });
    const [first, second] = TASKS;
    if (first === undefined || second === undefined) throw new Error('Expected two tasks.');
    const together = await ask([theta, other], [first, second]);
    const apart = [await ask([theta], [first]), await ask([other], [second])];
    const expected = apart.flatMap(({ losses }) => [...losses]);
    together.losses.forEach((loss, index) => expect(loss).toBeCloseTo(expected[index] ?? NaN, 4));
  });
});

test('a conditional neural process does not care about the order of points', async () => {
  const theta = weightsOf({ algorithm: 'cnp', architecture: CNP, reference: () => [] });
  const [task] = TASKS;
  if (task === undefined) throw new Error('Expected a task.');
  const backwards = (values: Float32Array) => values.toReversed();
  const { support, query } = task;
  const turned = { support: { ...support, x: backwards(support.x), y: backwards(support.y) }, query };
  const { losses } = await engine.evaluate({
    architecture: CNP,
    loss: 'squaredError',
    parameters: [theta, theta],
    rates: [{ remembers: true }, { remembers: true }],
    tasks: [task, turned],
    innerSteps: SHOTS,
  });
  const stepCount = SHOTS + 1;
  expect(losses[SHOTS]).toBeCloseTo(losses[stepCount + SHOTS] ?? NaN, 4);
  expect(losses[1]).not.toBeCloseTo(losses[stepCount + 1] ?? NaN, 4);
});

test.each(ACTIVATIONS)(
  'MetaNet with %s makes its fast weights of the gradient in closed form',
  async (activation) => {
    const architecture: MetaNet = { ...META_NET, activation };
    const theta = weightsOf({ algorithm: 'metaNet', architecture, reference: () => [] });
    const [trajectory] = await engine.adapt({
      architecture,
      loss: 'squaredError',
      parameters: [theta],
      rates: [{ remembers: true }],
      tasks: JUDGED,
      innerSteps: 1,
      gridX: GRID,
    });
    const [support] = JUDGED.map((task) => task.support);
    if (support === undefined) throw new Error('Expected a task.');
    [0, SHOTS].forEach((seen, step) => {
      const expected = referenceMetaNet(architecture, theta, support, seen, GRID).flat();
      expected.forEach((value, place) =>
        expect(trajectory?.predictions[step]?.[place]).toBeCloseTo(value, 4),
      );
    });
  },
);
