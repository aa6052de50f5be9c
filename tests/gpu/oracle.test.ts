/** Every engine agrees with PyTorch in float64. */
import { describe, expect, inject, test } from 'vitest';
import type { MetaEngine } from '#core/meta-engine.ts';
import { relativeError } from '../compare.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { engineUnderTest } from './engine.ts';
import { fusedEngineUnderTest } from './fused-engine.ts';

const TOLERANCE = 1e-4;
const tensorEngine = engineUnderTest();
const fused = fusedEngineUnderTest();

interface EngineCase {
  readonly name: string;
  readonly engineOf: () => MetaEngine;
}

const ENGINES: readonly EngineCase[] = [
  { name: 'tensor engine', engineOf: () => tensorEngine },
  { name: 'fused engine', engineOf: () => fused().engine },
].filter(({ name }) => name === 'tensor engine' || inject('backend') === 'webgpu');

test('every oracle file is there', () => {
  expect(ORACLE_CASES).toHaveLength(6);
});

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  describe.each(ORACLE_CASES)('$name', ({ network, tasks, alpha, innerSteps, expected }) => {
    test('adapts to the same parameters, with the same losses at every step', async () => {
      const trajectories = await engineOf().adapt({
        architecture: network.architecture,
        parameters: tasks.map(() => network.parameters),
        tasks,
        alpha,
        innerSteps,
        gridX: new Float32Array(network.architecture.layerSizes[0] ?? 1),
      });
      expect(trajectories).toHaveLength(tasks.length);
      expect(relativeError(trajectories[0]?.adapted ?? [], expected.adaptedParametersOfTask0)).toBeLessThan(
        TOLERANCE,
      );
      const support = trajectories.flatMap((trajectory) => [...trajectory.supportLoss]);
      const query = trajectories.flatMap((trajectory) => [...trajectory.queryLoss]);
      expect(relativeError(support, expected.supportLossByStep.flat())).toBeLessThan(TOLERANCE);
      expect(relativeError(query, expected.queryLossByStep.flat())).toBeLessThan(TOLERANCE);
    });

    test('evaluates to the same query losses', async () => {
      const parameters = tasks.map(() => network.parameters);
      const { architecture } = network;
      const found = await engineOf().evaluate({ architecture, parameters, tasks, alpha, innerSteps });
      expect(relativeError(found.losses, expected.queryLossByStep.flat())).toBeLessThan(TOLERANCE);
    });

    test.each([
      { algorithm: 'maml' as const, name: 'exact second-order', gradient: expected.mamlMetaGradient },
      { algorithm: 'fomaml' as const, name: 'first-order', gradient: expected.fomamlMetaGradient },
    ])('has the $name meta-gradient', async ({ algorithm, gradient }) => {
      const found = await engineOf().metaGradient({ algorithm, network, tasks, alpha, innerSteps });
      expect(relativeError(found.gradient, gradient)).toBeLessThan(TOLERANCE);
      expect(
        relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
      ).toBeLessThan(TOLERANCE);
    });
  });
});
