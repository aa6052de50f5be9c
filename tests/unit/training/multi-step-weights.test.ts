/** The weights of the multi-step loss go from all steps alike to the last alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiStepEpoch, multiStepWeights } from '#training/multi-step-weights.ts';

test('a run begins with the same weight for every step', () => {
  for (const weight of multiStepWeights(5, 0, 1000)) expect(weight).toBeCloseTo(1 / 5, 12);
});

test('they sum to 1, are not negative, and the last is the largest', () => {
  const whole = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(whole(16), fc.nat(100_000), whole(100_000), (innerSteps, iteration, iterations) => {
      const weights = multiStepWeights(innerSteps, iteration, iterations);
      expect(weights).toHaveLength(innerSteps);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(weights.at(-1)).toBeCloseTo(Math.max(...weights), 12);
    }),
  );
});

test('they stay for an epoch, a hundredth of the run', () => {
  expect(multiStepEpoch(1000)).toBe(10);
  expect(multiStepWeights(3, 9, 1000)).toEqual(multiStepWeights(3, 0, 1000));
  expect(multiStepWeights(3, 10, 1000)).not.toEqual(multiStepWeights(3, 9, 1000));
});

test('after fifteen epochs the last step is all', () => {
  expect(multiStepWeights(4, 149, 1000)[0]).toBeGreaterThan(0);
  expect(multiStepWeights(4, 150, 1000)).toEqual([0, 0, 0, 1]);
  expect(multiStepWeights(4, 999, 1000)).toEqual([0, 0, 0, 1]);
});

test('the shortest runs have epochs of one iteration', () => {
  expect(multiStepEpoch(1)).toBe(1);
  expect(multiStepWeights(2, 0, 1)).toEqual([0.5, 0.5]);
});

test('a single step has all the weight', () => {
  for (const iteration of [0, 7, 999]) expect(multiStepWeights(1, iteration, 1000)).toEqual([1]);
});
