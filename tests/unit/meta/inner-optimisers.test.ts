/** Inner optimisers and rates of steps, on the tensor engine and in the float64 reference, as PyTorch has them in float64. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { relativeError } from '../../compare.ts';
import { testOptimisers } from '../../optimiser-agreement.ts';
import { RULE_CASES } from '../../oracle.ts';
import { type ReferenceProblem, referenceMetaGradient } from '../../reference/float64-maml.ts';

const engine = createTensorEngine();
beforeAll(async () => {
  await openBackend('cpu');
});

testOptimisers(RULE_CASES, 1e-5, () => engine);

const PROXIMAL = { lambda: 1, conjugateGradientSteps: 1 };

describe.each(RULE_CASES)('on $name the reference agrees with PyTorch', ({ at, expected, ...rest }) => {
  const problem: ReferenceProblem = {
    ...rest,
    ...at.network,
    rates: null,
    ...(at.stepRates === undefined ? {} : { stepRates: at.stepRates }),
    innerBatch: null,
    proximal: PROXIMAL,
  };
  test.each(expected.metaGradients)('in the meta-gradient of $algorithm', (theirs) => {
    const found = referenceMetaGradient(theirs.algorithm, problem);
    expect(relativeError(found.gradient, theirs.gradient)).toBeLessThan(1e-9);
    expect(relativeError(found.stepRateGradient ?? [0], theirs.stepRateGradient ?? [0])).toBeLessThan(1e-9);
    if (theirs.algorithm === 'anil') return;
    expect(relativeError(found.queryLosses.flat(), expected.queryLossByStep.flat())).toBeLessThan(1e-9);
  });
});
