/** What a network makes of pictures, and what contexts hold: two views, whose work comes when the first of them is opened. */
import type { FeaturePlaces, PrincipalPlaces } from '#engine/protocol.ts';
import type { FamilyCurve } from '#families/family-of.ts';
import type { ShownPictures } from '#families/pictures/shown-pictures.ts';
import type { Settings } from '#training/settings.ts';
import { type Contestant, stepChoices } from '../contestants/contestants.ts';
import type { SliceContext } from '../slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import { lookedInto } from './inside-slice.ts';
import { lateWork, type ViewNeeds } from './open-view.ts';

export interface SeenFeatures extends FeaturePlaces {
  /** With the weights of that moment. */
  readonly contestant: Contestant;
  readonly task: ShownPictures;
  /** Inner steps between before and after. */
  readonly steps: number;
}

export interface SeenContexts extends PrincipalPlaces {
  /** With the weights of that moment. */
  readonly contestant: Contestant;
  /** Of each task. */
  readonly curves: readonly FamilyCurve[];
  /** By which they were drawn. */
  readonly settings: Settings;
  readonly shots: number;
  readonly steps: number;
}

export interface SeenSlice {
  readonly seenFeatures: SeenFeatures | null;
  readonly seenContexts: SeenContexts | null;
}

export const NOTHING_SEEN: SeenSlice = { seenFeatures: null, seenContexts: null };

type Needs = ViewNeeds & Pick<AdaptationSlice, 'step'> & SeenSlice;

export function createSeen(context: SliceContext<Needs>) {
  const { notify } = context;
  return {
    features: lateWork<Needs>(
      (state) => ({
        choices: [...stepChoices(state.settings), state.task, state.step],
        weights: [lookedInto(state)],
      }),
      async () => (await import('./features-work.ts')).createFeaturesWork(context),
      notify,
    ),
    contexts: lateWork<Needs>(
      (state) => ({ choices: [state.settings], weights: [lookedInto(state)] }),
      async () => (await import('./contexts-work.ts')).createContextsWork(context),
      notify,
    ),
  };
}
