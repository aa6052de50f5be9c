/** Looking into a contestant: which view is open, and whose θ. */
import { curveFamilyOf, familyOf, type OfFamily } from '#families/family-of.ts';
import { isMlp } from '#models/architecture.ts';
import {
  type Contestant,
  type ContestantId,
  isOfFamily,
  movesContext,
  shownContestants,
} from '../contestants/contestants.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { Access } from '../slice.ts';

export const INSIDE_VIEWS = [
  'gauge',
  'map',
  'parameters',
  'network',
  'twoTasks',
  'features',
  'contexts',
] as const;
export type InsideView = (typeof INSIDE_VIEWS)[number];

/** Whether a view has something to say about weights on such a task: features are of pictures, units are drawn of perceptrons of one number, few weights have a context, and of measured curves nobody knows the numbers to colour it by. */
export function isViewOf(view: InsideView, contestant: Contestant, of: OfFamily): boolean {
  if (view === 'features') return familyOf(of).view === 'pictures';
  const curves = curveFamilyOf(of);
  if (view === 'network') return curves !== null && isMlp(contestant.network.architecture);
  const hasNumbers = curves !== null && curves.isMeasured !== true;
  return view !== 'contexts' || (movesContext(contestant) && hasNumbers);
}

export interface InsideSlice {
  /** The view that the panel shows, or will show. */
  readonly insideView: InsideView;
  readonly showInside: (view: InsideView) => void;
  /** Whose θ is wished for; see `lookedInto`. */
  readonly insideContestant: ContestantId;
  readonly lookInto: (id: ContestantId) => void;
  /** The view on screen: nothing else is computed. */
  readonly insideOpen: InsideView | null;
  readonly openInside: (view: InsideView | null) => void;
}

export type LookingInto = Pick<
  InsideSlice & ContestantsSlice,
  'contestants' | 'hidden' | 'insideContestant'
> &
  Pick<SettingsSlice, 'settings'>;

/** Whose θ is looked into: of those that know the family of the tasks, the one wished for, or the first that there is. */
export function lookedInto(state: LookingInto): Contestant | null {
  const { contestants, hidden, insideContestant, settings } = state;
  const wished = contestants[insideContestant];
  const all = [...(wished === undefined ? [] : [wished]), ...shownContestants(contestants, hidden)];
  return all.find((contestant) => isOfFamily(contestant, settings)) ?? null;
}

export function createInsideSlice({ set }: Pick<Access<InsideSlice>, 'set'>): InsideSlice {
  return {
    insideView: 'gauge',
    showInside: (insideView) => set({ insideView }),
    insideContestant: 'maml',
    lookInto: (insideContestant) => set({ insideContestant }),
    insideOpen: null,
    openInside: (insideOpen) => set({ insideOpen }),
  };
}
