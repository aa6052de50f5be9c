/** Context parameters as inputs behind a network's own: taken apart, put together, read in a case and answered. */
import { expect, test } from 'vitest';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import { joinContext, splitContext } from '#formats/context-inputs.ts';
import { describeMetaGradient, readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import { predict } from '../../reference/float64-network.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const ARCHITECTURE = { layerSizes: [2, 4, 3, 1], activation: 'tanh' } as const;
const NETWORK = initialiseNetwork(ARCHITECTURE, 'glorot', 1);
const WEIGHTS = initialiseContext(ARCHITECTURE, 3, 'glorot', 1);
const WHOLE = joinContext({ network: NETWORK, contextWeights: WEIGHTS });

test('they are so many inputs more, and can be taken away again', () => {
  expect(WHOLE.architecture).toEqual({ layerSizes: [5, 4, 3, 1], activation: 'tanh' });
  expect(splitContext(WHOLE, 3)).toEqual({ network: NETWORK, contextWeights: WEIGHTS });
});

test('at zero they change no answer, elsewhere they do', () => {
  const answer = (...context: number[]) => predict(WHOLE, [0.3, -0.7, ...context]);
  expect(answer(0, 0, 0)).toEqual(predict(NETWORK, [0.3, -0.7]));
  expect(answer(0, 1, 0)).not.toEqual(answer(0, 0, 0));
});

function caseOf(change: object): string {
  const first = { name: '0.weight', shape: [1, 3], data: [1, 2, 3] };
  const points = { x: [[0.5]], y: [[1]] };
  return JSON.stringify({
    layers: [3, 1],
    activation: 'relu',
    learner: 'cavia',
    context: 2,
    alpha: 0.1,
    innerSteps: 1,
    parameters: [first, { name: '0.bias', shape: [1], data: [4] }],
    tasks: [{ support: points, query: points }],
    ...change,
  });
}

test('a case has them behind its inputs, and so has the answer', () => {
  const given = readMetaGradientCase(caseOf({}), 'a.json');
  expect(given.at.network.parameters).toEqual(Float32Array.of(1, 4));
  expect(given.at.contextWeights).toEqual(Float32Array.of(2, 3));
  const answer = {
    gradient: Float32Array.of(5, 6),
    alphaGradient: null,
    contextGradient: Float32Array.of(7, 8),
    meanQueryLossAfterAdaptation: 1,
  };
  expect(describeMetaGradient(given, answer, null)['metaGradient']).toEqual([
    { name: '0.weight', shape: [1, 3], data: [5, 7, 8] },
    { name: '0.bias', shape: [1], data: [6] },
  ]);
});

test.each([{ context: undefined }, { learner: 'ridgeHead' }, { context: 3 }])(
  'a case is refused with %j, naming the entry',
  (change) => {
    const { message } = refusalOf(() => readMetaGradientCase(caseOf(change), 'a.json'));
    expect(message).toContain('a.json, entry context');
  },
);
