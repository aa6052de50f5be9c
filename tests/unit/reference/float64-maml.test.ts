/** The reference that the engines are compared with is itself right: PyTorch and central differences say so. */
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { STREAMS } from '#core/rng.ts';
import type { DescentCase } from '#training/self-check.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { relativeError } from '../../compare.ts';
import { CONTEXT_CASES, DESCENT_CASES, SOLVED_CASES } from '../../oracle.ts';
import { chosen } from '../../repeats.ts';
import { denseSolve, type Solve } from '../../reference/float64-linear.ts';
import {
  type ReferenceMetaGradient,
  type ReferenceProblem,
  referenceMetaGradient,
} from '../../reference/float64-maml.ts';

// The files' inputs are float32 numbers already, so both sides compute with the same ones.
const ROUNDING = 1e-9;
const PROXIMAL = { lambda: 2, conjugateGradientSteps: 10 };

function problemOf({ at, loss, tasks, alpha, innerSteps }: DescentCase): ReferenceProblem {
  return {
    ...at.network,
    rates: at.rates,
    loss,
    tasks,
    alpha,
    innerSteps,
    innerBatch: null,
    proximal: PROXIMAL,
  };
}

describe.each(DESCENT_CASES)('on $name the reference agrees with PyTorch', (oracle) => {
  const { expected } = oracle;
  const problem = problemOf(oracle);

  test.each(expected.metaGradients)('in the meta-gradient of $algorithm', (theirs) => {
    const found = referenceMetaGradient(theirs.algorithm, problem);
    expect(relativeError(found.gradient, theirs.gradient)).toBeLessThan(ROUNDING);
    expect(found.alphaGradient === null).toBe(theirs.alphaGradient === null);
    const [alpha, theirAlpha] = [found.alphaGradient ?? [0], theirs.alphaGradient ?? [0]];
    expect(relativeError(alpha, theirAlpha)).toBeLessThan(ROUNDING);
  });

  test('in every query loss', () => {
    const found = referenceMetaGradient('maml', problem);
    expect(relativeError(found.queryLosses.flat(), expected.queryLossByStep.flat())).toBeLessThan(ROUNDING);
    expect(
      relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
    ).toBeLessThan(ROUNDING);
  });

  test('and no algorithm’s meta-gradient would do for another’s', () => {
    // With one inner step the multi-step loss is MAML's.
    const skipped = oracle.innerSteps === 1 ? ['multiStepLoss'] : [];
    const compared = expected.metaGradients.filter(({ algorithm }) => !skipped.includes(algorithm));
    compared.forEach((one, index) => {
      for (const other of compared.slice(index + 1)) {
        const difference = relativeError(one.gradient, other.gradient);
        expect(difference, `${one.algorithm} and ${other.algorithm}`).toBeGreaterThan(1e-3);
      }
    });
  });
});

test.each(SOLVED_CASES)(
  'on $name the reference of a ridge head agrees with PyTorch',
  ({ at, loss, tasks, alpha, innerSteps, expected }) => {
    const problem = {
      ...at.network,
      logLambda: at.logLambda ?? NaN,
      rates: null,
      loss,
      tasks,
      alpha,
      innerSteps,
    };
    const found = referenceMetaGradient('ridgeHead', { ...problem, innerBatch: null, proximal: PROXIMAL });
    expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(ROUNDING);
    expect(relativeError([found.logLambdaGradient ?? NaN], [expected.logLambdaGradient])).toBeLessThan(
      ROUNDING,
    );
    expect(
      relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
    ).toBeLessThan(ROUNDING);
  },
);

test.each(CONTEXT_CASES)(
  'on $name the reference of context parameters agrees with PyTorch',
  ({ at, loss, tasks, alpha, innerSteps, expected }) => {
    const { contextWeights = [] } = at;
    const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
    const found = referenceMetaGradient('cavia', { ...at.network, rates: null, contextWeights, ...inner });
    // What is expected was split as float32 numbers.
    expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(1e-7);
    expect(relativeError(found.contextGradient ?? [], expected.contextGradient)).toBeLessThan(1e-7);
    expect(
      relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
    ).toBeLessThan(ROUNDING);
  },
);

