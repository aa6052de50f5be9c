/** What is open within the panels, and how they show it: plain data that a link carries. */
import { type ComparisonSlice, FIRST_COMPARISON_VIEW } from '../compare/comparison-slice.ts';
import { type ErrorMapSlice, FIRST_ERROR_MAP_VIEW } from '../compare/error-map-slice.ts';
import { FIRST_MAP_CHOICE, type MapSlice } from '../inside/map-slice.ts';
import type { PublishedSlice } from '../compare/published-slice.ts';
import type { InsideSlice } from '../inside/inside-slice.ts';
import type { AdaptationSlice } from '../task/state.ts';
import type { LearnSlice } from './learn-slice.ts';
import type { ViewSlice } from './view-slice.ts';

/** Inner steps a second while playing. */
export const SPEEDS = [1, 2, 5, 10] as const;

type Panels = AdaptationSlice &
  ComparisonSlice &
  ErrorMapSlice &
  PublishedSlice &
  InsideSlice &
  MapSlice &
  LearnSlice &
  ViewSlice;

const FIRST = {
  speed: 2,
  numbersView: 'now',
  learnSection: 'tours',
  comparisonView: FIRST_COMPARISON_VIEW,
  errorMapView: FIRST_ERROR_MAP_VIEW,
  publishedTable: 'mamlTable2',
  publishedTasks: 600,
  insideView: 'gauge',
  insideContestant: 'maml',
  mapChoice: FIRST_MAP_CHOICE,
} as const satisfies Partial<Panels>;

export type PanelViews = Pick<Panels, keyof typeof FIRST>;

/** What the panels open with. */
export const FIRST_PANEL_VIEWS: PanelViews = FIRST;

export const PANEL_VIEWS = Object.keys(FIRST) as (keyof PanelViews)[];
