/** The nearest neighbour and prototypes answer by the support pictures alone, as their papers say. */
import { beforeAll, expect, test } from 'vitest';
import { nearestNeighbours } from '#families/characters/nearest-neighbour.ts';
import { loadFamily, pointCountsOf } from '#families/family-of.ts';
import { crossEntropy } from '#families/losses/cross-entropy.ts';
import { sampleTasks, type TaskData } from '#families/task.ts';
import { accuracyOf } from '#training/accuracy.ts';
import { answersFor } from '#training/priors.ts';
import { openingSettings } from '#training/settings.ts';
import { byDistance } from '#worker/priors/by-distance.ts';
import { predict, priorLosses } from '#worker/priors/predict.ts';
import { heldOutTasks } from '#training/training-plan.ts';

const SETTINGS = { ...openingSettings('characters'), shots: 3, innerSteps: 2 };
const SIZES = { pixels: 14 * 14, ways: 5 };

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

function tasksOf(shots: number): TaskData[] {
  const settings = { ...SETTINGS, shots };
  return sampleTasks(heldOutTasks(settings, 'points'), 0, 20, pointCountsOf(settings));
}

test('prototypes are the softmax of minus the squared distance to the mean of a class', () => {
  const support = { x: Float32Array.of(0, 0, 2, 0, 0, 4), y: Float32Array.of(1, 0, 1, 0, 0, 1), count: 3 };
  const { mean } = byDistance(support, { pixels: 2, ways: 2 }, 'mean')(Float32Array.of(1, 1, 0, 4));
  expect([...mean]).toEqual([-1, -10, -17, 0].map((value) => value || -0));
});

test('the nearest neighbour names the class of the nearest drawing', () => {
  for (const { support, query } of tasksOf(3)) {
    const named = byDistance(support, SIZES, 'nearest')(query.x).mean;
    const guesses = nearestNeighbours({ support, query });
    expect(accuracyOf(Float32Array.from(named), guesses, SIZES.ways)).toBe(1);
  }
});

test('from one drawing of each class both are the same', () => {
  for (const { support, query } of tasksOf(1)) {
    expect(byDistance(support, SIZES, 'mean')(query.x)).toEqual(
      byDistance(support, SIZES, 'nearest')(query.x),
    );
  }
});

test.each(['nearestNeighbour', 'prototypes'] as const)(
  '%s guesses evenly before the support pictures, is there after one step, and is judged as networks are',
  (prior) => {
    const tasks = tasksOf(3);
    const [task] = tasks;
    if (task === undefined) throw new Error('Expected a task.');
    const { series, predictions, deviations } = predict({
      prior,
      settings: SETTINGS,
      task,
      gridX: task.query.x,
    });
    expect(deviations).toBeUndefined();
    expect(predictions.map(({ length }) => length)).toEqual([125, 125, 125]);
    const [before, after, later] = series.accuracy ?? [];
    expect(before).toBeCloseTo(1 / 5);
    expect(series.queryLoss[0]).toBeCloseTo(Math.log(5));
    expect(later).toBe(after);
    expect(series.queryLoss[1]).toBeCloseTo(crossEntropy.of(predictions[1] ?? [], task.query.y, 5), 4);

    const { losses, accuracies = new Float32Array(), stepCount } = priorLosses(prior, SETTINGS, tasks, 2);
    expect(stepCount).toBe(3);
    expect(losses.subarray(0, 3)).toEqual(series.queryLoss);
    expect(accuracies.subarray(0, 3)).toEqual(series.accuracy);
    const mean = accuracies.filter((_, index) => index % 3 === 2).reduce((sum, share) => sum + share, 0) / 20;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(0.9);
  },
);

test('whoever knows pictures has no answer about curves, and the other way round', () => {
  expect(answersFor('prototypes', { family: 'characters' })).toBe(true);
  expect(answersFor('nearestNeighbour', { family: 'sinusoid' })).toBe(false);
  expect(answersFor('gaussianProcess', { family: 'characters' })).toBe(false);
  expect(answersFor('posterior', { family: 'characters' })).toBe(false);
});
