/** What it means that an engine solves for heads of classes as plain arithmetic in float64 does. */
import { describe, expect, test } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Mlp } from '#models/mlp.ts';
import { CLASS_ALGORITHMS } from '#training/learner-facts.ts';
import { adaptationOf, joinLearned, type Learned } from '#training/learned.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { relativeError } from './compare.ts';
import { type ClassHeadProblem, dualOf, referenceClassHead } from './reference/float64-class-heads.ts';

const CLASSES = 3;
const ARCHITECTURE: Mlp = { layerSizes: [4, 7, 6, CLASSES], activation: 'tanh' };
const random = randomSource(5, STREAMS.shownTask);

/** Points of each class around a place of its own, so near to each other that some lie on the wrong side. */
function pointsOf(task: number, axis: number, ofEach: number): PointSet {
  const count = CLASSES * ofEach;
  const draw = (at: number, index: number) => 2 * random.uniform(100 * task + at, index) - 1;
  const x = Float32Array.from(
    { length: 4 * count },
    (_, at) => draw(1, 4 * (Math.floor(at / 4) % CLASSES) + (at % 4)) + 0.9 * draw(axis, at),
  );
  const y = Float32Array.from({ length: CLASSES * count }, (_, at) =>
    Math.floor(at / CLASSES) % CLASSES === at % CLASSES ? 1 : 0,
  );
  return { x, y, count };
}

export const TASKS: readonly TaskData[] = [1, 2, 3].map((task) => ({
  support: pointsOf(task, 2, 4),
  query: pointsOf(task, 3, 3),
}));

export const AT: Learned = {
  network: initialiseNetwork(ARCHITECTURE, 'glorot', 4),
  rates: null,
  logLambda: -0.4,
  logScale: 1.2,
};

export function problemOf(algorithm: (typeof CLASS_ALGORITHMS)[number]): ClassHeadProblem {
  return { architecture: ARCHITECTURE, learned: joinLearned(algorithm, AT, 0), tasks: TASKS };
}

const REQUEST = {
  loss: 'crossEntropy',
  tasks: TASKS,
  alpha: 0,
  innerSteps: 1,
  innerBatch: null,
  proximal: { lambda: 1, conjugateGradientSteps: 1 },
} as const;

/** Tests of an engine; `engineOf` is called in a test. */
export function testClassHeads(tolerance: number, engineOf: () => MetaEngine): void {
  describe.each(CLASS_ALGORITHMS)('%s', (algorithm) => {
    const expected = referenceClassHead(algorithm, problemOf(algorithm));
    const request = {
      architecture: ARCHITECTURE,
      loss: 'crossEntropy',
      parameters: TASKS.map(() => AT.network.parameters),
      rates: TASKS.map(() => adaptationOf(algorithm, AT, 0, null)),
      tasks: TASKS,
      innerSteps: 2,
    } as const;

    test('has the meta-gradient of central differences, those of log λ and log s included', async () => {
      const found = await engineOf().metaGradient({ algorithm, at: AT, ...REQUEST });
      const { gradient, logLambdaGradient = NaN, logScaleGradient = NaN } = found;
      const whole = [...gradient, logLambdaGradient, logScaleGradient];
      expect(relativeError(whole, expected.gradient)).toBeLessThan(tolerance);
      const beside = [logLambdaGradient, logScaleGradient];
      expect(relativeError(beside, expected.gradient.slice(-2))).toBeLessThan(10 * tolerance);
      expect(relativeError([found.meanQueryLossAfterAdaptation], [expected.loss])).toBeLessThan(tolerance);
    });

    test('is solved for in its first step, and stays there', async () => {
      const { losses, accuracies, stepCount } = await engineOf().evaluate(request);
      const after = losses.filter((_, index) => index % stepCount === 1);
      const mean = after.reduce((sum, loss) => sum + loss, 0) / TASKS.length;
      expect(relativeError([mean], [expected.loss])).toBeLessThan(tolerance);
      expect(losses.filter((_, index) => index % stepCount === 2)).toEqual(after);
      expect(accuracies).toHaveLength(losses.length);
    });

    test('adapts in one batch with the other heads and with gradient steps', async () => {
      const gridX = new Float32Array(4);
      const rules = [adaptationOf('ridgeHead', AT, 0, null), adaptationOf('r2d2', AT, 0, null), 0.1];
      const rates = [...rules, request.rates[0] ?? 0];
      const tasks = rates.map(() => TASKS[0] ?? { support: pointsOf(1, 2, 4), query: pointsOf(1, 3, 3) });
      const parameters = rates.map(() => AT.network.parameters);
      const mixed = await engineOf().adapt({ ...request, parameters, rates, tasks, gridX });
      for (const [pair, rule] of rates.entries()) {
        const pairs = { parameters: parameters.slice(0, 1), rates: [rule], tasks: tasks.slice(0, 1) };
        const [alone] = await engineOf().adapt({ ...request, ...pairs, gridX });
        expect(relativeError(mixed[pair]?.adapted ?? [], alone?.adapted ?? [])).toBeLessThan(1e-6);
      }
    });
  });
}

/** That the tasks ask for all that a support vector machine can be. */
export function shareOfBounds(): { own: number; others: number; free: number; residual: number } {
  const duals = TASKS.map((task) => dualOf(problemOf('metaOptNet'), task));
  const told = duals.flatMap(({ coefficients, bounds }) =>
    bounds.flatMap((row, point) =>
      row.map((bound, own) => ({ isOwn: bound > 0, isAt: coefficients[point]?.[own] === bound })),
    ),
  );
  return {
    own: told.filter(({ isOwn, isAt }) => isOwn && isAt).length,
    others: told.filter(({ isOwn, isAt }) => !isOwn && isAt).length,
    free: told.filter(({ isAt }) => !isAt).length,
    residual: Math.max(...duals.map(({ residual }) => residual)),
  };
}
