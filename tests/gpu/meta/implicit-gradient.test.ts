/** iMAML’s conjugate gradients reach the dense float64 solution, and stop there. */
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { MetaGradientRequest } from '#training/meta-engine.ts';
import type { Activation } from '#models/activations.ts';
import { parameterCount } from '#models/architecture.ts';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import type { PointSet } from '#families/task.ts';
import { relativeError } from '../../compare.ts';
import { denseSolve } from '../../reference/float64-linear.ts';
import { type ReferenceProblem, referenceMetaGradient } from '../../reference/float64-maml.ts';
import { enginesUnderTest } from '../engines.ts';
import { TILE } from '../small-run.ts';

const ENGINES = enginesUnderTest(() => TILE);

interface SmallCase {
  readonly layerSizes: readonly number[];
  readonly activation: Activation;
  readonly lambda: number;
  readonly conjugateGradientSteps: number;
  readonly innerBatch: number | null;
}

function problemOf(small: SmallCase): { request: MetaGradientRequest; problem: ReferenceProblem } {
  const { layerSizes, activation, lambda, conjugateGradientSteps, innerBatch } = small;
  const network = initialiseNetwork({ layerSizes, activation }, 'glorot', 4);
  const tasks = [0, 1, 2].map((index) =>
    sampleSinusoidTask(PAPER_RANGES, 4, STREAMS.shownTask, index, { shots: 6, queryPoints: 5 }),
  );
  const inner = {
    loss: 'squaredError' as const,
    alpha: 0.02,
    innerSteps: 10,
    innerBatch,
    proximal: { lambda, conjugateGradientSteps },
    tasks,
  };
  return {
    request: { algorithm: 'imaml', at: { network, rates: null }, ...inner },
    problem: { ...network, ...inner, rates: null },
  };
}

const CASES: readonly SmallCase[] = [
  {
    layerSizes: [1, 4, 1],
    activation: 'tanh',
    lambda: 10,
    conjugateGradientSteps: 13,
    innerBatch: null,
  },
  { layerSizes: [1, 4, 1], activation: 'tanh', lambda: 10, conjugateGradientSteps: 20, innerBatch: 2 },
  { layerSizes: [1, 3, 2, 1], activation: 'sin', lambda: 20, conjugateGradientSteps: 20, innerBatch: null },
  // Two unknowns: the residual is nothing but rounding after two steps, and the other eighteen must leave it so.
  { layerSizes: [1, 1], activation: 'tanh', lambda: 2, conjugateGradientSteps: 20, innerBatch: null },
];

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  test.each(CASES)(
    'has the dense solution of $layerSizes $activation, λ = $lambda, after $conjugateGradientSteps steps',
    async (small) => {
      const { request, problem } = problemOf(small);
      const expected = referenceMetaGradient('imaml', problem, denseSolve);
      const found = await engineOf().metaGradient(request);
      expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(1e-4);
      // Else ∇L_Q(φ) would do, which no step has touched.
      const unsolved = referenceMetaGradient('imaml', problem, (_, right) => right);
      expect(relativeError(unsolved.gradient, expected.gradient)).toBeGreaterThan(0.01);
    },
  );

  test('stops early as float64 does', async () => {
    for (const conjugateGradientSteps of [1, 2, 3]) {
      const [small] = CASES;
      if (small === undefined) throw new Error('Expected a case.');
      const { request, problem } = problemOf({ ...small, conjugateGradientSteps });
      const found = await engineOf().metaGradient(request);
      const expected = referenceMetaGradient('imaml', problem);
      expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(1e-4);
    }
  });

  test('finds 0 for a task that leaves nothing to improve, beside one that does', async () => {
    const architecture = { layerSizes: [1, 3, 1], activation: 'tanh' as const };
    const parameters = new Float32Array(parameterCount(architecture));
    const points = (y: number): PointSet => ({
      x: Float32Array.of(1, -2),
      y: Float32Array.of(y, y),
      count: 2,
    });
    const solved = { support: points(0), query: points(0) };
    const open = { support: points(1), query: points(1) };
    const gradientOf = async (tasks: MetaGradientRequest['tasks']) => {
      const { gradient } = await engineOf().metaGradient({
        algorithm: 'imaml',
        at: { network: { architecture, parameters }, rates: null },
        loss: 'squaredError',
        tasks,
        alpha: 0.1,
        innerSteps: 2,
        innerBatch: null,
        proximal: { lambda: 1, conjugateGradientSteps: 5 },
      });
      return gradient;
    };
    const [alone, both] = [await gradientOf([open]), await gradientOf([solved, open])];
    expect(await gradientOf([solved])).toEqual(parameters);
    expect(alone.every(Number.isFinite)).toBe(true);
    expect(
      relativeError(
        both,
        alone.map((value) => value / 2),
      ),
    ).toBeLessThan(1e-6);
  });
});
