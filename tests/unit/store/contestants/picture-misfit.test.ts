/** Weights that were made for other pictures than the shown task has are told apart, with what they were made for. */
import { beforeAll, expect, test } from 'vitest';
import { loadFamily } from '#families/family-of.ts';
import { canBeAsked, type Contestant } from '#store/contestants/contestants.ts';
import { pictureMisfit } from '#store/contestants/picture-misfit.ts';
import { openPage } from '../../../fakes/fake-client.ts';

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

async function openCharacters() {
  const page = await openPage();
  page.state().chooseFamily('characters');
  const { random } = page.state().contestants;
  if (random === undefined) throw new Error('Expected an untrained network.');
  const made: Contestant = { ...random, id: 'maml' };
  return { ...page, made };
}

test('weights take part as long as classes and pixels are those that they were made for', async () => {
  const { state, made } = await openCharacters();
  const before = { ways: 5, side: 14 };
  expect(pictureMisfit(made, state().task)).toBeNull();
  for (const now of [
    { ways: 3, side: 14 },
    { ways: 5, side: 28 },
    { ways: 20, side: 28 },
  ]) {
    state().changeSettings(now);
    expect(canBeAsked(made, state().task)).toBe(false);
    expect(pictureMisfit(made, state().task)).toEqual({ made: before, now });
  }
  state().changeSettings(before);
  state().setNumber('shots', 5);
  state().setNumber('queryPoints', 2);
  expect(pictureMisfit(made, state().task)).toBeNull();
});

test('the untrained network follows the task, whatever classes and pictures it has', async () => {
  const { state } = await openCharacters();
  for (const change of [{ ways: 3 }, { side: 28 }, { ways: 20, side: 14 }]) {
    state().changeSettings(change);
    const { random } = state().contestants;
    expect(random !== undefined && canBeAsked(random, state().task)).toBe(true);
  }
});

test('nobody without weights, and nobody before a curve, was made for other pictures', async () => {
  const { state, made } = await openCharacters();
  state().setNumber('ways', 3);
  expect(pictureMisfit({ id: 'gaussianProcess' }, state().task)).toBeNull();
  state().chooseFamily('sinusoid');
  expect(pictureMisfit(made, state().task)).toBeNull();
});
