/** Looking into a contestant: what is computed when, and from what. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SecondOrderReport } from '#training/second-order.ts';
import type { AnswerOf } from '#engine/protocol.ts';
import { isViewOf, lookedInto, type LookingInto } from '#store/inside/inside-slice.ts';
import { MAP_SIZE } from '#store/inside/map-grid.ts';
import { type Answers, openPage, weightsOf } from '../../../fakes/fake-client.ts';
import { deferred } from '../../../fakes/promises.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Until all that was asked for has been answered. */
const rest = () => vi.advanceTimersByTimeAsync(3000);

function report(angle: number): SecondOrderReport {
  return { angle, relativeDifference: 1, exactNorm: 2, firstOrderNorm: 3, layers: [] };
}

function contestantOf(state: LookingInto) {
  const contestant = lookedInto(state);
  if (contestant === null) throw new Error('Expected a contestant.');
  return contestant;
}

/** A page whose gauge answers with α·n. */
async function pageWithMaml(answers: Partial<Answers> = {}) {
  const opening = openPage({
    gauge: async ({ settings }) => report(settings.trainingAlpha * settings.trainingSteps),
    ...answers,
  });
  await rest();
  const page = await opening;
  page.state().putContestant({ id: 'maml', ...weightsOf('maml') });
  await rest();
  return page;
}

describe('nothing is computed', () => {
  test('for a view that nobody looks at', async () => {
    const { state, client } = await pageWithMaml();
    state().newTask();
    state().setNumber('alpha', 0.02);
    await rest();
    expect([client().asked.gauge, client().asked.mapPlane, client().asked.follow]).toEqual([[], [], []]);
    state().openInside('parameters');
    await vi.dynamicImportSettled();
    await rest();
    expect(client().asked.follow).toHaveLength(1);
    expect(client().asked.gauge).toEqual([]);
    state().openInside(null);
    state().newTask();
    await rest();
    expect(client().asked.follow).toHaveLength(1);
  });
});

describe('a view whose engine is lost', () => {
  const LOST = { code: 'engine-failed', message: 'Gone.', hint: '' } as const;

  test.each(['gauge', 'parameters', 'network', 'map', 'twoTasks'] as const)(
    'is computed by the next one: %s',
    async (view) => {
      const page = await pageWithMaml();
      page.state().openInside(view);
      await vi.dynamicImportSettled();
      await rest();
      const before = page.client();
      before.listener.lost(LOST);
      before.close();
      await vi.dynamicImportSettled();
      await rest();
      expect(page.client()).not.toBe(before);
      const { gauge, follow, mapLosses, twoTaskPull } = page.client().asked;
      expect(
        { gauge, parameters: follow, network: follow, map: mapLosses, twoTasks: twoTaskPull }[view].length,
      ).toBeGreaterThan(0);
      expect(page.state().mapProgress).toBeNull();
      expect(page.state().notices).toEqual([]);
    },
  );
});

test.each(['gauge', 'parameters', 'network', 'map', 'twoTasks'] as const)(
  'a view that fails is told: %s',
  async (view) => {
    const fails = () => Promise.reject(new Error('No memory.'));
    const { state } = await pageWithMaml({
      gauge: fails,
      follow: fails,
      mapPlane: fails,
      twoTaskPlane: fails,
    });
    state().openInside(view);
    await rest();
    expect(state().notices.map(({ message }) => message)).toEqual(['No memory.']);
    expect(state().mapProgress).toBeNull();
  },
);

