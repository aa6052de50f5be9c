/** The loss map: support and query loss on a plane through θ, with every shown contestant's way over it. */
import { familyOf } from '#families/family-of.ts';
import { sameArchitecture } from '#models/architecture.ts';
import type { MapAxes, MapLosses, MapPlane, MapStep } from '#engine/protocol.ts';
import {
  canBeAsked,
  type Contestant,
  type ContestantId,
  ratesOf,
  stepChoices,
  seenTask,
  shownContestants,
  sightOf,
} from '../contestants/contestants.ts';
import { lookedInto } from './inside-slice.ts';
import { sameEntries, type ViewNeeds, type ViewWork } from './open-view.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import { lossesOnGrid } from './grid-losses.ts';
import { type MapGrid, mapGrid } from './map-grid.ts';
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

/** Changes come in swarms, and a map is much work. */
const QUIET_MILLISECONDS = 250;
/** While a training runs. */
const PAUSE_MILLISECONDS = 2000;

function sameNetworkKind(a: Contestant, b: Contestant): boolean {
  return sameArchitecture(a.network.architecture, b.network.architecture) && sightOf(a) === sightOf(b);
}

type Needs = ViewNeeds & MapSlice;

/** Who is on the map: the centre, also if it is hidden, and all shown ones with a network like it. */
function castOf(state: Needs) {
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

/** What has to be in sight: everything that the axes were made for. */
function gridOf({ paths }: MapPlane, centre: number, { axes, zoom }: MapChoice): MapGrid {
  const own = paths[centre] ?? [];
  // Random directions catch next to nothing of a step: what counts is how far it went.
  const reach = axes === 'random' ? Math.max(0, ...own.map(({ distance }) => distance)) : 0;
  return mapGrid(axes === 'all' ? paths.flat() : own, reach, zoom);
}

export function createMapSlice({ get, set, client, notify }: SliceContext<Needs>): {
  slice: MapSlice;
  work: ViewWork<Needs>;
} {
  /** The plane of the moment, for another zoom. */
  let known: { readonly inputs: readonly unknown[]; readonly plane: MapPlane } | null = null;

  const planeFor = async (state: Needs, onMap: readonly Contestant[], centre: Contestant) => {
    const { settings, task, mapChoice, engine } = state;
    const { innerSteps } = settings;
    const inputs = [...stepChoices(settings), task, engine, mapChoice.axes, mapChoice.seed, centre, ...onMap];
    if (known !== null && sameEntries(known.inputs, inputs)) return known.plane;
    const plane = await client.send('mapPlane', {
      architecture: centre.network.architecture,
      loss: familyOf(task).loss,
      parameters: onMap.map(({ network }) => network.parameters),
      rates: onMap.map((contestant) => ratesOf(contestant, settings)),
      task: seenTask(centre, task),
      innerSteps,
      centre: onMap.indexOf(centre),
      axes: mapChoice.axes,
      seed: mapChoice.seed,
    });
    known = { inputs, plane };
    return plane;
  };

  const draw = async (signal: AbortSignal) => {
    const state = get();
    const cast = castOf(state);
    if (cast === null) {
      set({ lossMap: null });
      return;
    }
    const { centre, onMap, apart } = cast;
    const { mapChoice, task, settings } = state;
    const { architecture } = centre.network;
    const found = await planeFor(state, onMap, centre);
    signal.throwIfAborted();
    const grid = gridOf(found, onMap.indexOf(centre), mapChoice);
    const asked = {
      architecture,
      loss: familyOf(task).loss,
      plane: found.plane,
      task: seenTask(centre, task),
    };
    const losses = await lossesOnGrid(client, grid, asked, signal, (mapProgress) => set({ mapProgress }));
    const paths = onMap.map(({ id }, index) => ({
      id,
      steps: found.paths[index] ?? [],
      stepCount: settings.innerSteps + 1,
    }));
    const { principal } = found;
    set({ lossMap: { choice: mapChoice, centre: centre.id, principal, grid, paths, apart, ...losses } });
  };

  const job = createFollowingJob(
    createJob(notify, () => set({ mapProgress: null })),
    draw,
  );

  return {
    slice: {
      mapChoice: FIRST_MAP_CHOICE,
      setMap: (change) => set({ mapChoice: { ...get().mapChoice, ...change } }),
      lossMap: null,
      mapProgress: null,
    },
    work: {
      inputs: (state) => {
        const cast = castOf(state);
        const { settings, task, mapChoice } = state;
        return {
          choices: [...stepChoices(settings), task, mapChoice, ...(cast?.apart ?? [])],
          weights: [cast?.centre ?? null, ...(cast?.onMap ?? [])],
        };
      },
      refresh: (gently) => {
        if (gently) {
          job.askGently(PAUSE_MILLISECONDS);
          return;
        }
        // The first map need not wait for anybody.
        job.ask(get().lossMap === null ? 0 : QUIET_MILLISECONDS);
        set({ mapProgress: 0 });
      },
      stop: job.stop,
    },
  };
}
