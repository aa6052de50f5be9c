/** What a link carries: plain data from which the same page is made again. */
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { checkTaskEdits, NO_EDITS, type TaskEdits } from '#families/curve/edits.ts';
import type { PicturesName } from '#families/pictures/picture-set.ts';
import { checkDrawings, type DrawnCells, NO_DRAWINGS } from '#families/pictures/drawn-cells.ts';
import { CONTESTANT_IDS, type ContestantId, FIRST_HIDDEN } from '../contestants/contestants.ts';
import { FIRST_PANEL_VIEWS, PANEL_VIEWS, type PanelViews } from './panel-views.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { ErrorMapSlice } from '../compare/error-map-slice.ts';
import type { PicturesShown } from '../pictures/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import { type Access, pick } from '../slice.ts';
import { type AdaptationSlice, OPENING_STEP } from '../task/state.ts';
import type { TaskSlice } from '../task/task-slice.ts';
import {
  type Centre,
  FIRST_PANEL,
  inOrder,
  type Language,
  type NarrowTab,
  type PanelId,
  type Presentation,
  type RegionId,
  type Theme,
  type ViewSlice,
} from './view-slice.ts';

export interface SharedState {
  readonly settings: Settings;
  readonly taskIndex: number;
  readonly taskEdits: TaskEdits;
  readonly drawings: DrawnCells;
  /** Of whose pictures tasks of pictures are; `null` for the family's own. */
  readonly pictures: PicturesName | null;
  /** `null`: the last, once the page has played its opening. */
  readonly step: number | null;
  readonly hidden: readonly ContestantId[];
  readonly panel: PanelId;
  readonly narrowTab: NarrowTab;
  readonly views: PanelViews;
  readonly hiddenRegions: readonly RegionId[];
  readonly presentation: Presentation;
  readonly centre: Centre;
  readonly theme: Theme;
  readonly language: Language | null;
}

export const DEFAULT_SHARED: SharedState = {
  settings: DEFAULT_SETTINGS,
  taskIndex: 0,
  taskEdits: NO_EDITS,
  drawings: NO_DRAWINGS,
  pictures: null,
  step: null,
  hidden: FIRST_HIDDEN,
  panel: FIRST_PANEL,
  narrowTab: 'numbers',
  views: FIRST_PANEL_VIEWS,
  hiddenRegions: [],
  presentation: 'page',
  centre: 'plot',
  theme: 'system',
  language: null,
};

/** What of the state a link is written from. */
export type Shareable = PanelViews &
  Pick<
    SettingsSlice & ContestantsSlice & TaskSlice,
    'settings' | 'hidden' | 'taskIndex' | 'taskEdits' | 'drawings'
  > &
  Pick<AdaptationSlice, 'step' | 'playing' | 'greetingDue'> &
  Pick<PicturesShown, 'pictures'> &
  Pick<ViewSlice, 'panel' | 'narrowTab' | 'hiddenRegions' | 'presentation' | 'centre' | 'theme' | 'language'>;

/** What a link carries as it stands. */
const AS_IT_STANDS = [
  'settings',
  'taskIndex',
  'taskEdits',
  'drawings',
  'pictures',
  'panel',
  'narrowTab',
  'presentation',
  'centre',
  'theme',
  'language',
] as const;

/** The part of the state that a link carries. */
export function sharedOf(state: Shareable): SharedState {
  const { settings, step, hidden, hiddenRegions } = state;
  const isLast = state.greetingDue || state.playing || step === settings.innerSteps;
  return {
    ...pick(state, AS_IT_STANDS),
    step: isLast ? null : step,
    hidden: CONTESTANT_IDS.filter((id) => hidden.includes(id)),
    views: pick(state, PANEL_VIEWS),
    hiddenRegions: inOrder(hiddenRegions),
  };
}

/** Of plain data whose fields stand in the same order. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface SharedSlice {
  /** Makes the page what `shared` says. @throws PlaygroundError for what no setting or task may be. */
  readonly restore: (shared: SharedState) => void;
}

type Needs = Shareable &
  Pick<SettingsSlice & ContestantsSlice, 'changeSettings' | 'showContestant'> &
  Pick<TaskSlice & ErrorMapSlice, 'taskPast' | 'taskFuture' | 'errorMap' | 'drawErrorMap'>;

export function createSharedSlice({ get, set }: Access<Needs>): SharedSlice {
  return {
    restore: (shared) => {
      const { settings, taskIndex, taskEdits, drawings, pictures, step, views, ...page } = shared;
      checkTaskEdits(taskEdits, settings);
      checkDrawings(drawings);
      const before = get();
      if (!isEqual(settings, before.settings)) {
        const { architecture } = before.settings;
        get().changeSettings(
          isEqual(settings.architecture, architecture) ? { ...settings, architecture } : settings,
        );
      }
      // Another family has let go of the edits.
      const now = get();
      const sameTask =
        taskIndex === now.taskIndex && isEqual(taskEdits, now.taskEdits) && isEqual(drawings, now.drawings);
      set({
        ...(sameTask ? {} : { taskIndex, taskEdits, drawings, taskPast: [], taskFuture: [] }),
        ...(isEqual(pictures, now.pictures) ? {} : { pictures }),
        playing: false,
        ...(step === null
          ? { step: get().greetingDue ? OPENING_STEP : settings.innerSteps }
          : { step: Math.min(step, settings.innerSteps), greetingDue: false }),
        ...page,
        ...views,
      });
      const isDrawn = before.errorMap !== null && !isEqual(views.errorMapView, before.errorMapView);
      if (isDrawn) void get().drawErrorMap();
      // Before the manifest is read none is there to be fetched; then those that are shown come by themselves.
      for (const id of CONTESTANT_IDS) {
        if (!page.hidden.includes(id)) void get().showContestant(id);
      }
    },
  };
}
