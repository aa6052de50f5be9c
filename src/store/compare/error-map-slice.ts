/** Errors over two numbers of the family's tasks: cell after cell, every inner step at once, for one contestant or two. */
import {
  cellOrder,
  cellPlace,
  type ErrorGrid,
  type GridRanges,
  type GridSize,
} from '#families/error-grid.ts';
import { curveFamilyOf } from '#families/family-of.ts';
import type { Settings } from '#training/settings.ts';
import type { Contestant, ContestantId } from '../contestants/contestants.ts';
import { fitsFamily, ratesOf, shownContestants, sightOf } from '../contestants/contestants.ts';
import { sameAdaptation } from '#training/setting-effects.ts';
import { inCommands } from '../commands.ts';
import { createJob } from '../jobs.ts';
import type { ContestantsSlice } from '../contestants/state.ts';
import type { SettingsSlice } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';

/** Tasks of each cell. */
export const DRAWS_PER_CELL = 4;

/** One contestant's errors. */
export interface ErrorMapLayer {
  readonly id: ContestantId;
  /** Of the weights that were asked. */
  readonly iteration: number;
  readonly parameters: Float32Array;
  /** Mean query losses [cells, innerSteps + 1]. */
  readonly errors: Float32Array;
  /** Which cells have theirs. */
  readonly known: readonly boolean[];
}

export interface ErrorMap {
  readonly grid: ErrorGrid;
  /** What the first contestant was trained on. */
  readonly training: GridRanges;
  /** The settings under which it was made. */
  readonly settings: Settings;
  readonly layers: Partial<Readonly<Record<ContestantId, ErrorMapLayer>>>;
}

/** What to draw. */
export interface ErrorMapView {
  readonly size: GridSize;
  readonly isBeyond: boolean;
  readonly of: ContestantId;
  /** Whose errors are taken off, if anybody's. */
  readonly minus: ContestantId | null;
}

export const FIRST_ERROR_MAP_VIEW: ErrorMapView = { size: 12, isBeyond: false, of: 'maml', minus: null };

export interface ErrorMapSlice {
  readonly errorMap: ErrorMap | null;
  /** Cells done of those to be asked, of all contestants together, while a map is being drawn. */
  readonly mapping: { readonly done: number; readonly of: number } | null;
  readonly errorMapView: ErrorMapView;
  /** A map that is there is drawn anew as far as needed. */
  readonly setErrorMapView: (change: Partial<ErrorMapView>) => void;
  readonly drawErrorMap: () => Promise<void>;
  /** Keeps the cells that are known. */
  readonly stopErrorMap: () => void;
}

type Needs = ErrorMapSlice &
  Pick<
    SettingsSlice & ContestantsSlice,
    'settings' | 'contestants' | 'shipped' | 'hidden' | 'fetchContestant'
  >;

function sameGrid(a: ErrorGrid, b: ErrorGrid): boolean {
  return (
    a.size === b.size &&
    a.x.from === b.x.from &&
    a.x.to === b.x.to &&
    a.y.from === b.y.from &&
    a.y.to === b.y.to
  );
}

/** What was found before, as far as it answers the same question. */
function layersToKeep(
  before: ErrorMap | null,
  grid: ErrorGrid,
  settings: Settings,
  contestants: Needs['contestants'],
): ErrorMap['layers'] {
  if (before === null || !sameGrid(before.grid, grid) || !sameAdaptation(before.settings, settings))
    return {};
  const kept = Object.values(before.layers).filter(
    ({ id, parameters }) => contestants[id]?.network.parameters === parameters,
  );
  return Object.fromEntries(kept.map((layer) => [layer.id, layer]));
}

function emptyLayer({ id, details, network }: Contestant, cells: number, stepCount: number): ErrorMapLayer {
  return {
    id,
    iteration: details.iteration,
    parameters: network.parameters,
    errors: new Float32Array(cells * stepCount),
    known: Array.from({ length: cells }, () => false),
  };
}

