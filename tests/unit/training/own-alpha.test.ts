/** With which α weights are judged where nobody asks for another. */
import { expect, test } from 'vitest';
import { ownAlpha } from '#training/learned.ts';

test('a context takes the steps of its training, all others those of the adaptation', () => {
  const settings = { alpha: 0.01, trainingAlpha: 1 };
  expect(ownAlpha('cavia', settings)).toBe(1);
  expect(ownAlpha('maml', settings)).toBe(0.01);
  expect(ownAlpha('anil', settings)).toBe(0.01);
});
