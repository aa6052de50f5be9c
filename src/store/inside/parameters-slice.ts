/** The parameters of the contestant looked into, after every inner step on the shown task. */
import type { Architecture } from '#models/architecture.ts';
import { type ContestantId, stepChoices } from '../contestants/contestants.ts';
import { lookedInto } from './inside-slice.ts';
import { lateWork, type ViewNeeds, type ViewWork } from './open-view.ts';
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

/** Of the page, what parameters are followed by. */
export type ParametersNeeds = ViewNeeds & ParametersSlice;

export function createParametersSlice(context: SliceContext<ParametersNeeds>): {
  slice: ParametersSlice;
  work: ViewWork<ParametersNeeds>;
} {
  return {
    slice: { parameterPath: null },
    work: lateWork<ParametersNeeds>(
      (state) => ({
        choices: [...stepChoices(state.settings), state.task],
        weights: [lookedInto(state)],
      }),
      async () => (await import('./parameters-work.ts')).createParametersWork(context),
      context.notify,
    ),
  };
}
