/** Features are asked of weights that fit the shown pictures, at the shown step. */
import { beforeAll, expect, test, vi } from 'vitest';
import { loadFamily } from '#families/family-of.ts';
import { isViewOf } from '#store/inside/inside-slice.ts';
import { openPage } from '../../../fakes/fake-client.ts';
import { eventually } from '../../../fakes/promises.ts';

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

test('features follow the shown step, and nobody is asked who was made for other pictures', async () => {
  const { state, client } = await openPage();
  state().chooseFamily('characters');
  const { random } = state().contestants;
  if (random === undefined) throw new Error('Expected an untrained network.');
  const made = { ...random, id: 'maml' } as const;
  expect(isViewOf('features', made, state().settings)).toBe(true);
  state().putContestant(made);
  state().lookInto('maml');
  state().showStep(2);
  state().openInside('features');
  await eventually(() => expect(state().seenFeatures?.steps).toBe(2));
  expect(state().seenFeatures?.contestant.id).toBe('maml');
  state().showStep(4);
  await eventually(() => expect(state().seenFeatures?.steps).toBe(4));
  const { features } = client().asked;
  expect(features.map(({ innerSteps }) => innerSteps)).toEqual([2, 4]);
  expect(features.at(-1)?.network).toBe(made.network);
  expect(features.at(-1)?.task.query).toBe(state().task.query);

  state().setNumber('ways', 3);
  await eventually(() => expect(state().seenFeatures).toBeNull());
  expect(client().asked.features).toHaveLength(2);
});

test('nothing is asked about a curve', async () => {
  const { state, client } = await openPage();
  const { random } = state().contestants;
  if (random === undefined) throw new Error('Expected an untrained network.');
  expect(isViewOf('features', random, state().settings)).toBe(false);
  state().openInside('features');
  await vi.dynamicImportSettled();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(client().asked.features).toEqual([]);
});