describe('the gauge', () => {
  test('reads both gradients at its own α and n, then both curves', async () => {
    const { state, client } = await pageWithMaml();
    state().setGauge({ alpha: 0.1, steps: 2 });
    state().openInside('gauge');
    await rest();
    expect(state().gaugeReport).toEqual(report(0.2));
    const [first] = client().asked.gauge;
    expect(first?.settings).toMatchObject({ trainingAlpha: 0.1, trainingSteps: 2, innerBatch: 0 });
    expect(first?.at.network).toBe(state().contestants.maml?.network);
    expect(first?.tasks).toEqual([{ support: state().task.support, query: state().task.query }]);
    expect(state().gaugeCurves.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => 0.1 * n));
    expect(state().gaugeCurves.alpha[0]).toBeCloseTo(0.0002, 12);
    expect(state().gaugeCurves.alpha.at(-1)).toBeCloseTo(2, 12);
    // The page's own adaptation is not touched.
    expect(state().settings).toMatchObject({ alpha: 0.01, trainingAlpha: 0.01, trainingSteps: 1 });
  });

  test('asks for nothing twice, and begins anew for another task', async () => {
    const { state, client } = await pageWithMaml();
    state().openInside('gauge');
    await rest();
    const asked = client().asked.gauge.length;
    state().setGauge({ steps: 3 });
    await rest();
    // The angle over n is the same; over α there are 12 new readings besides the one that is on both curves.
    expect(client().asked.gauge.length - asked).toBe(12);
    state().setGauge({ steps: 1 });
    await rest();
    expect(client().asked.gauge.length - asked).toBe(12);
    state().newTask();
    await rest();
    expect(client().asked.gauge.length - asked).toBe(12 + asked);
  });

  test('takes the mean over held-out tasks if it shall', async () => {
    const { state, client } = await pageWithMaml();
    state().setGauge({ scope: 'mean' });
    state().openInside('gauge');
    await rest();
    expect(client().asked.gauge[0]?.tasks).toHaveLength(25);
    const asked = client().asked.gauge.length;
    // Another shown task is nothing to it, another distribution is.
    state().newTask();
    await rest();
    expect(client().asked.gauge).toHaveLength(asked);
    state().setNumber('shots', 7);
    await rest();
    expect(client().asked.gauge[asked]?.tasks[0]?.support.count).toBe(7);
  });

  test('sets a meta-batch of held-out tasks beside the next one, as large as the settings say', async () => {
    const { state, client } = await pageWithMaml();
    state().setGauge({ against: 'otherTasks' });
    state().openInside('gauge');
    await rest();
    const [first] = client().asked.gauge;
    expect(first?.against).toBe('otherTasks');
    expect([first?.tasks.length, first?.others.length]).toEqual([25, 25]);
    expect(first?.others[0]).not.toEqual(first?.tasks[0]);
    // Twenty pairs for one reading, and no curves.
    expect(client().asked.gauge).toHaveLength(20);
    state().newTask();
    await rest();
    expect(client().asked.gauge).toHaveLength(20);
    state().setNumber('metaBatch', 4);
    await rest();
    const next = client().asked.gauge[20];
    expect(next?.tasks).toEqual(first?.tasks.slice(0, 4));
    expect(next?.others).toEqual(first?.tasks.slice(4, 8));
  });

  test('forgets its readings when it is set beside something else', async () => {
    const { state, client } = await pageWithMaml();
    state().openInside('gauge');
    await rest();
    const asked = client().asked.gauge.length;
    state().setGauge({ against: 'repeated' });
    await rest();
    expect(
      client()
        .asked.gauge.slice(asked)
        .map(({ against }) => against),
    ).toEqual(Array.from({ length: asked }, () => 'repeated'));
  });

  test('leaves a sweep when the question changes', async () => {
    const waiting = deferred<SecondOrderReport>();
    let count = 0;
    const { state, client } = await pageWithMaml({
      gauge: async () => {
        count += 1;
        return count === 3 ? waiting.promise : report(count);
      },
    });
    state().openInside('gauge');
    await rest();
    expect(client().asked.gauge).toHaveLength(3);
    state().setGauge({ alpha: 0.5 });
    waiting.resolve(report(-1));
    await rest();
    expect(client().asked.gauge[3]?.settings.trainingAlpha).toBe(0.5);
    expect([...state().gaugeCurves.steps, ...state().gaugeCurves.alpha]).not.toContain(-1);
  });

  test('refuses what is out of range', async () => {
    const { state } = await pageWithMaml();
    expect(() => state().setGauge({ alpha: 2 })).toThrow('from 0.0001 to 1, found 2');
    expect(() => state().setGauge({ steps: 11 }, '11')).toThrow('from 1 to 10, found 11');
    expect(() => state().setGauge({ steps: Number.NaN }, '')).toThrow('found nothing');
    expect(state().gauge).toMatchObject({ alpha: 0.01, steps: 1 });
  });

  test('tells of a failure once, and goes on with the next question', async () => {
    let fails = true;
    const { state } = await pageWithMaml({
      gauge: async () => {
        if (fails) throw new Error('No memory.');
        return report(1);
      },
    });
    state().openInside('gauge');
    await rest();
    expect(state().notices.map(({ message }) => message)).toEqual(['No memory.']);
    fails = false;
    state().setGauge({ steps: 2 });
    await rest();
    expect(state().gaugeReport).toEqual(report(1));
  });
});

