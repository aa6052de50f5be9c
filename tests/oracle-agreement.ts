/** What it means that an engine agrees with PyTorch in float64. */
import { describe, expect, test } from 'vitest';
import type { MetaEngine } from '#training/meta-engine.ts';
import type { ContextCase, DescentCase, SolvedCase } from '#training/self-check.ts';
import { inputSize } from '#models/architecture.ts';
import { adaptationOf } from '#training/learned.ts';
import { relativeError } from './compare.ts';

/** Read by iMAML alone, which the files do not hold; see implicit-gradient.test.ts. */
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };

/** Tests of an engine on cases; `engineOf` is called in a test. */
export function testAgainstOracle(
  cases: readonly DescentCase[],
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

/** Tests of an engine's ridge head on cases; `engineOf` is called in a test. */
export function testAgainstSolvedOracle(
  cases: readonly SolvedCase[],
  tolerance: number,
  engineOf: () => MetaEngine,
): void {
  describe.each(cases)('$name', ({ at, loss, tasks, alpha, innerSteps, expected }) => {
    const { architecture, parameters } = at.network;
    const [task] = tasks;
    const request = {
      architecture,
      loss,
      parameters: tasks.map(() => parameters),
      rates: tasks.map(() => ({ logLambda: at.logLambda ?? NaN })),
      tasks,
      innerSteps: 3,
    };

    test('is solved by the same heads in its first step, and stays there', async () => {
      const found = await engineOf().adapt({ ...request, gridX: task?.query.x ?? new Float32Array() });
      found.forEach(({ adapted, series: { queryLoss, distanceMoved }, predictions }, index) => {
        expect(relativeError(adapted, expected.adaptedParameters[index] ?? [])).toBeLessThan(tolerance);
        expect(queryLoss).toHaveLength(4);
        expect([queryLoss[2], queryLoss[3]]).toEqual([queryLoss[1], queryLoss[1]]);
        expect(distanceMoved?.[0]).toBe(0);
        expect(predictions).toHaveLength(4);
      });
      const [first] = found;
      expect(relativeError(first?.predictions[3] ?? [], expected.queryPredictions[0] ?? [])).toBeLessThan(
        tolerance,
      );
    });

    test('evaluates to the same query losses', async () => {
      const { losses, stepCount } = await engineOf().evaluate(request);
      expect(stepCount).toBe(4);
      const after = losses.filter((_, index) => index % stepCount === 1);
      const mean = after.reduce((sum, one) => sum + one, 0) / tasks.length;
      expect(relativeError([mean], [expected.meanQueryLossAfterAdaptation])).toBeLessThan(tolerance);
    });

    test('has the meta-gradient, that of log λ included', async () => {
      const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
      const found = await engineOf().metaGradient({ algorithm: 'ridgeHead', at, ...inner });
      expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(tolerance);
      expect(relativeError([found.logLambdaGradient ?? NaN], [expected.logLambdaGradient])).toBeLessThan(
        tolerance,
      );
      const lossAfter = [found.meanQueryLossAfterAdaptation];
      expect(relativeError(lossAfter, [expected.meanQueryLossAfterAdaptation])).toBeLessThan(tolerance);
    });

    test('adapts in one batch with networks that take gradient steps', async () => {
      const steps = { ...request, gridX: new Float32Array(inputSize(architecture)) };
      const descending = { ...steps, rates: tasks.map(() => 0.01) };
      const mixed = {
        ...steps,
        rates: tasks.map((_, pair) => (pair === 0 ? 0.01 : (request.rates[pair] ?? 0.01))),
      };
      const engine = engineOf();
      const [both, solved, descended] = [
        await engine.adapt(mixed),
        await engine.adapt(steps),
        await engine.adapt(descending),
      ];
      expect(both).toEqual([descended[0], ...solved.slice(1)]);
    });
  });
}

/** Tests of how an engine moves context parameters on cases; `engineOf` is called in a test. */
export function testAgainstContextOracle(
  cases: readonly ContextCase[],
  tolerance: number,
  engineOf: () => MetaEngine,
): void {
  describe.each(cases)('$name', ({ at, loss, tasks, alpha, innerSteps, expected }) => {
    const { architecture, parameters } = at.network;
    const rule = adaptationOf('cavia', at, alpha, null);
    const request = {
      architecture,
      loss,
      parameters: tasks.map(() => parameters),
      rates: tasks.map(() => rule),
      tasks,
      innerSteps,
    };
    const gridX = new Float32Array(inputSize(architecture));
    const isAsExpected = (found: number) =>
      expect(relativeError([found], [expected.meanQueryLossAfterAdaptation])).toBeLessThan(tolerance);

    test('adapts to the same contexts, within the first bias', async () => {
      const found = await engineOf().adapt({ ...request, gridX });
      found.forEach(({ adapted }, task) => {
        expect(relativeError(adapted, expected.adaptedParameters[task] ?? [])).toBeLessThan(tolerance);
      });
      const last = found.map(({ series }) => series.queryLoss[innerSteps] ?? NaN);
      isAsExpected(last.reduce((sum, one) => sum + one, 0) / tasks.length);
    });

    test('evaluates to the same query losses', async () => {
      const { losses, stepCount } = await engineOf().evaluate(request);
      expect(stepCount).toBe(innerSteps + 1);
      const last = losses.filter((_, index) => index % stepCount === innerSteps);
      isAsExpected(last.reduce((sum, one) => sum + one, 0) / tasks.length);
    });

    test('has the meta-gradient, that of the context weights included', async () => {
      const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
      const found = await engineOf().metaGradient({ algorithm: 'cavia', at, ...inner });
      expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(tolerance);
      expect(relativeError(found.contextGradient ?? [], expected.contextGradient)).toBeLessThan(tolerance);
      isAsExpected(found.meanQueryLossAfterAdaptation);
    });

    test('adapts in one batch with networks that take other steps, and with fewer context parameters', async () => {
      const alone = {
        contextWeights: (at.contextWeights ?? parameters).filter((_, index) => index % 3 === 0),
        alpha,
      };
      const mixed = [0.01, alone, rule];
      const pairs = { parameters: mixed.map(() => parameters), tasks: tasks.slice(0, mixed.length) };
      const both = await engineOf().adapt({ ...request, ...pairs, rates: mixed, gridX });
      for (const [pair, own] of mixed.entries()) {
        const [single] = await engineOf().adapt({
          ...request,
          parameters: [parameters],
          rates: [own],
          tasks: tasks.slice(pair, pair + 1),
          gridX,
        });
        expect(relativeError(both[pair]?.adapted ?? [], single?.adapted ?? [])).toBeLessThan(tolerance);
      }
    });
  });
}
