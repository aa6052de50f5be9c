/** All that looks into a contestant: three views, each with the work behind it. */
import type { StoreApi } from 'zustand';
import { createGaugeSlice, type GaugeSlice } from './gauge-slice.ts';
import { createInsideSlice, type InsideSlice } from './inside-slice.ts';
import { followInside } from './inside-work.ts';
import { createMapSlice, type MapSlice } from './map-slice.ts';
import { createPathSlice, type PathSlice } from './path-slice.ts';
import type { PlaygroundState, SliceContext } from '../state.ts';

export interface InsideSlices extends InsideSlice, GaugeSlice, MapSlice, PathSlice {}

export function createInside(context: SliceContext) {
  const gauge = createGaugeSlice(context);
  const map = createMapSlice(context);
  const parameters = createPathSlice(context);
  const slices: InsideSlices = {
    ...createInsideSlice(context),
    ...gauge.slice,
    ...map.slice,
    ...parameters.slice,
  };
  return {
    slices,
    /** Computes what is open whenever what it depends on changes. */
    follow: (store: StoreApi<PlaygroundState>) =>
      followInside(store, { gauge: gauge.work, map: map.work, parameters: parameters.work }),
  };
}
