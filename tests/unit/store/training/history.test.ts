/** A run's losses fit in bounded room, and averaging loses none of their weight. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrainingProgress } from '#training/meta-engine.ts';
import { EMPTY_HISTORY, extendHistory, lastStepOf, type LossHistory } from '#store/training/history.ts';

const MOST_POINTS = 400;

function progress(firstIteration: number, after: readonly number[]): TrainingProgress {
  const lossAfter = Float32Array.from(after);
  return { firstIteration, lossBefore: lossAfter.map((loss) => 2 * loss), lossAfter };
}

/** The history of reports of the given sizes, and the losses that went into it. */
function historyOf(sizes: readonly number[]): { history: LossHistory; losses: number[] } {
  const losses: number[] = [];
  let history = EMPTY_HISTORY;
  for (const size of sizes) {
    const fresh = Array.from({ length: size }, (_, step) => ((losses.length + step) * 7919) % 1000);
    history = extendHistory(history, progress(losses.length, fresh));
    losses.push(...fresh);
  }
  return { history, losses };
}

function total({ points, stride, rest }: LossHistory, pick: 'before' | 'after'): number {
  const sum = (of: LossHistory['points']) => of.reduce((so, point) => so + point[pick], 0);
  return stride * sum(points) + (rest === null ? 0 : rest.steps * rest[pick]);
}

const reports = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });

describe('a history', () => {
  test('keeps every meta-step while there is room', () => {
    const { history, losses } = historyOf([1, 2, 397]);
    expect(history.stride).toBe(1);
    expect(history.points.map(({ after }) => after)).toEqual(losses);
    expect(history.points.map(({ before }) => before)).toEqual(losses.map((loss) => 2 * loss));
    expect(history.points.map(({ iteration }) => iteration)).toEqual(losses.map((_, index) => index + 1));
  });

  test('averages neighbours once there is none', () => {
    const { history } = historyOf([...Array.from({ length: 400 }, () => 1), 1]);
    expect(history.stride).toBe(2);
    expect(history.points).toHaveLength(200);
    expect(history.points[0]).toEqual({ iteration: 2, before: 919, after: 459.5 });
    expect(history.rest).toMatchObject({ iteration: 401, steps: 1 });
  });

  test('never has more than 400 points', () => {
    fc.assert(
      fc.property(reports, (sizes) => {
        const { history } = historyOf(sizes);
        expect(history.points.length).toBeLessThanOrEqual(MOST_POINTS);
        expect(history.rest?.steps ?? 0).toBeLessThan(history.stride);
      }),
    );
  });

  test('never has more than 400 points, even after one long report', () => {
    expect(historyOf([5000]).history.points.length).toBeLessThanOrEqual(MOST_POINTS);
  });

  test('keeps the sum of all losses, each meta-step at its weight', () => {
    fc.assert(
      fc.property(reports, (sizes) => {
        const { history, losses } = historyOf(sizes);
        const sum = losses.reduce((so, loss) => so + loss, 0);
        expect(total(history, 'after')).toBeCloseTo(sum, 3);
        expect(total(history, 'before')).toBeCloseTo(2 * sum, 3);
        expect(history.points.length * history.stride + (history.rest?.steps ?? 0)).toBe(losses.length);
      }),
    );
  });

  test('has strictly increasing iterations, each the last of its average', () => {
    fc.assert(
      fc.property(reports, (sizes) => {
        const { points, stride } = historyOf(sizes).history;
        expect(points.map(({ iteration }) => iteration)).toEqual(
          points.map((_, index) => (index + 1) * stride),
        );
      }),
    );
  });

  test('tells the last meta-step alone, and nothing where it has been averaged with others', () => {
    expect(lastStepOf(EMPTY_HISTORY)).toBeNull();
    expect(lastStepOf(historyOf([3]).history)).toEqual({ iteration: 3, before: 1676, after: 838 });
    expect(lastStepOf(historyOf([401]).history)).toMatchObject({ iteration: 401 });
    expect(lastStepOf(historyOf([402]).history)).toBeNull();
    expect(lastStepOf(historyOf([803]).history)).toBeNull();
  });

  test('leaves the history before as it was', () => {
    const { history } = historyOf([400]);
    const before = structuredClone(history);
    extendHistory(history, progress(400, [1]));
    expect(history).toEqual(before);
  });
});
