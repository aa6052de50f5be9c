/** What it means that an engine agrees with PyTorch in float64. */
import { describe, expect, test } from 'vitest';
import { inputSize } from '#models/architecture.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { OracleCase } from '#training/self-check.ts';
import { relativeError } from './compare.ts';

/** Read by iMAML alone, which the files do not hold; see implicit-gradient.test.ts. */
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };

/** Tests of an engine on cases; `engineOf` is called in a test. */
export function testAgainstOracle(
  cases: readonly OracleCase[],
  tolerance: number,
  engineOf: () => MetaEngine,
): void {
  describe.each(cases)('$name', ({ at: { network, rates }, loss, tasks, alpha, innerSteps, expected }) => {
    const { architecture } = network;
    const everywhere = tasks.map(() => alpha);

    test('adapts to the same parameters, with the same losses at every step', async () => {
      const trajectories = await engineOf().adapt({
        architecture,
        loss,
        parameters: tasks.map(() => network.parameters),
        rates: everywhere,
        tasks,
        innerSteps,
        gridX: new Float32Array(inputSize(architecture)),
      });
      expect(trajectories).toHaveLength(tasks.length);
      expect(relativeError(trajectories[0]?.adapted ?? [], expected.adaptedParametersOfTask0)).toBeLessThan(
        tolerance,
      );
      const support = trajectories.flatMap((trajectory) => [...trajectory.series.supportLoss]);
      const query = trajectories.flatMap((trajectory) => [...trajectory.series.queryLoss]);
      expect(relativeError(support, expected.supportLossByStep.flat())).toBeLessThan(tolerance);
      expect(relativeError(query, expected.queryLossByStep.flat())).toBeLessThan(tolerance);
    });

    test('evaluates to the same query losses', async () => {
      const parameters = tasks.map(() => network.parameters);
      const request = { architecture, loss, parameters, rates: everywhere, tasks, innerSteps };
      const found = await engineOf().evaluate(request);
      expect(relativeError(found.losses, expected.queryLossByStep.flat())).toBeLessThan(tolerance);
    });

    const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };

    test.each(expected.metaGradients)(
      'has the meta-gradient of $algorithm',
      async ({ algorithm, gradient, alphaGradient }) => {
        const at = { network, rates: algorithm === 'metaSgd' ? rates : null };
        const found = await engineOf().metaGradient({ algorithm, at, ...inner });
        expect(relativeError(found.gradient, gradient)).toBeLessThan(tolerance);
        expect(found.alphaGradient === null).toBe(alphaGradient === null);
        expect(relativeError(found.alphaGradient ?? [0], alphaGradient ?? [0])).toBeLessThan(tolerance);
        // Only these two adapt otherwise than MAML, whose loss the files hold.
        if (algorithm === 'anil' || algorithm === 'metaSgd') return;
        expect(
          relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
        ).toBeLessThan(tolerance);
      },
    );

    test('has MAML’s meta-gradient for Meta-SGD, if its rates are α everywhere', async () => {
      const at = { network, rates: null };
      const found = await engineOf().metaGradient({ algorithm: 'metaSgd', at, ...inner });
      const maml = expected.metaGradients.find(({ algorithm }) => algorithm === 'maml');
      expect(relativeError(found.gradient, maml?.gradient ?? [])).toBeLessThan(tolerance);
      expect(found.alphaGradient).toHaveLength(network.parameters.length);
    });
  });
}
