/** The training loop of the command line: where it ends, what it keeps, and that stopping changes nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { readChanges } from '#cli/changes.ts';
import { judgedIterations } from '#training/error-goal.ts';
import type { SettingChange } from '#training/steering.ts';
import { runTraining, type TrainingJob, type TrainingReport } from '#cli/training.ts';
import { readCheckpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import { fakeEngine, type FakeOptions } from '../../fakes/fake-headless-engine.ts';

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 2, 1], activation: 'relu' },
};
const START = {
  network: { architecture: SETTINGS.architecture, parameters: Float32Array.from([1, 2, 3, 4, 5, 6, 7]) },
  rates: null,
};
const JOB: TrainingJob = { settings: SETTINGS, ownTasks: null, from: START, until: 500, marks: [] };

interface Options extends FakeOptions {
  /** Stops the run once so many iterations are done. */
  readonly stopsAt?: number;
  readonly isGoodEnough?: (iteration: number) => boolean;
}

async function run(
  job: Partial<TrainingJob> = {},
  { stopsAt = Infinity, isGoodEnough = () => false, ...options }: Options = {},
) {
  const stop = new AbortController();
  const { engine, now } = fakeEngine(options);
  const reports: TrainingReport[] = [];
  const marked: TrainingSnapshot[] = [];
  const kept: TrainingSnapshot[] = [];
  const steered: { settings: Settings; taken: readonly SettingChange[] }[] = [];
  const running = runTraining(
    engine,
    { ...JOB, ...job },
    {
      steered: (settings, taken) => void steered.push({ settings, taken }),
      progress(report) {
        reports.push(report);
        if (report.iteration >= stopsAt) stop.abort();
      },
      mark: async (snapshot) => void marked.push(snapshot),
      isGoodEnough: async ({ iteration }) => isGoodEnough(iteration),
      keep: async (snapshot) => void kept.push(snapshot),
    },
    { signal: stop.signal, now },
  );
  return { end: await running.catch((error: unknown) => ({ error })), reports, marked, kept, steered };
}

function stateOf(end: Awaited<ReturnType<typeof run>>['end']): TrainingSnapshot {
  if ('error' in end) throw end.error;
  return end.snapshot;
}

function expectSameState(found: TrainingSnapshot, expected: TrainingSnapshot): void {
  expect(found.iteration).toBe(expected.iteration);
  for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const) {
    expect(bitsOf(found[name])).toEqual(bitsOf(expected[name]));
  }
}

describe('a run that may end by its error', () => {
  const judging = async (isGoodEnough: (iteration: number) => boolean, goal: number | null = 0.5) => {
    const judged: number[] = [];
    const { end } = await run(
      { goal, marks: [57] },
      { isGoodEnough: (iteration) => judged.push(iteration) > 0 && isGoodEnough(iteration) },
    );
    return { end, judged };
  };

  test('ends where it is first judged to be good enough, and counts as finished', async () => {
    const { end, judged } = await judging((iteration) => iteration > 100);
    expect(end).toMatchObject({ isFinished: true, snapshot: { iteration: judged.at(-1) } });
    expect(judged.filter((iteration) => iteration > 100)).toHaveLength(1);
  });

  test('is judged at iterations that grow by 15 %, whatever a step costs, and goes on to its end where it never is', async () => {
    const { end, judged } = await judging(() => false);
    expect(end).toMatchObject({ isFinished: true, snapshot: { iteration: 500 } });
    expect(judged).toEqual(judgedIterations(500));
    expect(judged.every((iteration, at) => at === 0 || iteration / (judged[at - 1] ?? 0) < 1.18)).toBe(true);
  });

  test('that goes on from where it should have been judged is judged there first', async () => {
    const [first = 0, second = 0] = judgedIterations(500);
    const stopped = stateOf((await run({ until: first })).end);
    const judged: number[] = [];
    const goesOn = (isGoodEnough: boolean) =>
      run(
        { from: stopped, goal: 0.5, until: 500 },
        { isGoodEnough: (iteration) => judged.push(iteration) > 0 && isGoodEnough },
      );
    expect((await goesOn(true)).end).toMatchObject({ isFinished: true, snapshot: { iteration: first } });
    expect((await goesOn(false)).end).toMatchObject({ isFinished: true, snapshot: { iteration: 500 } });
    expect(judged.slice(0, 3)).toEqual([first, first, second]);
  });

  test('is not judged without a goal', async () => {
    expect(await judging(() => true, null)).toMatchObject({
      judged: [],
      end: { snapshot: { iteration: 500 } },
    });
  });
});

