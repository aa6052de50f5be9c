/** Scrubbing the outer loop. */
import { describe, expect, test, vi } from 'vitest';
import { newestOf, timelineIterations } from '#store/training/timeline-slice.ts';
import {
  type Answers,
  type FakePage,
  FakeWeights,
  openPage,
  storeWithFakes,
  weightsOf,
} from '../../../fakes/fake-client.ts';
import { settled } from '../../../fakes/promises.ts';

function reportStep({ client }: FakePage, iteration: number): void {
  const { network } = weightsOf('maml');
  const learned = { network: { ...network, parameters: Float32Array.of(iteration) }, rates: null };
  const loss = Float32Array.of(1);
  client().listener.progress({
    iteration,
    learned,
    losses: { firstIteration: iteration - 1, lossBefore: loss, lossAfter: loss },
    rate: 50,
    state: null,
  });
}

async function pageWithRun(): Promise<FakePage> {
  const page = await openPage();
  void page.state().train();
  await settled();
  for (const iteration of [1, 2, 3, 4]) reportStep(page, iteration);
  return page;
}

describe('the timeline of a run', () => {
  test('has the checkpoints before the newest weights', async () => {
    const { state } = await pageWithRun();
    expect(state().timelineId).toBe('live');
    expect(timelineIterations(state())).toEqual([0, 1, 2, 3]);
  });

  test('puts a checkpoint in the place of the newest weights, and these back', async () => {
    const { state } = await pageWithRun();
    await state().showEarlierWeights(2);
    expect(state().contestants.live).toMatchObject({
      details: { iteration: 2 },
      network: { parameters: Float32Array.of(2) },
    });
    expect(state().earlierWeights).toMatchObject({ id: 'live', iteration: 2 });
    expect(newestOf(state(), 'live')?.details.iteration).toBe(4);
    await state().showEarlierWeights(null);
    expect(state().contestants.live?.details.iteration).toBe(4);
    expect(state().earlierWeights).toBeNull();
  });

  test('holds a checkpoint while the run goes on behind it', async () => {
    const page = await pageWithRun();
    await page.state().showEarlierWeights(1);
    reportStep(page, 5);
    expect(page.state().contestants.live?.details.iteration).toBe(1);
    await page.state().showEarlierWeights(null);
    expect(page.state().contestants.live?.details.iteration).toBe(5);
  });

  test('returns to the newest weights when training is asked to go on', async () => {
    const { state } = await pageWithRun();
    await state().pauseTraining();
    await state().showEarlierWeights(1);
    void state().train();
    await settled();
    expect(state().earlierWeights).toBeNull();
    expect(state().contestants.live?.details.iteration).toBe(4);
  });

  test('plays from the beginning to the newest weights', async () => {
    const { state } = await pageWithRun();
    await state().playTimeline();
    const seen = [state().contestants.live?.details.iteration];
    while (state().timelinePlaying) {
      await state().advanceTimeline();
      seen.push(state().contestants.live?.details.iteration);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(state().earlierWeights).toBeNull();
  });

  test('goes with its run', async () => {
    const { state } = await pageWithRun();
    await state().showEarlierWeights(1);
    await state().resetTraining();
    expect(state()).toMatchObject({ earlierWeights: null, timeline: [], timelineId: 'maml' });
    expect(state().contestants).not.toHaveProperty('live');
  });

  test('loses what came after the last known state when the engine is lost, a checkpoint on show as well', async () => {
    const page = await pageWithRun();
    await page.state().showEarlierWeights(1);
    page.client().listener.lost({ code: 'engine-failed', message: 'Gone.', hint: '' });
    await settled();
    expect(page.state().earlierWeights).toBeNull();
    expect(page.state().contestants.live?.details.iteration).toBe(0);
    expect(timelineIterations(page.state())).toEqual([]);
  });
});

describe('the shipped timeline', () => {
  const TIMELINE = [0, 10, 100].map((iteration) => ({ iteration, file: `at-${iteration}` }));

  class ShippedRun extends FakeWeights {
    override async list() {
      return { ...(await super.list()), timeline: TIMELINE };
    }
    override async read(file: string) {
      this.asked.push(file);
      const weights = weightsOf('maml');
      const iteration = file === 'maml' ? 100 : Number(file.slice(3));
      return { ...weights, details: { ...weights.details, iteration } };
    }
  }

  async function openShipped(answers: Partial<Answers> = {}) {
    const weights = new ShippedRun({ maml: async () => weightsOf('maml') });
    const page = storeWithFakes(answers, weights);
    await page.state().openEngine(null);
    await page.state().openShippedWeights();
    await settled();
    return { ...page, weights };
  }

  test('is fetched when it is first used, once', async () => {
    const { state, weights } = await openShipped();
    expect(timelineIterations(state())).toEqual([0, 10]);
    expect(weights.asked).toEqual(['maml']);
    await state().showEarlierWeights(10);
    await state().showEarlierWeights(0);
    expect(weights.asked).toEqual(['maml', 'at-0', 'at-10', 'at-100']);
    expect(state().contestants.maml?.details.iteration).toBe(0);
    expect(state().earlierWeights).toMatchObject({ id: 'maml', iteration: 0 });
    await state().showEarlierWeights(null);
    expect(state().contestants.maml?.details.iteration).toBe(100);
  });

  test('shows what was wanted last', async () => {
    const { state } = await openShipped();
    await Promise.all([state().showEarlierWeights(0), state().showEarlierWeights(10)]);
    expect(state().earlierWeights?.iteration).toBe(10);
  });

  test('gives way to the other’s', async () => {
    const page = await openShipped();
    await page.state().showEarlierWeights(0);
    void page.state().train();
    await settled();
    expect(page.state()).toMatchObject({ timelineId: 'live', earlierWeights: null });
    expect(page.state().contestants.maml?.details.iteration).toBe(100);
  });

  test('is evaluated on request, checkpoint by checkpoint', async () => {
    const { state, client } = await openShipped();
    await state().evaluateShippedTimeline();
    const { shippedHeldOut } = state();
    expect(shippedHeldOut?.isComplete).toBe(true);
    expect(shippedHeldOut?.points.map(({ iteration }) => iteration)).toEqual([0, 10, 100]);
    expect(client().asked.evaluate.reduce((sum, { count }) => sum + count, 0)).toBe(150);
  });

  test('is evaluated under the newest settings, when it is asked for twice', async () => {
    const { state } = await openShipped();
    const first = state().evaluateShippedTimeline();
    await settled();
    state().setNumber('alpha', 0.02);
    await Promise.all([first, state().evaluateShippedTimeline()]);
    const { shippedHeldOut } = state();
    expect(shippedHeldOut?.settings.alpha).toBe(0.02);
    expect(shippedHeldOut).toMatchObject({ isComplete: true, points: [{}, {}, {}] });
  });

  test('has no evaluation where one fails, which is told', async () => {
    let answers = 0;
    const { state } = await openShipped({
      evaluate: async ({ count, settings }) => {
        answers += 1;
        if (answers === 7) throw new Error('No memory.');
        return { losses: new Float32Array(count * (settings.innerSteps + 1)) };
      },
    });
    await state().evaluateShippedTimeline();
    expect(state().shippedHeldOut).toBeNull();
    expect(state().notices).toMatchObject([{ message: 'No memory.' }]);
  });

  test('goes on to be evaluated in the next engine when one is lost', async () => {
    const page = await openShipped({
      evaluate: async ({ count, settings }) => {
        if (page.client().asked.evaluate.length === 7 && page.clients.length === 1) {
          page.client().listener.lost({ code: 'engine-failed', message: 'Gone.', hint: '' });
        }
        return { losses: new Float32Array(count * (settings.innerSteps + 1)) };
      },
    });
    await page.state().evaluateShippedTimeline();
    expect(page.clients).toHaveLength(2);
    expect(page.state().shippedHeldOut).toMatchObject({ isComplete: true, points: [{}, {}, {}] });
  });

  test('stays at the newest weights when a checkpoint comes that is not wanted any more', async () => {
    const { state } = await openShipped();
    const wanted = state().showEarlierWeights(0);
    await state().showEarlierWeights(null);
    await wanted;
    expect(state().earlierWeights).toBeNull();
    const other = state().showEarlierWeights(0);
    state().chooseTimeline('live');
    await other;
    expect(state().earlierWeights).toBeNull();
  });
});

describe('held-out errors of a run', () => {
  test('are found at growing intervals, on the newest weights, and only while nobody moves anything', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    try {
      const page = await openPage({
        evaluate: async ({ network, count, settings }) => ({
          losses: new Float32Array(count * (settings.innerSteps + 1)).fill(network?.parameters[0] ?? 0),
        }),
      });
      const { state } = page;
      void state().train();
      await settled();
      const found = () => state().run?.heldOut.map(({ iteration }) => iteration);
      expect(found()).toEqual([0]);
      for (const iteration of [10, 11, 12]) {
        reportStep(page, iteration);
        await settled();
      }
      expect(found()).toEqual([0, 10, 12]);
      expect(state().run?.heldOut.at(-1)?.afterOne.mean).toBe(12);
      state().newTask();
      reportStep(page, 40);
      await settled();
      expect(found()).toEqual([0, 10, 12]);
      vi.advanceTimersByTime(600);
      reportStep(page, 41);
      await settled();
      expect(found()).toEqual([0, 10, 12, 41]);
    } finally {
      vi.useRealTimers();
    }
  });

  /** A run that trains and has its first point; answers wait until they are told to come. */
  async function openWithSlowEvaluation() {
    const owed: { readonly answer: () => void; readonly refuse: (error: unknown) => void }[] = [];
    const page = await openPage({
      evaluate: ({ count, settings }) =>
        new Promise((resolve, reject) => {
          const losses = new Float32Array(count * (settings.innerSteps + 1));
          owed.push({ answer: () => resolve({ losses }), refuse: reject });
        }),
    });
    const answerNext = async () => {
      owed.shift()?.answer();
      await settled();
    };
    void page.state().train();
    await settled();
    while (owed.length > 0) await answerNext();
    expect(page.state().run?.heldOut).toHaveLength(1);
    return { ...page, page, owed, answerNext };
  }

  test('are not of weights that an engine has lost', async () => {
    const { page, state, client, owed, answerNext } = await openWithSlowEvaluation();
    reportStep(page, 10);
    await settled();
    client().listener.lost({ code: 'engine-failed', message: 'Gone.', hint: '' });
    await settled();
    expect(state().run?.iteration).toBe(0);
    while (owed.length > 0) await answerNext();
    expect(state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0]);
  });

  test('give way to hands, and are found once a paused run is left alone', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    try {
      const { page, state, owed, answerNext } = await openWithSlowEvaluation();
      reportStep(page, 10);
      await settled();
      await state().pauseTraining();
      state().newTask();
      await answerNext();
      expect(owed).toHaveLength(0);
      vi.advanceTimersByTime(0);
      expect(owed).toHaveLength(0);
      vi.advanceTimersByTime(600);
      await settled();
      while (owed.length > 0) await answerNext();
      expect(state().run?.heldOut.map(({ iteration }) => iteration)).toEqual([0, 10]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that are refused are asked for again only by the next report', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    try {
      const { page, state, owed } = await openWithSlowEvaluation();
      reportStep(page, 10);
      await settled();
      await state().pauseTraining();
      owed.shift()?.refuse(new Error('No memory.'));
      await settled();
      vi.advanceTimersByTime(5000);
      await settled();
      expect(owed).toHaveLength(0);
      expect(state().notices).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('are not of a run that was reset or has gone back meanwhile', async () => {
    const { page, state, owed, answerNext } = await openWithSlowEvaluation();
    reportStep(page, 10);
    await settled();
    await answerNext();
    // It has exploded: the trainer goes back.
    reportStep(page, 3);
    await settled();
    await answerNext();
    expect(owed).toHaveLength(0);
    expect(state().run?.heldOut).toHaveLength(1);
    reportStep(page, 20);
    await settled();
    await answerNext();
    const begun = state().run?.id;
    await state().resetTraining();
    await state().beginRun();
    while (owed.length > 0) await answerNext();
    expect(state().run?.id).not.toBe(begun);
    expect(
      state()
        .run?.heldOut.map(({ iteration }) => iteration)
        .filter((at) => at > 0),
    ).toEqual([]);
  });

  test('take a small share of the time', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    try {
      const page = await openPage({
        evaluate: async ({ count, settings }) => {
          vi.advanceTimersByTime(20);
          return { losses: new Float32Array(count * (settings.innerSteps + 1)) };
        },
      });
      const { state } = page;
      void state().train();
      await settled();
      const evaluations = () => state().run?.heldOut.length;
      reportStep(page, 10);
      await settled();
      expect(evaluations()).toBe(2);
      // Its five commands took 100 ms: the next is due 900 ms later.
      vi.advanceTimersByTime(800);
      reportStep(page, 50);
      await settled();
      expect(evaluations()).toBe(2);
      vi.advanceTimersByTime(200);
      reportStep(page, 51);
      await settled();
      expect(evaluations()).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });
});
