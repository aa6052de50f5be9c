/** Looking into a contestant: which view is open, and whose θ. */
import { type Contestant, type ContestantId, shownContestants } from '../contestants/contestants.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { Access } from '../slice.ts';

export const INSIDE_VIEWS = ['gauge', 'map', 'parameters', 'twoTasks'] as const;
export type InsideView = (typeof INSIDE_VIEWS)[number];

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

export type LookingInto = Pick<InsideSlice & ContestantsSlice, 'contestants' | 'hidden' | 'insideContestant'>;

/** Whose θ is looked into: the one wished for, or the first that there is. */
export function lookedInto({ contestants, hidden, insideContestant }: LookingInto): Contestant | null {
  return contestants[insideContestant] ?? shownContestants(contestants, hidden)[0] ?? null;
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
