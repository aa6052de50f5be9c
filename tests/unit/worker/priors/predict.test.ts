/** Priors on tasks: a first step that is also the last, told as an adaptation of weights is. */
import { expect, test } from 'vitest';
import { sampleTasks } from '#families/task.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { answersFor, PRIOR_NAMES } from '#training/priors.ts';
import { PLOT_GRID } from '#families/curve/edits.ts';
import { heldOutTasks } from '#training/training-plan.ts';
import { predict, priorLosses } from '#worker/priors/predict.ts';
import { queryLosses } from '#worker/query-losses.ts';

const settings = { ...DEFAULT_SETTINGS, innerSteps: 3 };
const tasks = sampleTasks(heldOutTasks(settings, 'points'), 0, 5, { shots: 10, queryPoints: 20 });
const noEngine = {
  evaluate: () => {
    throw new Error('Expected no engine to be asked.');
  },
};

test.each(PRIOR_NAMES.filter((prior) => answersFor(prior, settings)))(
  '%s: after the first step nothing changes',
  async (prior) => {
    const [task] = tasks;
    if (task === undefined) throw new Error('Expected a task.');
    const { series, predictions, deviations = [] } = predict({ prior, settings, task, gridX: PLOT_GRID });
    expect(series.queryLoss).toHaveLength(4);
    expect(predictions).toHaveLength(4);
    expect(deviations).toHaveLength(4);
    const [before = 0, first = 0] = series.queryLoss;
    expect(first).toBeLessThan(0.1 * before);
    expect(series.queryLoss.subarray(2)).toEqual(Float32Array.of(first, first));
    expect(predictions[3]).toBe(predictions[1]);
    expect(Math.max(...(deviations[1] ?? []))).toBeLessThan(Math.max(...(deviations[0] ?? [])));

    const { losses, stepCount } = await queryLosses(noEngine, { prior, settings }, tasks);
    expect(stepCount).toBe(4);
    expect(losses.subarray(0, 4)).toEqual(series.queryLoss);
    expect(losses).toEqual(priorLosses(prior, settings, tasks, 3).losses);
  },
);

test('what a prior knows are settings', () => {
  const lossesWith = (changes: Partial<typeof settings>, prior: 'gaussianProcess' | 'posterior') =>
    priorLosses(prior, { ...settings, ...changes }, tasks, 1).losses;
  const own = { lengthScale: 0.3, signalVariance: 9, noiseVariance: 0.5 };
  for (const [id, value] of Object.entries(own)) {
    expect(lossesWith({ [id]: value }, 'gaussianProcess')).not.toEqual(lossesWith({}, 'gaussianProcess'));
    expect(lossesWith({ [id]: value }, 'posterior')).toEqual(lossesWith({}, 'posterior'));
  }
  expect(lossesWith({ noise: 1 }, 'posterior')).not.toEqual(lossesWith({}, 'posterior'));
});
