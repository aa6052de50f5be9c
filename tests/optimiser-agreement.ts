/** What it means that an engine's inner optimisers and rates of steps agree with PyTorch in float64. */
import { describe, expect, test } from 'vitest';
import { inputSize } from '#models/architecture.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { RuleCase } from '#training/self-check.ts';
import { relativeError } from './compare.ts';

/** Read by iMAML alone. */
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };

/** Tests of an engine on cases; `engineOf` is called in a test. */
export function testOptimisers(
  cases: readonly RuleCase[],
  tolerance: number,
  engineOf: () => MetaEngine,
): void {
  describe.each(cases)('$name', (oracle) => {
    const { at, loss, tasks, alpha, innerSteps, rule, expected } = oracle;
    const { architecture, parameters } = at.network;
    const request = {
      architecture,
      loss,
      parameters: tasks.map(() => parameters),
      rates: tasks.map(() => rule),
      tasks,
      innerSteps,
    };
    const gridX = new Float32Array(inputSize(architecture));

    test('adapts to the same parameters, with the same losses at every step', async () => {
      const found = await engineOf().adapt({ ...request, gridX });
      expect(relativeError(found[0]?.adapted ?? [], expected.adaptedParametersOfTask0)).toBeLessThan(
        tolerance,
      );
      const support = found.flatMap(({ series }) => [...series.supportLoss]);
      const query = found.flatMap(({ series }) => [...series.queryLoss]);
      expect(relativeError(support, expected.supportLossByStep.flat())).toBeLessThan(tolerance);
      expect(relativeError(query, expected.queryLossByStep.flat())).toBeLessThan(tolerance);
      // The first step's direction is no gradient to be measured by: what is told is the gradient's own length.
      const plain = await engineOf().adapt({
        ...request,
        rates: tasks.map(() => alpha),
        gridX,
        innerSteps: 1,
      });
      const lengths = found.map(({ series }) => series.gradientNorm?.[0] ?? NaN);
      const expectedLengths = plain.map(({ series }) => series.gradientNorm?.[0] ?? NaN);
      expect(relativeError(lengths, expectedLengths)).toBeLessThan(tolerance);
    });

    test('evaluates to the same query losses', async () => {
      const { losses } = await engineOf().evaluate(request);
      expect(relativeError(losses, expected.queryLossByStep.flat())).toBeLessThan(tolerance);
    });

    test.each(expected.metaGradients)(
      'has the meta-gradient of $algorithm',
      async ({ algorithm, gradient, stepRateGradient }) => {
        const inner = { ...oracle, innerBatch: null, proximal: PROXIMAL };
        const found = await engineOf().metaGradient({ ...inner, algorithm });
        expect(relativeError(found.gradient, gradient)).toBeLessThan(tolerance);
        expect(found.stepRateGradient === undefined).toBe(stepRateGradient === null);
        expect(relativeError(found.stepRateGradient ?? [0], stepRateGradient ?? [0])).toBeLessThan(tolerance);
        // ANIL adapts otherwise than the others, whose loss the files hold.
        if (algorithm === 'anil') return;
        const after = [found.meanQueryLossAfterAdaptation];
        expect(relativeError(after, [expected.meanQueryLossAfterAdaptation])).toBeLessThan(tolerance);
      },
    );

    test('adapts in one batch with networks that take plain steps', async () => {
      const rates = tasks.map((_, pair) => (pair === 0 ? alpha : rule));
      const both = await engineOf().adapt({ ...request, rates, gridX });
      const alone = await engineOf().adapt({ ...request, gridX });
      const [plain] = await engineOf().adapt({ ...request, rates: tasks.map(() => alpha), gridX });
      const rest = both.slice(1).map(({ adapted }) => [...adapted]);
      const restAlone = alone.slice(1).map(({ adapted }) => [...adapted]);
      expect(relativeError(both[0]?.adapted ?? [], [...(plain?.adapted ?? [])])).toBeLessThan(tolerance);
      expect(relativeError(rest.flat(), restAlone.flat())).toBeLessThan(tolerance);
    });
  });
}
