/** What a tour is: steps that set the page up, point at a part of it, and say what is seen there with its own numbers. */
import type { Settings } from '#training/settings.ts';
import type { TaskEdits } from '#families/curve/edits.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import type { GaugeChoice } from '#store/inside/gauge-slice.ts';
import type { InsideView } from '#store/inside/inside-slice.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { TOUR_STEPS, TourId } from '#store/page/tour-outline.ts';
import type { Centre, NarrowTab, PanelId } from '#store/page/view-slice.ts';

/** Parts of the page that a step can point at, by the attribute `data-tour`, and the tab that has them on a phone. */
export const TOUR_ANCHORS = {
  plot: null,
  transport: null,
  contestants: 'numbers',
  alpha: 'settings',
  beta: 'settings',
  frequency: 'settings',
  metaBatch: 'settings',
  shots: 'settings',
  train: 'train',
  evaluation: 'compare',
  gauge: 'inside',
} as const satisfies Record<string, NarrowTab | null>;
export type TourAnchor = keyof typeof TOUR_ANCHORS;

/** What the page shows; what is not said is as on a first visit. */
export interface Scene {
  readonly settings?: Partial<Settings>;
  readonly taskIndex?: number;
  readonly edits?: TaskEdits;
  readonly shown: readonly ContestantId[];
  /** Whether networks that normalise the queries of a task together are asked about one at a time. */
  readonly isAlone?: boolean;
  /** The inner step, or walking through all of them. */
  readonly step: number | 'play';
  readonly panel: PanelId;
  /** The gauge, on the initialisation looked into, MAML if none is named; beside the first-order meta-gradient if not said. */
  readonly gauge?: Omit<GaugeChoice, 'against'> & Partial<Pick<GaugeChoice, 'against'>>;
  readonly lookInto?: ContestantId;
  /** What stands large in the middle; if not said, the Inside panel where a view of it is named, else the plot. */
  readonly centre?: Centre;
  /** The view of the Inside panel; the gauge's where one is named. */
  readonly inside?: InsideView;
}

/** The mean of the tasks that are left, where so many others have diverged. */
export interface MeanOfRest {
  readonly meanOfRest: number;
  readonly diverged: number;
}

/** A value of the page for a text: `null` while it is not known. */
export type LiveValue = number | string | MeanOfRest | null;

/** Lines of code as a step shows them: those to beware of beside those that do what is meant, or the latter alone. */
export interface ShownCode {
  readonly wrong?: string;
  readonly right: string;
}

export interface TourStep {
  /** Set up when the step is entered; without one, the page stays as the visitor has left it. */
  readonly scene?: Scene;
  readonly target: TourAnchor;
  readonly code?: ShownCode;
  /** Longer work that the step shows, such as a training; told by `signal` when the step is left. */
  readonly work?: (store: PlaygroundStore, signal: AbortSignal) => Promise<void>;
  /** What the text has in braces, by name; `begun` is the state in which the step began. */
  readonly values?: (state: PlaygroundState, begun: PlaygroundState) => Readonly<Record<string, LiveValue>>;
  /** Whether the visitor has done what the step asks for, since the state in which it began. */
  readonly until?: (state: PlaygroundState, begun: PlaygroundState) => boolean;
}

export type Tour<Id extends TourId> = Readonly<Record<(typeof TOUR_STEPS)[Id][number], TourStep>>;
