/** The papers' tables are judged by the shipped weights, under the papers' settings and not the page's. */
import { expect, test } from 'vitest';
import { PUBLISHED_TABLES, TUNED_ALPHA } from '#training/published.ts';
import type { EvaluationAnswer, RequestOf } from '#engine/protocol.ts';
import type { Manifest } from '#formats/manifest.ts';
import type { ShippedWeights } from '#store/contestants/shipped-weights.ts';
import { storeWithFakes, weightsOf } from '../../../fakes/fake-client.ts';

const METHODS = ['pretrained', 'multiTask', 'maml'] as const;
const BENCHMARK = [5, 10, 20].flatMap((shots) =>
  (['maml', 'metaSgd'] as const).map((method) => ({
    method,
    shots,
    file: `benchmark/${method}-${shots}`,
    iteration: 9,
  })),
);

/** Ships what the tables need; the seed of the weights is the number of their file. */
function shippedWeights(): ShippedWeights {
  const manifest: Manifest = {
    version: 2,
    weights: METHODS.map((method) => ({
      contestant: method,
      algorithm: method,
      shots: 5,
      file: method,
      iteration: 9,
      command: '',
    })),
    timeline: [],
    benchmark: BENCHMARK,
  };
  return {
    list: async () => manifest,
    read: async (file) => {
      const entry = BENCHMARK.find((candidate) => candidate.file === file);
      return entry === undefined
        ? weightsOf(METHODS.find((method) => method === file) ?? 'maml')
        : weightsOf(entry.method, entry.shots);
    },
  };
}

/** At step k on K points, every task has loss k + K/100. */
function lossesOf({ count, settings }: RequestOf<'evaluate'>): EvaluationAnswer {
  const stepCount = settings.innerSteps + 1;
  const losses = Float32Array.from(
    { length: count * stepCount },
    (_, index) => (index % stepCount) + settings.shots / 100,
  );
  return { losses };
}

async function openWithShipped() {
  const page = storeWithFakes({ evaluate: async (request) => lossesOf(request) }, shippedWeights());
  await page.state().openEngine(null);
  await page.state().openShippedWeights();
  return page;
}

test('MAML’s table is judged on 5 points, at every printed step, by one adaptation a row', async () => {
  const { state, client } = await openWithShipped();
  state().setNumber('shots', 20);
  state().setNumber('alpha', 0.5);
  await state().reproduce('mamlTable2', 40);
  const asked = client().asked.evaluate;
  expect(
    new Set(asked.map(({ settings }) => `${settings.shots} ${settings.innerSteps} ${settings.seed}`)),
  ).toEqual(new Set(['5 10 1']));
  // The baselines also at their best α.
  expect(asked.map(({ rates }) => rates).filter((rate) => rate === 0.01).length).toBeGreaterThan(0);
  expect(new Set(asked.map(({ rates }) => rates))).toEqual(new Set([0.01, ...Object.values(TUNED_ALPHA)]));
  expect(asked.every(({ settings }) => settings.queryPoints === 100)).toBe(true);
  expect(asked.reduce((sum, { count }) => sum + count, 0)).toBe(5 * 40);
  const { tasks, rows = [] } = state().reproductions.mamlTable2 ?? {};
  expect(tasks).toBe(40);
  for (const row of rows) {
    expect(row.map((summary) => summary?.mean)).toEqual(
      [1, 5, 10].map((step) => expect.closeTo(step + 0.05, 5)),
    );
  }
  expect(rows).toHaveLength(5);
  expect(state().reproducing).toBeNull();
});

test('Meta-SGD’s table is judged at each number of points, by networks of its own', async () => {
  const { state, client } = await openWithShipped();
  await state().reproduce('metaSgdTable1', 10);
  const rows = state().reproductions.metaSgdTable1?.rows ?? [];
  for (const row of rows) {
    expect(row.map((summary) => summary?.mean)).toEqual(
      [5, 10, 20].map((shots) => expect.closeTo(1 + shots / 100, 5)),
    );
  }
  expect(rows).toHaveLength(6);
  const metaSgd = client().asked.evaluate.filter(({ rates }) => typeof rates !== 'number');
  expect(metaSgd.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 3 * 10);
});

