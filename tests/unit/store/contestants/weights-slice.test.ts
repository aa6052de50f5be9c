/** Weights on their way out of the page, and in. */
import { expect, test } from 'vitest';
import { openPage, SNAPSHOT, storeWithFakes, TRAJECTORY, weightsOf } from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';
import { refusalOf } from '../../../fakes/refusal.ts';

test('before any inner step, weights are those of the initialisation, and no engine is needed', async () => {
  const { state } = storeWithFakes();
  const { network, rates, details } = state().contestants.random ?? {};
  expect(await state().adaptedWeights('random', 0)).toEqual({ network, rates, details });
});

test('after some, they are what the engine has adapted on the task on screen, and say so', async () => {
  const adapted = Float32Array.of(1, 2, 3);
  const { state, client } = await openPage({
    adapt: async ({ parameters }) => parameters.map(() => ({ ...TRAJECTORY, adapted })),
  });
  state().setNumber('alpha', 0.05);
  await settled();
  const weights = await state().adaptedWeights('random', 3);
  expect(client().asked.adapt.at(-1)).toMatchObject({ innerSteps: 3, rates: [0.05] });
  expect(weights.network.parameters).toEqual(adapted);
  const { x, y } = state().task.support;
  expect(weights.details).toMatchObject({
    origin: 'random',
    evaluation: null,
    adapted: { steps: 3, alpha: 0.05, support: { x: [...x], y: [...y] } },
  });
});

test('of Meta-SGD name no α, since each parameter has its own', async () => {
  const { state } = await openPage();
  state().importWeights(weightsOf('metaSgd'));
  const { details, rates } = await state().adaptedWeights('imported', 1);
  expect(details.adapted?.alpha).toBeNull();
  expect(rates).toEqual(state().contestants.imported?.rates);
});

test('of nobody are refused', async () => {
  const { state } = storeWithFakes();
  await expect(state().adaptedWeights('imaml', 0)).rejects.toMatchObject({ code: 'input-invalid' });
});

test('a run goes out with its optimiser’s state, and nothing does without a run', async () => {
  const { state } = await openPage();
  await expect(state().runCheckpoint()).rejects.toMatchObject({ code: 'input-invalid' });
  const training = state().train();
  await settled();
  const { settings } = state();
  expect(await state().runCheckpoint()).toEqual({
    settings,
    snapshot: SNAPSHOT,
    tasksDigest: null,
    startedFrom: null,
  });
  await state().pauseTraining();
  await training;
});

test('points of the user’s become those of the task, and those off the plot are refused', async () => {
  const { state } = await openPage();
  const { shots } = state().settings;
  state().placePoints({ x: Float32Array.of(-1, 2), y: Float32Array.of(0.5, -3), count: 2 });
  const { x, y, count } = state().task.support;
  expect({ x: [...x], y: [...y], count }).toEqual({ x: [-1, 2], y: [0.5, -3], count: 2 });
  expect(state().settings.shots).toBe(shots);
  const beyond = { x: Float32Array.of(6), y: Float32Array.of(0), count: 1 };
  expect(refusalOf(() => state().placePoints(beyond)).code).toBe('input-invalid');
  expect(state().task.support.count).toBe(2);
});
