/** The whole state of the page and what can be done to it. Only the store and what draws it know all of it. */
import type { AdaptationSlice } from './task/state.ts';
import type { BackgroundSlice } from './engine/background-slice.ts';
import type { ComparisonSlice } from './compare/comparison-slice.ts';
import type { ContestantsSlice } from './contestants/state.ts';
import type { MeasurementSlice } from './engine/measurement.ts';
import type { EngineSlice, SelfCheckSlice } from './engine/state.ts';
import type { ErrorMapSlice } from './compare/error-map-slice.ts';
import type { InsideSlices } from './inside/views.ts';
import type { LearnSlice } from './page/learn-slice.ts';
import type { MetaStepSlice } from './training/meta-step-slice.ts';
import type { NoticesSlice } from './page/notices-slice.ts';
import type { CurvesSlice } from './curves/curves-slice.ts';
import type { PicturesSlice } from './pictures/state.ts';
import type { PublishedSlice } from './compare/published-slice.ts';
import type { SavedSlice } from './saved/saved-slice.ts';
import type { SettingsSlice } from './settings-slice.ts';
import type { SharedSlice } from './page/shared-slice.ts';
import type { StabilitySlice } from './task/stability-slice.ts';
import type { TaskSlice } from './task/task-slice.ts';
import type { TimelineSlice } from './training/timeline-slice.ts';
import type { RemediesSlice } from './training/remedies-slice.ts';
import type { RunSlice } from './training/state.ts';
import type { UpdateSlice } from './engine/update-slice.ts';
import type { ViewSlice } from './page/view-slice.ts';
import type { WeightsSlice } from './contestants/weights-slice.ts';

export interface PlaygroundState
  extends SettingsSlice,
    TaskSlice,
    ContestantsSlice,
    AdaptationSlice,
    StabilitySlice,
    EngineSlice,
    SelfCheckSlice,
    MeasurementSlice,
    RunSlice,
    RemediesSlice,
    PicturesSlice,
    CurvesSlice,
    TimelineSlice,
    MetaStepSlice,
    ComparisonSlice,
    InsideSlices,
    ErrorMapSlice,
    PublishedSlice,
    UpdateSlice,
    ViewSlice,
    WeightsSlice,
    SharedSlice,
    SavedSlice,
    LearnSlice,
    BackgroundSlice,
    NoticesSlice {}