describe('the loss map', () => {
  test('asks for a plane through the chosen θ, then for its losses in parts', async () => {
    const { state, client } = await pageWithMaml({
      mapLosses: async ({ points }) => {
        const sums = Float32Array.from({ length: points.length / 2 }, (_, index) => points[2 * index] ?? NaN);
        return { support: sums, query: sums.map((value) => 2 * value) };
      },
    });
    state().openInside('map');
    await rest();
    const [plane] = client().asked.mapPlane;
    expect(plane).toMatchObject({ centre: 1, axes: 'own', innerSteps: 10, rates: [0.01, 0.01] });
    expect(plane?.parameters).toEqual([
      state().contestants.random?.network.parameters,
      state().contestants.maml?.network.parameters,
    ]);
    expect(client().asked.mapLosses.length).toBeGreaterThan(1);
    const { lossMap } = state();
    expect(lossMap).toMatchObject({ centre: 'maml', apart: [] });
    expect(lossMap?.support).toHaveLength(MAP_SIZE ** 2);
    // Every part has come to its own place.
    const columns = Array.from({ length: MAP_SIZE }, (_, column) =>
      Math.fround((lossMap?.grid.left ?? NaN) + column * (lossMap?.grid.spacing ?? NaN)),
    );
    expect([...(lossMap?.support.slice(-MAP_SIZE) ?? [])]).toEqual(columns);
    expect([...(lossMap?.query.slice(0, MAP_SIZE) ?? [])]).toEqual(columns.map((value) => 2 * value));
    expect(state().mapProgress).toBeNull();
  });

  test('keeps its plane for another zoom, and finds another one for other axes', async () => {
    const { state, client } = await pageWithMaml();
    state().openInside('map');
    await rest();
    state().setMap({ zoom: 4 });
    await rest();
    expect(client().asked.mapPlane).toHaveLength(1);
    expect(state().lossMap?.choice.zoom).toBe(4);
    state().setMap({ axes: 'random', seed: 5 });
    await rest();
    expect(client().asked.mapPlane[1]).toMatchObject({ axes: 'random', seed: 5 });
  });

  test('waits until a swarm of changes is over, and leaves an old map when another is wanted', async () => {
    const { state, client } = await pageWithMaml();
    state().openInside('map');
    await rest();
    for (const alpha of [0.02, 0.03, 0.04]) {
      state().setNumber('alpha', alpha);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(client().asked.mapPlane).toHaveLength(1);
    expect(state().mapProgress).toBe(0);
    await rest();
    expect(client().asked.mapPlane.map(({ rates }) => rates[0])).toEqual([0.01, 0.04]);
  });

  test('asks for no more of a map, or of its plane, once nobody looks at it', async () => {
    const plane = deferred<AnswerOf<'mapPlane'>>();
    const losses = deferred<AnswerOf<'mapLosses'>>();
    const { state, client } = await pageWithMaml({ mapLosses: () => losses.promise });
    state().openInside('map');
    await rest();
    expect(client().asked.mapLosses).toHaveLength(1);
    state().openInside(null);
    expect(state().mapProgress).toBeNull();
    losses.resolve({ support: new Float32Array(1), query: new Float32Array(1) });
    await rest();
    expect(client().asked.mapLosses).toHaveLength(1);

    const other = await pageWithMaml({ mapPlane: () => plane.promise });
    other.state().openInside('map');
    await rest();
    other.state().openInside(null);
    const origin = new Float32Array(1);
    plane.resolve({ plane: { origin, across: origin, up: origin }, principal: 0, paths: [] });
    await rest();
    expect(other.client().asked.mapLosses).toEqual([]);
    expect(other.state().lossMap).toBeNull();
  });

  test('says who has no place on it', async () => {
    const { state, client } = await pageWithMaml();
    state().putContestant({ id: 'oracle', ...weightsOf('oracle') });
    void state().showContestant('oracle');
    state().openInside('map');
    await rest();
    expect(state().lossMap?.apart).toEqual(['oracle']);
    expect(client().asked.mapPlane[0]?.parameters).toHaveLength(2);
    state().lookInto('oracle');
    await rest();
    expect(state().lossMap).toMatchObject({ centre: 'oracle', apart: ['random', 'maml'] });
    // It is told amplitude and phase.
    expect(client().asked.mapPlane[1]?.task.support.x).toHaveLength(15);
  });
});

describe('parameters', () => {
  test('are followed for the chosen contestant, by its own rates', async () => {
    const { state, client } = await pageWithMaml();
    state().putContestant({ id: 'metaSgd', ...weightsOf('metaSgd') });
    state().lookInto('metaSgd');
    state().openInside('parameters');
    await rest();
    expect(client().asked.follow).toHaveLength(1);
    expect(client().asked.follow[0]).toMatchObject({ innerSteps: 10 });
    expect(client().asked.follow[0]?.rates[0]).toBe(state().contestants.metaSgd?.rates);
    expect(state().parameterPath).toMatchObject({ id: 'metaSgd' });
    state().showStep(4);
    await rest();
    expect(client().asked.follow).toHaveLength(1);
    state().setNumber('innerSteps', 3);
    await rest();
    expect(client().asked.follow[1]?.innerSteps).toBe(3);
  });

  test('of a network in training are followed now and then', async () => {
    const { state, client } = await pageWithMaml();
    state().lookInto('live');
    void state().train();
    await vi.advanceTimersByTimeAsync(10);
    state().openInside('parameters');
    await rest();
    const asked = client().asked.follow.length;
    for (let seed = 2; seed < 12; seed++) {
      state().putContestant({ id: 'live', ...weightsOf('maml', seed) });
      await vi.advanceTimersByTimeAsync(100);
    }
    const more = client().asked.follow.length - asked;
    expect(more).toBeGreaterThanOrEqual(1);
    expect(more).toBeLessThanOrEqual(2);
    await rest();
    expect(client().asked.follow.at(-1)?.parameters[0]).toBe(state().contestants.live?.network.parameters);
  });
});

describe('a view whose work comes late', () => {
  test('contexts are asked of weights that have one', async () => {
    const { state, client } = await pageWithMaml();
    expect(isViewOf('contexts', contestantOf(state()), state().settings)).toBe(false);
    state().putContestant({ id: 'cavia', ...weightsOf('cavia') });
    state().lookInto('cavia');
    expect(isViewOf('contexts', contestantOf(state()), state().settings)).toBe(true);
    state().openInside('contexts');
    await vi.dynamicImportSettled();
    await rest();
    expect(client().asked.contexts.map(({ tasks }) => tasks)).toEqual([200]);
    expect(state().seenContexts?.curves).toHaveLength(200);
    state().openInside(null);
    state().setNumber('alpha', 0.02);
    await rest();
    expect(client().asked.contexts).toHaveLength(1);
  });
});
