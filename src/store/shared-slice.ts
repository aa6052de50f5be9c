/** What a link carries: plain data from which the same page is made again. */
import { DEFAULT_SETTINGS, type Settings } from '#core/settings.ts';
import { checkTaskEdits, NO_EDITS, type TaskEdits } from '#core/task-edits.ts';
import { CONTESTANT_IDS, type ContestantId, FIRST_HIDDEN } from './contestants.ts';
import type { PlaygroundState, SliceContext } from './state.ts';
import {
  FIRST_PANEL,
  inOrder,
  isPanel,
  type Language,
  type NarrowTab,
  type Presentation,
  type RegionId,
  type Theme,
} from './view-slice.ts';

export interface SharedState {
  readonly settings: Settings;
  readonly taskIndex: number;
  readonly taskEdits: TaskEdits;
  /** `null`: the last, once the page has played its opening. */
  readonly step: number | null;
  readonly hidden: readonly ContestantId[];
  /** `null`: as the page opens. */
  readonly tab: NarrowTab | null;
  readonly hiddenRegions: readonly RegionId[];
  readonly presentation: Presentation;
  readonly theme: Theme;
  readonly language: Language | null;
}

export const DEFAULT_SHARED: SharedState = {
  settings: DEFAULT_SETTINGS,
  taskIndex: 0,
  taskEdits: NO_EDITS,
  step: null,
  hidden: FIRST_HIDDEN,
  tab: null,
  hiddenRegions: [],
  presentation: 'page',
  theme: 'system',
  language: null,
};

function tabOf({ panel, narrowTab }: Pick<PlaygroundState, 'panel' | 'narrowTab'>): NarrowTab | null {
  return narrowTab === 'numbers' ? (panel === FIRST_PANEL ? null : panel) : narrowTab;
}

/** The part of the state that a link carries. */
export function sharedOf(state: PlaygroundState): SharedState {
  const { settings, taskIndex, taskEdits, step, hidden, hiddenRegions, presentation, theme, language } =
    state;
  const isLast = state.greetingDue || state.playing || step === settings.innerSteps;
  return {
    settings,
    taskIndex,
    taskEdits,
    step: isLast ? null : step,
    hidden: CONTESTANT_IDS.filter((id) => hidden.includes(id)),
    tab: tabOf(state),
    hiddenRegions: inOrder(hiddenRegions),
    presentation,
    theme,
    language,
  };
}

export interface SharedSlice {
  /** Makes the page what `shared` says. @throws PlaygroundError for what no setting or task may be. */
  readonly restore: (shared: SharedState) => void;
}

export function createSharedSlice({ get, set }: SliceContext): SharedSlice {
  return {
    restore: (shared) => {
      const { settings, taskIndex, taskEdits, step, hidden, tab, hiddenRegions, presentation } = shared;
      const { theme, language } = shared;
      checkTaskEdits(taskEdits);
      get().changeSettings(settings);
      set({
        taskIndex,
        taskEdits,
        taskPast: [],
        taskFuture: [],
        playing: false,
        ...(step === null
          ? { step: get().greetingDue ? 0 : settings.innerSteps }
          : { step: Math.min(step, settings.innerSteps), greetingDue: false }),
        hidden,
        panel: tab !== null && isPanel(tab) ? tab : FIRST_PANEL,
        narrowTab: tab ?? 'numbers',
        hiddenRegions,
        presentation,
        theme,
        language,
      });
      // Before the manifest is read none is there to be fetched; then those that are shown come by themselves.
      for (const id of CONTESTANT_IDS) {
        if (!hidden.includes(id)) void get().showContestant(id);
      }
    },
  };
}
