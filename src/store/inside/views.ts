/** All that looks into a contestant: the views, each with the work behind it. */
import { createGaugeSlice, type GaugeSlice } from './gauge-slice.ts';
import { createInsideSlice, type InsideSlice } from './inside-slice.ts';
import { followOpenView, type ViewNeeds, type Seen } from './open-view.ts';
import { createMapSlice, type MapSlice } from './map-slice.ts';
import { createParametersSlice, type ParametersSlice } from './parameters-slice.ts';
import { createSeen, NOTHING_SEEN, type SeenSlice } from './seen-slice.ts';
import { createTwoTasksSlice, type TwoTasksSlice } from './two-tasks-slice.ts';
import type { Followed, SliceContext } from '../slice.ts';
import type { PicturesShown } from '../pictures/state.ts';
import type { AdaptationSlice, TaskVersions } from '../task/state.ts';

export interface InsideSlices
  extends InsideSlice,
    GaugeSlice,
    MapSlice,
    ParametersSlice,
    TwoTasksSlice,
    SeenSlice {}

type Needs = InsideSlices &
  ViewNeeds &
  Pick<TaskVersions & AdaptationSlice, 'taskIndex' | 'step'> &
  PicturesShown &
  Seen;

export function createInside(context: SliceContext<Needs>) {
  const gauge = createGaugeSlice(context);
  const map = createMapSlice(context);
  const parameters = createParametersSlice(context);
  const twoTasks = createTwoTasksSlice(context);
  const slices: InsideSlices = {
    ...createInsideSlice(context),
    ...gauge.slice,
    ...map.slice,
    ...parameters.slice,
    ...twoTasks.slice,
    ...NOTHING_SEEN,
  };
  return {
    slices,
    /** Computes what is open whenever what it depends on changes. */
    follow: (store: Followed<Needs>) =>
      followOpenView(store, {
        gauge: gauge.work,
        map: map.work,
        parameters: parameters.work,
        // It looks at the same path, unit by unit.
        network: parameters.work,
        twoTasks: twoTasks.work,
        ...createSeen(context),
      }),
  };
}
