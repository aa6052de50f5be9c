/** The work behind the view of parameters: those after each inner step, asked of the engine. */
import { familyOf } from '#families/family-of.ts';
import { canBeAsked, ratesOf, seenTask } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';
import { lookedInto } from './inside-slice.ts';
import type { LateWork } from './open-view.ts';
import type { ParametersNeeds } from './parameters-slice.ts';

/** While a training runs. */
const PAUSE_MILLISECONDS = 500;

export function createParametersWork({ get, set, client, notify }: SliceContext<ParametersNeeds>): LateWork {
  const follow = async () => {
    const state = get();
    const contestant = lookedInto(state);
    if (contestant === null || !canBeAsked(contestant, state.task)) {
      set({ parameterPath: null });
      return;
    }
    const { id, network } = contestant;
    const { settings } = state;
    const [path] = await client.send('follow', {
      architecture: network.architecture,
      loss: familyOf(state.task).loss,
      parameters: [network.parameters],
      rates: [ratesOf(contestant, settings)],
      task: seenTask(contestant, state.task),
      innerSteps: settings.innerSteps,
    });
    if (path === undefined) return;
    set({ parameterPath: { id, architecture: network.architecture, parameters: path.parameters } });
  };

  const job = createFollowingJob(createJob(notify), follow);

  return {
    refresh: (gently) => {
      if (gently) job.askGently(PAUSE_MILLISECONDS);
      else job.ask(0);
    },
    stop: job.stop,
  };
}
