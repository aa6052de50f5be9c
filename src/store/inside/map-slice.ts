/** The loss map: support and query loss on a plane through θ, with every shown contestant's way over it. */
import { sameArchitecture } from '#models/architecture.ts';
import type { MapAxes, MapLosses, MapStep } from '#engine/protocol.ts';
import {
  canBeAsked,
  type Contestant,
  type ContestantId,
  stepChoices,
  shownContestants,
  sightOf,
} from '../contestants/contestants.ts';
import { lookedInto } from './inside-slice.ts';
import { lateWork, type ViewNeeds, type ViewWork } from './open-view.ts';
import type { MapGrid } from './map-grid.ts';
import type { SliceContext } from '../slice.ts';

export type { MapAxes, MapStep };

export const MAP_AXES = ['own', 'all', 'random'] as const satisfies readonly MapAxes[];

export interface MapChoice {
  readonly axes: MapAxes;
  /** Of the random directions. */
  readonly seed: number;
  /** 1 shows every step that the axes follow. */
  readonly zoom: number;
}

export const FIRST_MAP_CHOICE: MapChoice = { axes: 'own', seed: 1, zoom: 1 };
export const MAP_ZOOMS = { minimum: 0.1, maximum: 10 } as const;

/** A contestant's way over the map; steps after it blew up are missing. */
export interface MapPath {
  readonly id: ContestantId;
  readonly steps: readonly MapStep[];
  /** How many there would be. */
  readonly stepCount: number;
}

export interface LossMap extends MapLosses {
  readonly choice: MapChoice;
  readonly centre: ContestantId;
  /** How many of the two axes are principal directions of steps; the others are random. */
  readonly principal: number;
  readonly grid: MapGrid;
  readonly paths: readonly MapPath[];
  /** Shown contestants with another network: there is no place for them on the plane. */
  readonly apart: readonly ContestantId[];
}

export interface MapSlice {
  readonly mapChoice: MapChoice;
  readonly setMap: (change: Partial<MapChoice>) => void;
  readonly lossMap: LossMap | null;
  /** Share of the next map that is computed; `null` when there is no next one. */
  readonly mapProgress: number | null;
}

function sameNetworkKind(a: Contestant, b: Contestant): boolean {
  return sameArchitecture(a.network.architecture, b.network.architecture) && sightOf(a) === sightOf(b);
}

/** Of the page, what a map is made of. */
export type MapNeeds = ViewNeeds & MapSlice;

/** Who is on the map: the centre, also if it is hidden, and all shown ones with a network like it. */
export function castOf(state: MapNeeds) {
  const { contestants, hidden } = state;
  const centre = lookedInto(state);
  if (centre === null || !canBeAsked(centre, state.task)) return null;
  const shown = shownContestants(contestants, hidden);
  const like = shown.filter((contestant) => contestant === centre || sameNetworkKind(contestant, centre));
  return {
    centre,
    onMap: like.includes(centre) ? like : [centre, ...like],
    apart: shown.filter((contestant) => !like.includes(contestant)).map(({ id }) => id),
  };
}

export function createMapSlice(context: SliceContext<MapNeeds>): {
  slice: MapSlice;
  work: ViewWork<MapNeeds>;
} {
  const { get, set, notify } = context;
  return {
    slice: {
      mapChoice: FIRST_MAP_CHOICE,
      setMap: (change) => set({ mapChoice: { ...get().mapChoice, ...change } }),
      lossMap: null,
      mapProgress: null,
    },
    work: lateWork<MapNeeds>(
      (state) => {
        const cast = castOf(state);
        const { settings, task, mapChoice } = state;
        return {
          choices: [...stepChoices(settings), task, mapChoice, ...(cast?.apart ?? [])],
          weights: [cast?.centre ?? null, ...(cast?.onMap ?? [])],
        };
      },
      async () => (await import('./map-work.ts')).createMapWork(context),
      notify,
    ),
  };
}