const SMALL: ReferenceProblem = {
  ...initialiseNetwork({ layerSizes: [1, 5, 4, 1], activation: 'tanh' }, 'glorot', 3),
  rates: null,
  loss: 'squaredError',
  tasks: [0, 1].map((index) =>
    sampleSinusoidTask(PAPER_RANGES, 3, STREAMS.shownTask, index, { shots: 5, queryPoints: 3 }),
  ),
  alpha: 0.05,
  innerSteps: 3,
  innerBatch: null,
  proximal: PROXIMAL,
};

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Central differences of what an algorithm descends, moved by `at`. */
function differences(
  size: number,
  objective: (at: (values: ArrayLike<number>) => Float64Array) => number,
  step = 1e-4,
): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => {
    const moved = (by: number) =>
      objective((values) =>
        Float64Array.from(values, (value, other) => (other === index ? value + by : value)),
      );
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

const SMOOTH = ACTIVATIONS.filter((activation) => activation !== 'relu');
const lossAfter = (found: ReferenceMetaGradient) => found.meanQueryLossAfterAdaptation;
const meanOfLaterLosses = ({ queryLosses }: ReferenceMetaGradient) =>
  mean(queryLosses.map((losses) => mean(losses.slice(1))));

describe('the meta-gradient is that of central differences', () => {
  test.each([
    ...SMOOTH.map((activation) => ({ algorithm: 'maml' as const, activation, objective: lossAfter })),
    { algorithm: 'anil' as const, activation: 'tanh' as const, objective: lossAfter },
    { algorithm: 'metaSgd' as const, activation: 'tanh' as const, objective: lossAfter },
    { algorithm: 'multiStepLoss' as const, activation: 'tanh' as const, objective: meanOfLaterLosses },
  ])('for $algorithm in $activation, by minibatches too', ({ algorithm, activation, objective }) => {
    for (const innerBatch of chosen([null, 2], (size) => size !== null || activation === 'tanh')) {
      const architecture = { ...SMALL.architecture, activation };
      const problem = { ...SMALL, architecture, innerBatch };
      const expected = differences(SMALL.parameters.length, (at) =>
        objective(referenceMetaGradient(algorithm, { ...problem, parameters: at(SMALL.parameters) })),
      );
      const found = referenceMetaGradient(algorithm, problem);
      expect(relativeError(found.gradient, expected)).toBeLessThan(1e-5);
    }
  });

  test('for CAVIA, its context weights too', () => {
    const contextWeights = Float64Array.from({ length: 10 }, (_, index) => Math.sin(index + 1));
    const problem = { ...SMALL, contextWeights, alpha: 0.5 };
    const found = referenceMetaGradient('cavia', problem);
    const byNetwork = differences(SMALL.parameters.length, (at) =>
      lossAfter(referenceMetaGradient('cavia', { ...problem, parameters: at(SMALL.parameters) })),
    );
    expect(relativeError(found.gradient, byNetwork)).toBeLessThan(1e-5);
    const byContext = differences(contextWeights.length, (at) =>
      lossAfter(referenceMetaGradient('cavia', { ...problem, contextWeights: at(contextWeights) })),
    );
    expect(relativeError(found.contextGradient ?? [], byContext)).toBeLessThan(1e-5);
  });

  test.each([{ kind: 'momentum', decay: 0.8 } as const, { kind: 'adam' } as const])(
    'by $kind inside, over all of θ, of the head, and of every step',
    (innerOptimiser) => {
      for (const [algorithm, objective] of [
        ['maml', lossAfter],
        ['anil', lossAfter],
        ['multiStepLoss', meanOfLaterLosses],
      ] as const) {
        const problem = { ...SMALL, innerOptimiser, innerBatch: 2 };
        // Adam’s step turns round within a gradient of 1e-4.
        const expected = differences(
          SMALL.parameters.length,
          (at) =>
            objective(referenceMetaGradient(algorithm, { ...problem, parameters: at(SMALL.parameters) })),
          1e-6,
        );
        const found = referenceMetaGradient(algorithm, problem);
        expect(relativeError(found.gradient, expected)).toBeLessThan(1e-4);
        const plain = referenceMetaGradient(algorithm, { ...SMALL, innerBatch: 2 });
        expect(relativeError(plain.gradient, expected)).toBeGreaterThan(1e-2);
      }
    },
  );

  test('for MAML++, its rates of each layer in each step too', () => {
    const stepRates = Float64Array.from({ length: 9 }, (_, index) => 0.02 + 0.005 * index);
    const problem = { ...SMALL, stepRates };
    const found = referenceMetaGradient('mamlPlusPlus', problem);
    const byNetwork = differences(SMALL.parameters.length, (at) =>
      meanOfLaterLosses(
        referenceMetaGradient('mamlPlusPlus', { ...problem, parameters: at(SMALL.parameters) }),
      ),
    );
    expect(relativeError(found.gradient, byNetwork)).toBeLessThan(1e-5);
    const byRates = differences(stepRates.length, (at) =>
      meanOfLaterLosses(referenceMetaGradient('mamlPlusPlus', { ...problem, stepRates: at(stepRates) })),
    );
    expect(relativeError(found.stepRateGradient ?? [], byRates)).toBeLessThan(1e-5);
    const first = referenceMetaGradient('mamlPlusPlus', { ...problem, isFirstOrder: true });
    expect(relativeError(first.gradient, byNetwork)).toBeGreaterThan(1e-2);
  });

  test('for Meta-SGD’s α', () => {
    const rates = Float64Array.from(SMALL.parameters, (_, index) => 0.02 + 0.001 * index);
    const problem = { ...SMALL, rates };
    const expected = differences(rates.length, (at) =>
      lossAfter(referenceMetaGradient('metaSgd', { ...problem, rates: at(rates) })),
    );
    const { alphaGradient } = referenceMetaGradient('metaSgd', problem);
    expect(relativeError(alphaGradient ?? [], expected)).toBeLessThan(1e-5);
  });

  // So long an inner loop ends at the minimum, where the implicit gradient is the true one.
  test('for iMAML whose inner loop has converged', { timeout: 60_000 }, () => {
    const proximal = { lambda: 8, conjugateGradientSteps: 0 };
    const problem = { ...SMALL, innerSteps: 60, proximal };
    // Only its loss counts here, for which nothing need be solved.
    const unsolved: Solve = (_, right) => right;
    const expected = differences(SMALL.parameters.length, (at) =>
      lossAfter(referenceMetaGradient('imaml', { ...problem, parameters: at(SMALL.parameters) }, unsolved)),
    );
    const found = referenceMetaGradient('imaml', problem, denseSolve);
    expect(relativeError(found.gradient, expected)).toBeLessThan(1e-5);
  });
});

test('conjugate gradients end where the dense solution is', () => {
  const exact = referenceMetaGradient(
    'imaml',
    { ...SMALL, proximal: { ...PROXIMAL, lambda: 8 } },
    denseSolve,
  );
  const errorAfter = (conjugateGradientSteps: number) => {
    const proximal = { lambda: 8, conjugateGradientSteps };
    return relativeError(referenceMetaGradient('imaml', { ...SMALL, proximal }).gradient, exact.gradient);
  };
  expect(errorAfter(2)).toBeGreaterThan(1e-6);
  expect(errorAfter(30)).toBeLessThan(ROUNDING);
});

test('a dense system of known solution, that needs its rows exchanged', () => {
  const rows = [
    [0, 2, 1],
    [1, 1, 0],
    [4, 0, 3],
  ];
  const multiply = (vector: ArrayLike<number>) =>
    Float64Array.from(rows, (row) =>
      row.reduce((sum, value, index) => sum + value * (vector[index] ?? NaN), 0),
    );
  const solution = Float64Array.of(1, -2, 3);
  expect(relativeError(denseSolve(multiply, multiply(solution)), solution)).toBeLessThan(1e-14);
});

test('the pretrained baseline descends the mean loss on all points of all tasks', () => {
  const pooled = SMALL.tasks.map(({ support, query }) => {
    const join = (axis: 'x' | 'y') => Float32Array.of(...support[axis], ...query[axis]);
    const all = { x: join('x'), y: join('y'), count: support.count + query.count };
    return { support: all, query: all };
  });
  const { gradient } = referenceMetaGradient('pretrained', SMALL);
  const expected = differences(SMALL.parameters.length, (at) =>
    lossAfter(
      referenceMetaGradient('maml', {
        ...SMALL,
        innerSteps: 0,
        tasks: pooled,
        parameters: at(SMALL.parameters),
      }),
    ),
  );
  expect(relativeError(gradient, expected)).toBeLessThan(1e-6);
});

test('the distance to a kink is the smallest |z| of any hidden unit', () => {
  const points = { x: Float32Array.of(2, -1), y: Float32Array.of(0, 0), count: 2 };
  // z = (x + 0.5, -x + 0.75), of which -x + 0.75 at x = 2 and x + 0.5 at x = -1 are -1.25 and -0.5.
  const { closestToKink } = referenceMetaGradient('maml', {
    ...SMALL,
    architecture: { layerSizes: [1, 2, 1], activation: 'relu' },
    parameters: Float64Array.of(1, -1, 0.5, 0.75, 100, 100, 0.25),
    tasks: [{ support: points, query: points }],
    alpha: 0,
    innerSteps: 1,
  });
  expect(closestToKink).toBe(0.5);
});
