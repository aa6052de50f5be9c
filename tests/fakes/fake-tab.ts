/** Tabs of one browser, each with a store, a fake engine and the browser's real way of keeping work. */
import { expect } from 'vitest';
import { learnedSize } from '#training/learned.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import type { ProgressReport } from '#engine/protocol.ts';
import { browserSavedWork, type SavedWork } from '#persistence/saved-work.ts';
import { type Answers, FakeWeights, storeWithFakes } from './fake-client.ts';
import { FakeLocks, fakeKeeping } from './fake-keeping.ts';
import { eventually, settled } from './promises.ts';

const SIZE = learnedSize('maml', trainedArchitecture(DEFAULT_SETTINGS));

export function stateAt(iteration: number): TrainingSnapshot {
  const vector = (value: number) => new Float32Array(SIZE).fill(value);
  return {
    iteration,
    parameters: vector(iteration),
    firstMoment: vector(0.5),
    secondMoment: vector(0.25),
  };
}

/** What the worker says as the run comes to an iteration. */
export function reportAt(iteration: number): ProgressReport {
  const loss = Float32Array.of(iteration);
  const state = stateAt(iteration);
  const { architecture } = DEFAULT_SETTINGS;
  return {
    iteration,
    learned: { network: { architecture, parameters: state.parameters }, rates: null },
    losses: { firstIteration: iteration - 1, lossBefore: loss, lossAfter: loss },
    rate: 50,
    state,
  };
}

/** Until the database, and whoever waits for it, has nothing left to do. */
export async function quiet(): Promise<void> {
  for (let round = 0; round < 50; round++) await settled();
}

/** A tab with an open engine, in a browser of its own unless others share its locks. */
export async function openTab(
  locks = new FakeLocks(),
  name: string | null = null,
  answers: Partial<Answers> = {},
  work: SavedWork = browserSavedWork(),
) {
  const tab = fakeKeeping(work, locks, name);
  const page = storeWithFakes(answers, new FakeWeights(), tab);
  const { state, client } = page;
  await state().openEngine(null);
  await state().recallWork();
  await quiet();
  return {
    ...page,
    ...tab,
    /** Trains, `steps` meta-steps if they are given, up to an iteration and reports the state there. */
    trainTo: async (iteration: number, steps?: number) => {
      void state().train(steps);
      await quiet();
      client().listener.progress(reportAt(iteration));
      await quiet();
    },
    /** The tab ends without a word. */
    kill: async () => {
      const isTraining = state().run?.status === 'running';
      const own = expect.objectContaining({ id: tab.tabName(), isTraining });
      await eventually(async () => expect((await work.sessions()).sessions).toContainEqual(own));
      tab.close();
      await quiet();
    },
  };
}
