import { describe, expect, test } from 'vitest';
import {
  QUESTIONS,
  questionsOf,
  standings,
  withTask,
  YOU,
} from '../../../../src/features/characters/duel/duel.ts';

describe('The questions of a task', () => {
  test('are different queries, the same for the same task, and others for another', () => {
    for (let task = 0; task < 50; task++) {
      const asked = questionsOf(1, task, 25);
      expect(new Set(asked).size).toBe(QUESTIONS);
      expect(asked.every((query) => query >= 0 && query < 25)).toBe(true);
      expect(questionsOf(1, task, 25)).toEqual(asked);
    }
    const all = new Set(Array.from({ length: 50 }, (_, task) => questionsOf(1, task, 25).join(' ')));
    expect(all.size).toBeGreaterThan(45);
  });

  test('come from all queries alike', () => {
    const counts = Array.from({ length: 25 }, () => 0);
    for (let task = 0; task < 1000; task++)
      for (const query of questionsOf(2, task, 25)) counts[query] = (counts[query] ?? 0) + 1;
    // 200 each, with a deviation of 12.6.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  test('are all queries where there are fewer', () => {
    expect(questionsOf(1, 0, 3).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });
});

describe('The standings', () => {
  const first = withTask({}, { [YOU]: [true, true, false, true], maml: [true, true, true, true] });

  test('are the mean of the tasks’ shares with its interval over the tasks', () => {
    const both = withTask(first, { [YOU]: [true, true, true, true], maml: [false, false, true, true] });
    const [best, other] = standings(both);
    expect(best).toMatchObject({ name: YOU, mean: 0.875 });
    expect(best?.confidence95).toBeCloseTo((1.96 * 0.125) / Math.SQRT2, 12);
    expect(other).toMatchObject({ name: 'maml', mean: 0.75 });
  });

  test('have the visitor first among equals', () => {
    const equal = withTask({}, { maml: [true], [YOU]: [true] });
    expect(standings(equal).map(({ name }) => name)).toEqual([YOU, 'maml']);
  });

  test('leave out who has not answered every task', () => {
    const later = withTask(first, { [YOU]: [true], maml: [true], anil: [true] });
    expect(standings(later).map(({ name }) => name)).not.toContain('anil');
    const gone = withTask(first, { [YOU]: [true] });
    expect(standings(gone).map(({ name }) => name)).toEqual([YOU]);
  });
});
