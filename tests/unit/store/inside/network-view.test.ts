/** The network unit by unit: for whom there is such a view, and from what it is drawn. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { USUAL_CONV } from '#models/conv.ts';
import { isViewOf } from '#store/inside/inside-slice.ts';
import { openPage, weightsOf } from '../../../fakes/fake-client.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Until all that was asked for has been answered. */
const rest = () => vi.advanceTimersByTimeAsync(3000);

test('is a view of perceptrons that learn curves, and of no others', () => {
  const maml = { id: 'maml', ...weightsOf('maml') } as const;
  expect(isViewOf('network', maml, { family: 'sinusoid' })).toBe(true);
  expect(isViewOf('network', maml, { family: 'characters' })).toBe(false);
  const network = { ...maml.network, architecture: USUAL_CONV };
  expect(isViewOf('network', { ...maml, network }, { family: 'sinusoid' })).toBe(false);
});

test('is drawn from the path of the parameters, which is asked for anew for another task', async () => {
  const opening = openPage({});
  await rest();
  const { state, client } = await opening;
  state().putContestant({ id: 'maml', ...weightsOf('maml') });
  await rest();
  state().openInside('network');
  await vi.dynamicImportSettled();
  await rest();
  expect(client().asked.follow).toHaveLength(1);
  state().newTask();
  await rest();
  expect(client().asked.follow).toHaveLength(2);
  expect(state().parameterPath?.id).toBe('maml');
});