test('one that is stopped keeps the figures that are complete', async () => {
  let answers = 0;
  const page = storeWithFakes(
    {
      evaluate: async (request) => {
        answers += 1;
        if (answers === 2) page.state().stopReproducing();
        return lossesOf(request);
      },
    },
    shippedWeights(),
  );
  await page.state().openEngine(null);
  await page.state().openShippedWeights();
  await page.state().reproduce('mamlTable2', 4);
  const { reproductions, reproducing } = page.state();
  expect(reproductions.mamlTable2?.rows.map((row) => row.every((summary) => summary !== null))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(reproducing).toBeNull();
  expect(answers).toBe(2);
});

test('weights that do not ship are named', async () => {
  const { state } = storeWithFakes();
  await state().openEngine(null);
  await state().reproduce('metaSgdTable1', 10);
  expect(state().notices).toMatchObject([{ code: 'weights-file-damaged' }]);
  expect(state().reproductions).toEqual({});
});

test('a row opens the paper’s settings with its weights', async () => {
  const { state } = await openWithShipped();
  state().setNumber('seed', 7);
  await state().openPublished('mamlTable2', 1);
  expect(state().settings).toMatchObject({ algorithm: 'pretrained', shots: 5, alpha: 0.01, seed: 7 });
  expect(state().hidden).toContain('random');
  for (const method of METHODS) expect(state().hidden).not.toContain(method);

  const index = PUBLISHED_TABLES.metaSgdTable1.rows.findIndex(
    ({ method, trainedShots }) => method === 'metaSgd' && trainedShots === 10,
  );
  await state().openPublished('metaSgdTable1', index);
  expect(state().settings).toMatchObject({
    algorithm: 'metaSgd',
    shots: 10,
    frequencyFrom: 0.8,
    frequencyTo: 1.2,
  });
  expect(state().contestants.imported?.details).toMatchObject({ origin: 'metaSgd', settings: { seed: 10 } });
});

test('one that is begun anew replaces the one under way', async () => {
  let answers = 0;
  let next = Promise.resolve();
  const page = storeWithFakes(
    {
      evaluate: async (request) => {
        answers += 1;
        if (answers === 1) next = page.state().reproduce('metaSgdTable1', 4);
        return lossesOf(request);
      },
    },
    shippedWeights(),
  );
  await page.state().openEngine(null);
  await page.state().openShippedWeights();
  await page.state().reproduce('mamlTable2', 4);
  await next;
  expect(Object.keys(page.state().reproductions)).toEqual(['metaSgdTable1']);
  expect(page.state().reproducing).toBeNull();
});

test('it tells how many tasks are judged, of all rows together', async () => {
  const seen = new Set<string>();
  const page = await openWithShipped();
  page.store.subscribe(({ reproducing }) => {
    if (reproducing !== null) seen.add(`${reproducing.done} of ${reproducing.of}`);
  });
  await page.state().reproduce('mamlTable2', 16);
  expect([...seen]).toEqual(['0 of 80', '16 of 80', '32 of 80', '48 of 80', '64 of 80', '80 of 80']);
});

test('one that fails is told, and keeps the figures that are complete', async () => {
  let answers = 0;
  const { state } = await (async () => {
    const page = storeWithFakes(
      {
        evaluate: async (request) => {
          answers += 1;
          if (answers === 2) throw new Error('No memory.');
          return lossesOf(request);
        },
      },
      shippedWeights(),
    );
    await page.state().openEngine(null);
    await page.state().openShippedWeights();
    return page;
  })();
  await state().reproduce('mamlTable2', 4);
  expect(state().notices).toMatchObject([{ message: 'No memory.' }]);
  expect(state().reproducing).toBeNull();
  expect(state().reproductions.mamlTable2?.rows[0]?.every((summary) => summary !== null)).toBe(true);
});
