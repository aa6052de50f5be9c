/** A map asks for each cell once, in turns, and anew only for what has changed. */
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { expect, test } from 'vitest';
import type { RequestOf } from '#engine/protocol.ts';
import { mappedContestants } from '#store/compare/error-map-slice.ts';
import { FakeWeights, openPage, storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';
import { deferred, settled } from '../../../fakes/promises.ts';

/** Cell c has error c at step 0, c + 1 at step 1. */
function errorsOf({ cells, settings }: RequestOf<'cellErrors'>): Float32Array {
  const stepCount = settings.innerSteps + 1;
  return Float32Array.from({ length: cells.length * stepCount }, (_, index) => {
    const cell = cells[Math.floor(index / stepCount)]?.number ?? Number.NaN;
    return cell + (index % stepCount);
  });
}

async function openToMap() {
  const page = await openPage({ cellErrors: async (request) => errorsOf(request) });
  page.state().setNumber('innerSteps', 1);
  page.state().putContestant({ id: 'maml', ...weightsOf('maml') });
  await settled();
  page.state().setErrorMapView({ size: 8 });
  const cellsAsked = () =>
    page.client().asked.cellErrors.flatMap(({ cells }) => cells.map((cell) => cell.number));
  return { ...page, cellsAsked };
}

const ALL_CELLS = Array.from({ length: 64 }, (_, cell) => cell);
const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);

test('every cell is asked once, with its own curve, and keeps its errors at every step', async () => {
  const { state, client, cellsAsked } = await openToMap();
  await state().drawErrorMap();
  expect(ascending(cellsAsked())).toEqual(ALL_CELLS);
  expect(client().asked.cellErrors.length).toBeGreaterThan(1);
  const layer = state().errorMap?.layers.maml;
  expect([...(layer?.errors ?? [])]).toEqual(ALL_CELLS.flatMap((cell) => [cell, cell + 1]));
  expect(layer?.known.every(Boolean)).toBe(true);
  expect(state().mapping).toBeNull();
  const first = client().asked.cellErrors[0]?.cells.find(({ number }) => number === 0);
  expect(first?.y).toBeGreaterThan(4);
});

test('a second contestant is asked alone, and what is known is not asked again', async () => {
  const { state, client, cellsAsked } = await openToMap();
  await state().drawErrorMap();
  state().setErrorMapView({ minus: 'random' });
  await settled();
  await state().drawErrorMap();
  expect(cellsAsked()).toHaveLength(2 * 64);
  const parameters = state().contestants.random?.network.parameters;
  expect(client().asked.cellErrors.at(-1)?.network?.parameters).toBe(parameters);
  expect(Object.keys(state().errorMap?.layers ?? {}).toSorted()).toEqual(['maml', 'random']);
});

test('other weights, settings or ranges are asked for anew', async () => {
  const { state, cellsAsked } = await openToMap();
  await state().drawErrorMap();
  state().putContestant({ id: 'maml', ...weightsOf('maml', 2) });
  await state().drawErrorMap();
  expect(cellsAsked()).toHaveLength(2 * 64);
  state().setNumber('alpha', 0.02);
  await state().drawErrorMap();
  expect(cellsAsked()).toHaveLength(3 * 64);
  state().setErrorMapView({ isBeyond: true });
  await state().drawErrorMap();
  expect(state().errorMap?.grid.y.to).toBe(10);
  expect(state().errorMap?.training.y.to).toBe(5);
});

test('one that is stopped keeps the cells that are known, and goes on from there', async () => {
  let answers = 0;
  const page = await openPage({
    cellErrors: async (request) => {
      answers += 1;
      if (answers === 3) page.state().stopErrorMap();
      return errorsOf(request);
    },
  });
  const { state, client } = page;
  state().setErrorMapView({ size: 8, of: 'random' });
  await state().drawErrorMap();
  const known = () => state().errorMap?.layers.random?.known.filter(Boolean).length ?? 0;
  expect(known()).toBeGreaterThan(0);
  expect(known()).toBeLessThan(64);
  const before = client().asked.cellErrors.length;
  await state().drawErrorMap();
  expect(known()).toBe(64);
  const numbers = client()
    .asked.cellErrors.slice(before)
    .flatMap(({ cells }) => cells);
  expect(numbers.length).toBeLessThan(64);
});