describe('a training run', () => {
  test('ends where it should, whatever a step costs', async () => {
    for (const stepTime of [0.01, 1, 100, 10_000]) {
      const { end, reports } = await run({}, { stepTime });
      expect(end).toMatchObject({ isFinished: true, snapshot: { iteration: 500 } });
      expect(reports.at(-1)).toMatchObject({ iteration: 500, until: 500, secondsLeft: 0 });
    }
  });

  test('reports rate, time left and the losses of the meta-steps since the last report', async () => {
    const { reports } = await run({}, { stepTime: 4 });
    const [first, second] = reports;
    expect(first).toMatchObject({ iteration: 1, lossBefore: 1, lossAfter: 0.5, rate: 250 });
    expect(second).toMatchObject({ iteration: 3, lossBefore: 2.5, lossAfter: 1.25 });
    expect(second?.rate).toBeCloseTo(250);
    expect(second?.secondsLeft).toBeCloseTo(497 / 250);
  });

  test('that is interrupted and goes on from its checkpoint ends with the same bits', async () => {
    const whole = stateOf((await run()).end);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 499 }),
        fc.integer({ min: 1, max: 20 }),
        async (stopsAt, stepTime) => {
          const first = await run({}, { stopsAt, stepTime });
          const kept = first.kept.at(-1);
          if (kept === undefined) {
            // The chain under way may have been the last.
            expectSameState(stateOf(first.end), whole);
            return;
          }
          const bytes = writeCheckpoint({ settings: SETTINGS, snapshot: kept, tasksDigest: null });
          const second = await run({ from: readCheckpoint(bytes).snapshot });
          expectSameState(stateOf(second.end), whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('that is stopped keeps its state and says that it is not finished', async () => {
    const { end, kept } = await run({}, { stopsAt: 100 });
    expect(end).toMatchObject({ isFinished: false });
    expect(kept).toHaveLength(1);
    expect(kept[0]?.iteration).toBeGreaterThanOrEqual(100);
    expect(kept[0]?.iteration).toBeLessThan(500);
  });

  test('stops at every mark, in order and once, the first weights included', async () => {
    const { marked, end } = await run({ marks: [499, 0, 17, 17, 500, 9000] });
    expect(marked.map(({ iteration }) => iteration)).toEqual([0, 17, 499, 500]);
    expectSameState(stateOf(end), stateOf((await run()).end));
  });

  test('that goes on marks only what lies before it', async () => {
    const from = stateOf((await run({ until: 100 })).end);
    const { marked } = await run({ from, marks: [0, 50, 100, 200] });
    expect(marked.map(({ iteration }) => iteration)).toEqual([200]);
  });

  test('that is at its end already takes no step', async () => {
    const from = stateOf((await run()).end);
    const { end, reports } = await run({ from });
    expect(end).toMatchObject({ isFinished: true });
    expect(reports).toHaveLength(0);
  });

  test('is kept every minute', async () => {
    const { kept } = await run({}, { stepTime: 1000 });
    const gaps = kept.map(({ iteration }, index) => iteration - (kept[index - 1]?.iteration ?? 0));
    expect(kept.length).toBeGreaterThanOrEqual(7);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(60);
  });

  test('that diverges keeps its last good state and says so', async () => {
    const { end, kept } = await run({}, { divergesAt: 300 });
    expect(end).toMatchObject({ error: { code: 'diverged' } });
    expect(kept).toHaveLength(1);
    expect(kept[0]?.iteration).toBeLessThan(300);
  });
});

describe('a run that takes settings up on its way', () => {
  const changes = readChanges(['100:beta=0.0005', '300:meta-batch=50,shots=7'], SETTINGS);

  test('does so at the very iterations, whatever the chains', async () => {
    const { end, steered } = await run({ changes });
    expect(stateOf(end).iteration).toBe(500);
    expect(steered.map(({ taken }) => taken.map(({ iteration, id }) => `${iteration} ${id}`))).toEqual([
      ['100 beta'],
      ['300 metaBatch', '300 shots'],
    ]);
    expect(steered.at(-1)?.settings).toEqual({ ...SETTINGS, beta: 0.0005, metaBatch: 50, shots: 7 });
  });

  test('stopped before a change, has not taken it up', async () => {
    const { kept, steered } = await run({ changes }, { stopsAt: 150 });
    expect(kept.at(-1)?.iteration).toBeLessThan(300);
    expect(steered).toHaveLength(1);
  });

  test('does not take up what lies at its very end', async () => {
    const { steered } = await run({ changes, until: 300 });
    expect(steered).toHaveLength(1);
  });
});
