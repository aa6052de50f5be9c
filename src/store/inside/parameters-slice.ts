/** The parameters of the contestant looked into, after every inner step on the shown task. */
import { familyOf } from '#families/family-of.ts';
import type { Architecture } from '#models/architecture.ts';
import { canBeAsked, type ContestantId, ratesOf, seenTask, stepChoices } from '../contestants/contestants.ts';
import { lookedInto } from './inside-slice.ts';
import type { ViewNeeds, ViewWork } from './open-view.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';

export interface FollowedParameters {
  readonly id: ContestantId;
  readonly architecture: Architecture;
  /** θ_0 … θ_n. */
  readonly parameters: readonly Float32Array[];
}

export interface ParametersSlice {
  readonly parameterPath: FollowedParameters | null;
}

/** While a training runs. */
const PAUSE_MILLISECONDS = 500;

type Needs = ViewNeeds & ParametersSlice;

export function createParametersSlice({ get, set, client, notify }: SliceContext<Needs>): {
  slice: ParametersSlice;
  work: ViewWork<Needs>;
} {
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
    slice: { parameterPath: null },
    work: {
      inputs: (state) => ({
        choices: [...stepChoices(state.settings), state.task],
        weights: [lookedInto(state)],
      }),
      refresh: (gently) => {
        if (gently) job.askGently(PAUSE_MILLISECONDS);
        else job.ask(0);
      },
      stop: job.stop,
    },
  };
}