test('who is not there gives way to who is, and nobody is taken from themselves', () => {
  const contestant = { id: 'random', ...weightsOf('random') } as const;
  const state = { contestants: { random: contestant }, shipped: {}, hidden: [], settings: DEFAULT_SETTINGS };
  const view = { size: 8, isBeyond: false } as const;
  const mapped = (of: 'maml' | 'random', minus: 'random' | null) =>
    mappedContestants({ ...state, errorMapView: { ...view, of, minus } });
  expect(mapped('maml', null)).toEqual({ of: 'random', minus: null });
  expect(mapped('random', 'random')).toEqual({ of: 'random', minus: null });
});

/** Answers wait until they are told to come. */
async function openWithSlowMap() {
  const owed: { readonly answer: () => void; readonly refuse: (error: unknown) => void }[] = [];
  const page = await openPage({
    cellErrors: (request) =>
      new Promise((resolve, reject) => {
        owed.push({ answer: () => resolve(errorsOf(request)), refuse: reject });
      }),
  });
  page.state().setErrorMapView({ size: 8, of: 'random' });
  const answerAll = async () => {
    while (owed.length > 0) {
      owed.shift()?.answer();
      await settled();
    }
  };
  return { ...page, owed, answerAll };
}

test('one that is begun anew replaces the one under way', async () => {
  const { state, client, answerAll } = await openWithSlowMap();
  const first = state().drawErrorMap();
  await settled();
  state().setErrorMapView({ isBeyond: true });
  await answerAll();
  await first;
  expect(state().errorMap?.grid.y.to).toBe(10);
  expect(state().errorMap?.layers.random?.known.every(Boolean)).toBe(true);
  expect(state().mapping).toBeNull();
  // The first command of the one that was replaced is the only one.
  const amplitudes = client().asked.cellErrors.map(({ cells }) => cells.length);
  expect(amplitudes.reduce((sum, count) => sum + count, 0)).toBe(64 + (amplitudes[0] ?? 0));
});

test('one that fails is told, and keeps the cells that are known', async () => {
  const { state, owed } = await openWithSlowMap();
  const drawing = state().drawErrorMap();
  await settled();
  owed.shift()?.answer();
  await settled();
  owed.shift()?.refuse(new Error('No memory.'));
  await drawing;
  expect(state().notices).toMatchObject([{ message: 'No memory.' }]);
  expect(state().mapping).toBeNull();
  expect(state().errorMap?.layers.random?.known.filter(Boolean).length).toBeGreaterThan(0);
});

test('one that was stopped fails in silence', async () => {
  const { state, owed } = await openWithSlowMap();
  const drawing = state().drawErrorMap();
  await settled();
  state().stopErrorMap();
  owed.shift()?.refuse(new Error('The engine was closed.'));
  await drawing;
  expect(state().notices).toEqual([]);
});

test('one whose engine is lost goes on in the next', async () => {
  const { state, client, clients, answerAll, owed } = await openWithSlowMap();
  const drawing = state().drawErrorMap();
  await settled();
  client().listener.lost({ code: 'engine-failed', message: 'Gone.', hint: '' });
  owed.length = 0;
  await settled();
  expect(clients).toHaveLength(2);
  await answerAll();
  await drawing;
  expect(state().errorMap?.layers.random?.known.every(Boolean)).toBe(true);
  expect(state().notices).toEqual([]);
});

test('one that is stopped before its weights are here asks for nothing', async () => {
  const weights = deferred<ReturnType<typeof weightsOf>>();
  const { state, client } = storeWithFakes({}, new FakeWeights({ maml: () => weights.promise }));
  await state().openEngine(null);
  void state().openShippedWeights();
  await settled();
  const drawing = state().drawErrorMap();
  state().stopErrorMap();
  weights.resolve(weightsOf('maml'));
  await drawing;
  expect(state().errorMap).toBeNull();
  expect(client().asked.cellErrors).toEqual([]);
});
