/** Two contestants on the same tasks: the interval of their mean difference, and what may be said of it. */
import { describe, expect, test } from 'vitest';
import { FEWEST_PAIRED_TASKS, pairedDifference, verdictOf } from '#training/pairing.ts';

const NO_THRESHOLD = Number.MAX_VALUE;

/** Losses of so many tasks whose difficulty varies far more than the contestants do. */
function hardAndEasy(tasks: number, advantage: (task: number) => number): [number[], number[]] {
  const second = Array.from({ length: tasks }, (_, task) => 1 + 100 * (task % 7));
  return [second.map((loss, task) => loss - advantage(task)), second];
}

describe('the difference', () => {
  test('is the mean over tasks, with 1.96·s/√N of the differences', () => {
    const difference = pairedDifference([1, 2, 3, 6], [2, 2, 5, 9], NO_THRESHOLD);
    // −1, 0, −2, −3: mean −1.5, squares 5, s² = 5/3.
    expect(difference.mean).toBeCloseTo(-1.5, 12);
    expect(difference.confidence95).toBeCloseTo((1.96 * Math.sqrt(5 / 3)) / 2, 12);
    expect(difference).toMatchObject({ tasks: 4, firstBetter: 3, secondBetter: 0 });
  });

  test('of a contestant with itself is none', () => {
    expect(pairedDifference([1, 5], [1, 5], NO_THRESHOLD)).toEqual({
      tasks: 2,
      diverged: 0,
      mean: 0,
      confidence95: 0,
      firstBetter: 0,
      secondBetter: 0,
    });
  });

  test('counts a loss that is no number as the larger one, and tells no mean', () => {
    expect(pairedDifference([1, NaN, Infinity, 1], [2, 3, 4, NaN], 100)).toEqual({
      tasks: 4,
      diverged: 3,
      mean: null,
      confidence95: null,
      firstBetter: 2,
      secondBetter: 2,
    });
  });

  test('tells no mean either where a loss is finite but has diverged', () => {
    const [first, second] = [
      [...Array.from({ length: 99 }, () => 1), 101],
      Array.from({ length: 100 }, () => 2),
    ];
    expect(pairedDifference(first, second, 100)).toMatchObject({ diverged: 1, mean: null, firstBetter: 99 });
    expect(verdictOf(pairedDifference(first, second, 100))).toBe('significantCount');
    expect(pairedDifference(first, second, 200)).toMatchObject({ diverged: 0, mean: expect.closeTo(0, 1) });
    expect(pairedDifference(first, second, 100, 200)).toMatchObject({ diverged: 1 });
    expect(pairedDifference(second, first, 100, 200)).toMatchObject({ diverged: 0 });
  });

  test('asks for as many losses of both', () => {
    expect(() => pairedDifference([1, 2], [1], NO_THRESHOLD)).toThrow('found 2 and 1');
    expect(() => pairedDifference([], [], NO_THRESHOLD)).toThrow('at least one');
  });
});

describe('the verdict', () => {
  test('finds a small steady advantage, however much the tasks differ', () => {
    const [first, second] = hardAndEasy(100, (task) => 0.2 + 0.1 * (task % 2));
    expect(verdictOf(pairedDifference(first, second, NO_THRESHOLD))).toBe('significant');
    expect(verdictOf(pairedDifference(second, first, NO_THRESHOLD))).toBe('significant');
  });

  test('does not take luck for an advantage', () => {
    const [first, second] = hardAndEasy(100, (task) => (task % 2 === 0 ? 1 : -1.05));
    expect(verdictOf(pairedDifference(first, second, NO_THRESHOLD))).toBe('undecided');
  });

  test('is not given on too few tasks', () => {
    const [first, second] = hardAndEasy(FEWEST_PAIRED_TASKS - 1, () => 1);
    expect(verdictOf(pairedDifference(first, second, NO_THRESHOLD))).toBe('tooFew');
  });

  test('counts tasks where a mean is not finite', () => {
    const broken = (wins: number) =>
      Array.from({ length: 100 }, (_, task) => (task === 99 ? Infinity : task < wins ? 0 : 2));
    const ones = Array.from({ length: 100 }, () => 1);
    expect(verdictOf(pairedDifference(broken(70), ones, NO_THRESHOLD))).toBe('significantCount');
    expect(verdictOf(pairedDifference(broken(30), ones, NO_THRESHOLD))).toBe('significantCount');
    expect(verdictOf(pairedDifference(broken(55), ones, NO_THRESHOLD))).toBe('undecidedCount');
  });
});