/** The layer with the errors [cells, steps] of some more cells. */
function withCells(layer: ErrorMapLayer, cells: readonly number[], found: Float32Array): ErrorMapLayer {
  const stepCount = found.length / cells.length;
  const errors = layer.errors.slice();
  const known = [...layer.known];
  cells.forEach((cell, place) => {
    errors.set(found.subarray(place * stepCount, (place + 1) * stepCount), cell * stepCount);
    known[cell] = true;
  });
  return { ...layer, errors, known };
}

/** Of a first and perhaps a second contestant, those whose weights are here or can be fetched. */
export function mappedContestants({
  errorMapView,
  contestants,
  shipped,
  hidden,
}: Pick<Needs, 'errorMapView' | 'contestants' | 'shipped' | 'hidden'>): {
  readonly of: ContestantId | null;
  readonly minus: ContestantId | null;
} {
  const isThere = (id: ContestantId) => contestants[id] !== undefined || shipped[id] !== undefined;
  const { of, minus } = errorMapView;
  const first = isThere(of) ? of : (shownContestants(contestants, hidden)[0]?.id ?? null);
  return { of: first, minus: minus !== null && isThere(minus) && minus !== first ? minus : null };
}

export function createErrorMapSlice({ get, set, client, notify }: SliceContext<Needs>): ErrorMapSlice {
  const job = createJob(notify, () => set({ mapping: null }));

  const draw = async (signal: AbortSignal) => {
    set({ mapping: { done: 0, of: 0 } });
    const { errorMapView, fetchContestant } = get();
    const { of, minus } = mappedContestants(get());
    const ids = [of, minus].filter((id) => id !== null);
    await Promise.all(ids.map(fetchContestant));
    signal.throwIfAborted();
    const { settings, contestants, errorMap: before } = get();
    const taking = ids
      .flatMap((id) => contestants[id] ?? [])
      .filter((contestant) => fitsFamily(contestant, settings));
    const [first] = taking;
    const map = curveFamilyOf(settings)?.cells ?? null;
    if (first === undefined || map === null) return;
    const training = map.trained(first.details.settings);
    const { size, isBeyond } = errorMapView;
    const grid = { size, ...(isBeyond ? map.beyond(training) : training) };
    const order = cellOrder(grid.size);
    const stepCount = settings.innerSteps + 1;
    const layers: Partial<Record<ContestantId, ErrorMapLayer>> = layersToKeep(
      before,
      grid,
      settings,
      contestants,
    );
    const wanting = taking.map((contestant) => {
      const layer = layers[contestant.id] ?? emptyLayer(contestant, order.length, stepCount);
      layers[contestant.id] = layer;
      const request = {
        network: contestant.network,
        rates: ratesOf(contestant, settings.alpha),
        sees: sightOf(contestant),
        settings,
        draws: DRAWS_PER_CELL,
      };
      return { id: contestant.id, request, missing: order.filter((cell) => layer.known[cell] !== true) };
    });
    const total = wanting.reduce((sum, { missing }) => sum + missing.length, 0);
    const show = (done: number) =>
      set({
        errorMap: { grid, training, settings, layers: { ...layers } },
        mapping: done < total ? { done, of: total } : null,
      });
    show(0);
    const ask = async (_: number, tasks: number) => {
      let asked = 0;
      for (const { id, request, missing } of wanting) {
        const cells = missing.splice(0, Math.max(1, Math.round(tasks / DRAWS_PER_CELL)));
        if (cells.length === 0) continue;
        const found = await client.send('cellErrors', {
          ...request,
          cells: cells.map((cell) => ({ number: cell, ...cellPlace(grid, cell) })),
        });
        signal.throwIfAborted();
        const layer = layers[id];
        if (layer !== undefined) layers[id] = withCells(layer, cells, found);
        asked += cells.length;
      }
      return asked;
    };
    await inCommands(total, ask, show, { tasksEach: DRAWS_PER_CELL });
  };

  return {
    errorMap: null,
    mapping: null,
    errorMapView: FIRST_ERROR_MAP_VIEW,
    setErrorMapView: (change) => {
      set({ errorMapView: { ...get().errorMapView, ...change } });
      if (get().errorMap !== null) void get().drawErrorMap();
    },
    drawErrorMap: () => job.begin(draw),
    stopErrorMap: job.stop,
  };
}
