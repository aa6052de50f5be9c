/** Every learner has its formula: a new one may come without, but none that is there loses it. */
import { expect, test } from 'vitest';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { META_GRADIENTS } from '#features/learn/formulas.ts';

test.each(TRAINING_ALGORITHMS)('%s has a formula, also in plain characters', (algorithm) => {
  const { tex, label } = META_GRADIENTS[algorithm] ?? { tex: '', label: '' };
  expect(tex).not.toBe('');
  expect(label).not.toBe('');
});
