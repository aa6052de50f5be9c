/** The tensor engine agrees with plain loops in float64 where tensors have odd sizes. */
import { expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import { chosen } from '../../repeats.ts';
import { expectAgreement, isSmoothThere, referenceOf } from '../agreement.ts';
import { engineUnderTest } from '../engine.ts';
import { problemOf, type RandomCase } from '../random-cases.ts';
import { casesHere } from '../twins.ts';

const engine = engineUnderTest();

const COMMON = {
  shots: 5,
  innerBatch: null,
  queryPoints: 7,
  innerSteps: 2,
  taskCount: 2,
  alpha: 0.02,
  seed: 2,
};

const CASES: readonly RandomCase[] = [
  // TensorFlow.js's own WebGL sigmoid wrote beside the edge here; see src/tensor/unary-kernels.ts.
  { ...COMMON, layerSizes: [1, 13, 7, 1], activation: 'sigmoid' },
  ...ACTIVATIONS.flatMap((activation) => [
    { ...COMMON, layerSizes: [1, 67, 5, 1], activation },
    { ...COMMON, layerSizes: [3, 11, 2], activation, shots: 1, innerSteps: 5 },
    {
      ...COMMON,
      layerSizes: [5, 1, 9, 13, 3],
      activation,
      shots: 9,
      innerBatch: 4,
      queryPoints: 1,
      taskCount: 3,
    },
  ]),
  { ...COMMON, layerSizes: [2, 3], activation: 'relu', taskCount: 1 },
];

// Every shape once, each in another activation.
const KEPT = chosen(CASES, ({ layerSizes: [inputs, first], activation }, index) => {
  if (index === 0 || index === CASES.length - 1) return true;
  return activation === (first === 67 ? 'sin' : inputs === 3 ? 'tanh' : 'softplus');
});
// WebGL compiles anew for every size.
const HERE = casesHere(KEPT, ({ activation }) => activation === 'sigmoid');

test.each(HERE)('$layerSizes $activation', async (random) => {
  const problem = problemOf(random);
  const reference = referenceOf(problem);
  expect(isSmoothThere(problem, reference)).toBe(true);
  await expectAgreement(engine, problem, reference);
});
