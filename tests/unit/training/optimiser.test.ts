/** β falls as announced, and each optimiser gets its two numbers. */
import { describe, expect, test } from 'vitest';
import { adamRates } from '#training/adam.ts';
import { ANNEALINGS, annealedBeta, type OuterLoop, outerRates } from '#training/optimiser.ts';

const OUTER: OuterLoop = { optimiser: 'sgd', beta: 0.4, annealing: 'none', iterations: 100, clip: null };

describe('β', () => {
  test.each(ANNEALINGS)('begins as it is set: %s', (annealing) => {
    expect(annealedBeta({ ...OUTER, annealing }, 1)).toBe(0.4);
  });

  test('stays without annealing, also after the last iteration', () => {
    for (const iteration of [50, 100, 1000]) expect(annealedBeta(OUTER, iteration)).toBe(0.4);
  });

  test.each([
    { annealing: 'cosine' as const, afterQuarter: 0.2 * (1 + Math.SQRT1_2) },
    { annealing: 'linear' as const, afterQuarter: 0.3 },
  ])('falls to 0 after the last iteration, and never rises: $annealing', ({ annealing, afterQuarter }) => {
    const outer = { ...OUTER, annealing };
    expect(annealedBeta(outer, 26)).toBeCloseTo(afterQuarter, 12);
    expect(annealedBeta(outer, 51)).toBeCloseTo(0.2, 12);
    expect(annealedBeta(outer, 100)).toBeGreaterThan(0);
    for (const iteration of [101, 102, 5000]) expect(annealedBeta(outer, iteration)).toBe(0);
    for (let iteration = 1; iteration < 110; iteration++) {
      expect(annealedBeta(outer, iteration + 1)).toBeLessThanOrEqual(annealedBeta(outer, iteration));
    }
  });
});

test('Adam’s rates are those of the annealed β', () => {
  expect(outerRates({ ...OUTER, optimiser: 'adam', annealing: 'linear' }, 26)).toEqual(
    adamRates(26, 0.4 * 0.75),
  );
});

test('plain descent goes by β alone', () => {
  expect(outerRates({ ...OUTER, annealing: 'linear' }, 51)).toEqual({ rate: 0.2, epsilon: 0 });
});

test('neither optimiser moves when β has reached 0', () => {
  for (const optimiser of ['adam', 'sgd'] as const) {
    expect(outerRates({ ...OUTER, optimiser, annealing: 'cosine' }, 101).rate).toBe(0);
  }
});
