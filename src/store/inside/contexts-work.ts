/** The contexts that the contestant looked into finds for many tasks, in the plane in which these differ most. */
import { STREAMS } from '#core/rng.ts';
import { curveFamilyOf } from '#families/family-of.ts';
import { movesContext, ratesOf } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';
import { lookedInto } from './inside-slice.ts';
import type { LateWork, ViewNeeds } from './open-view.ts';
import type { SeenSlice } from './seen-slice.ts';

export const CONTEXT_TASKS = 200;
const QUIET_MILLISECONDS = 250;
/** While a training runs. */
const PAUSE_MILLISECONDS = 2000;
const NO_POINTS = { shots: 0, queryPoints: 0 };

type Needs = ViewNeeds & SeenSlice;

export function createContextsWork({ get, set, client, notify }: SliceContext<Needs>): LateWork {
  const see = async (signal: AbortSignal) => {
    const state = get();
    const { settings } = state;
    const contestant = lookedInto(state);
    const family = curveFamilyOf(settings);
    if (contestant === null || family === null || !movesContext(contestant)) {
      set({ seenContexts: null });
      return;
    }
    const found = await client.send('contexts', {
      network: contestant.network,
      rates: ratesOf(contestant, settings),
      settings,
      tasks: CONTEXT_TASKS,
    });
    signal.throwIfAborted();
    const curves = Array.from({ length: CONTEXT_TASKS }, (_, index) => {
      const draw = { seed: settings.seed, stream: STREAMS.heldOut, index };
      return family.curves.sample(settings, draw, NO_POINTS).curve;
    });
    const { shots, innerSteps } = settings;
    set({ seenContexts: { ...found, contestant, curves, settings, shots, steps: innerSteps } });
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
