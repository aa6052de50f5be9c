/** The loss map's work: the plane through θ that holds the steps, and the losses on it. */
import type { MapPlane } from '#engine/protocol.ts';
import { familyOf } from '#families/family-of.ts';
import { type Contestant, ratesOf, seenTask, stepChoices } from '../contestants/contestants.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';
import { lossesOnGrid } from './grid-losses.ts';
import { type MapGrid, mapGrid } from './map-grid.ts';
import { castOf, type MapChoice, type MapNeeds } from './map-slice.ts';
import { type LateWork, sameEntries } from './open-view.ts';

/** Changes come in swarms, and a map is much work. */
const QUIET_MILLISECONDS = 250;
/** While a training runs. */
const PAUSE_MILLISECONDS = 2000;

/** What has to be in sight: everything that the axes were made for. */
function gridOf({ paths }: MapPlane, centre: number, { axes, zoom }: MapChoice): MapGrid {
  const own = paths[centre] ?? [];
  // Random directions catch next to nothing of a step: what counts is how far it went.
  const reach = axes === 'random' ? Math.max(0, ...own.map(({ distance }) => distance)) : 0;
  return mapGrid(axes === 'all' ? paths.flat() : own, reach, zoom);
}

export function createMapWork({ get, set, client, notify }: SliceContext<MapNeeds>): LateWork {
  /** The plane of the moment, for another zoom. */
  let known: { readonly inputs: readonly unknown[]; readonly plane: MapPlane } | null = null;

  const planeFor = async (state: MapNeeds, onMap: readonly Contestant[], centre: Contestant) => {
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
  };
}
