/** Every engine agrees with PyTorch in float64. */
import { describe, expect, test } from 'vitest';
import { relativeError } from '../compare.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { chosen, EVERY_REPEAT } from '../repeats.ts';
import { enginesUnderTest } from './engines.ts';
import { TILE } from './small-run.ts';
import { casesHere } from './twins.ts';

const TOLERANCE = 1e-4;
/** Read by iMAML alone, which the files do not hold; see implicit-gradient.test.ts. */
const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };
// In `npm test` self-check.test.ts alone asks for the page's tile, which takes long to compile.
const ENGINES = enginesUnderTest(EVERY_REPEAT ? undefined : () => TILE);
// One for each activation. On WebGL random-networks.test.ts has sigmoid and tanh, second-derivatives.test.ts softplus.
const ONE_EACH = chosen(ORACLE_CASES, ({ name }) => !name.startsWith('relu-1-16'));
const CASES = casesHere(ONE_EACH, ({ name }) => !/^(sigmoid|softplus|tanh)/.test(name));

test('every oracle file is there', () => {
  expect(ORACLE_CASES).toHaveLength(6);
});

describe.each(ENGINES)('the $name', ({ engineOf }) => {
  describe.each(CASES)('$name', ({ at: { network, rates }, tasks, alpha, innerSteps, expected }) => {
    const { architecture } = network;
    const everywhere = tasks.map(() => alpha);

    test('adapts to the same parameters, with the same losses at every step', async () => {
      const trajectories = await engineOf().adapt({
        architecture,
        parameters: tasks.map(() => network.parameters),
        rates: everywhere,
        tasks,
        innerSteps,
        gridX: new Float32Array(architecture.layerSizes[0] ?? 1),
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
      const request = { architecture, parameters, rates: everywhere, tasks, innerSteps };
      const found = await engineOf().evaluate(request);
      expect(relativeError(found.losses, expected.queryLossByStep.flat())).toBeLessThan(TOLERANCE);
    });

    const inner = { tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };

    test.each(expected.metaGradients)(
      'has the meta-gradient of $algorithm',
      async ({ algorithm, gradient, alphaGradient }) => {
        const at = { network, rates: algorithm === 'metaSgd' ? rates : null };
        const found = await engineOf().metaGradient({ algorithm, at, ...inner });
        expect(relativeError(found.gradient, gradient)).toBeLessThan(TOLERANCE);
        expect(found.alphaGradient === null).toBe(alphaGradient === null);
        expect(relativeError(found.alphaGradient ?? [0], alphaGradient ?? [0])).toBeLessThan(TOLERANCE);
        // Only these two adapt otherwise than MAML, whose loss the files hold.
        if (algorithm === 'anil' || algorithm === 'metaSgd') return;
        expect(
          relativeError([found.meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
        ).toBeLessThan(TOLERANCE);
      },
    );

    test('has MAML’s meta-gradient for Meta-SGD, if its rates are α everywhere', async () => {
      const at = { network, rates: null };
      const found = await engineOf().metaGradient({ algorithm: 'metaSgd', at, ...inner });
      const maml = expected.metaGradients.find(({ algorithm }) => algorithm === 'maml');
      expect(relativeError(found.gradient, maml?.gradient ?? [])).toBeLessThan(TOLERANCE);
      expect(found.alphaGradient).toHaveLength(network.parameters.length);
    });
  });
});
