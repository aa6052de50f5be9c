/** The tensor engine agrees with PyTorch in float64. */
import { describe, expect, test } from 'vitest';
import { relativeError } from '../compare.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { engineUnderTest } from './engine.ts';

const TOLERANCE = 1e-4;
const engine = engineUnderTest();

test('every oracle file is there', () => {
  expect(ORACLE_CASES).toHaveLength(6);
});

describe.each(ORACLE_CASES)('$name', ({ network, tasks, alpha, innerSteps, expected }) => {
  test('adapts to the same parameters, with the same losses at every step', async () => {
    const trajectories = await engine.adapt({
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
    const found = await engine.evaluate({ architecture, parameters, tasks, alpha, innerSteps });
    expect(relativeError(found.losses, expected.queryLossByStep.flat())).toBeLessThan(TOLERANCE);
  });

  test('has the exact second-order meta-gradient', async () => {
    const found = await engine.metaGradient(network, tasks, alpha, innerSteps);
    expect(relativeError(found.gradient, expected.mamlMetaGradient)).toBeLessThan(TOLERANCE);
    expect(
      relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
    ).toBeLessThan(TOLERANCE);
  });
});
