/** What the contestant looked into makes of the shown task's pictures before its head decides, now and before it adapted. */
import { familyOf } from '#families/family-of.ts';
import { featureCount, MOST_FEATURES } from '#models/features.ts';
import { canBeAsked, type Contestant, ratesOf } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import { lookedInto } from './inside-slice.ts';
import type { LateWork, ViewNeeds } from './open-view.ts';
import type { SeenSlice } from './seen-slice.ts';

/** Steps come one after the other while a trajectory is played. */
const QUIET_MILLISECONDS = 60;
/** While a training runs. */
const PAUSE_MILLISECONDS = 1000;

type Needs = ViewNeeds & Pick<AdaptationSlice, 'step'> & SeenSlice;

/** Whether a network has no more features than can be drawn. */
export function hasFewFeatures({ network }: Contestant): boolean {
  return featureCount(network) <= MOST_FEATURES;
}

export function createFeaturesWork({ get, set, client, notify }: SliceContext<Needs>): LateWork {
  const see = async (signal: AbortSignal) => {
    const state = get();
    const { task, step } = state;
    const contestant = lookedInto(state);
    const isThere = contestant !== null && canBeAsked(contestant, task) && hasFewFeatures(contestant);
    if (!isThere || task.view !== 'pictures') {
      set({ seenFeatures: null });
      return;
    }
    const places = await client.send('features', {
      network: contestant.network,
      rates: ratesOf(contestant, state.settings),
      loss: familyOf(task).loss,
      task: { support: task.support, query: task.query },
      innerSteps: step,
    });
    signal.throwIfAborted();
    set({ seenFeatures: { ...places, contestant, task, steps: step } });
  };

  const job = createFollowingJob(createJob(notify), see);

  return {
    refresh: (gently) => {
      if (gently) job.askGently(PAUSE_MILLISECONDS);
      else job.ask(QUIET_MILLISECONDS);
    },
    stop: job.stop,
  };
}
