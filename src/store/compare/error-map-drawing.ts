/** Draws an error map cell after cell: it comes when the first is asked for. */
import { cellOrder, cellPlace, type ErrorGrid } from '#families/error-grid.ts';
import { errorCellsOf } from '#families/error-maps.ts';
import { sameAdaptation } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import { inCommands } from '../commands.ts';
import {
  askedOf,
  type ContestantId,
  type Entrant,
  entrantOf,
  evaluatedOf,
  isPrior,
  takesPart,
} from '../contestants/contestants.ts';
import type { SliceContext } from '../slice.ts';
import {
  DRAWS_PER_CELL,
  type ErrorMap,
  type ErrorMapLayer,
  type ErrorMapNeeds,
  mappedContestants,
} from './error-map-slice.ts';

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
  contestants: ErrorMapNeeds['contestants'],
): ErrorMap['layers'] {
  if (before === null || !sameGrid(before.grid, grid) || !sameAdaptation(before.settings, settings))
    return {};
  const kept = Object.values(before.layers).filter(
    ({ id, parameters }) => (contestants[id]?.network.parameters ?? null) === parameters,
  );
  return Object.fromEntries(kept.map((layer) => [layer.id, layer]));
}

function emptyLayer(entrant: Entrant, cells: number, stepCount: number): ErrorMapLayer {
  return {
    ...evaluatedOf(entrant),
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

/** Keeps what was found before as far as it answers the same question. @throws the signal's reason once it is aborted. */
export async function drawErrorMap(
  { get, set, client }: SliceContext<ErrorMapNeeds>,
  signal: AbortSignal,
): Promise<void> {
  const { errorMapView, fetchContestant } = get();
  const { of, minus } = mappedContestants(get());
  const ids = [of, minus].filter((id) => id !== null);
  await Promise.all(ids.map(fetchContestant));
  signal.throwIfAborted();
  const { settings, contestants, errorMap: before } = get();
  const taking = ids
    .flatMap((id) => entrantOf(id, contestants, settings) ?? [])
    .filter((entrant) => takesPart(entrant, settings));
  const [first] = taking;
  const map = errorCellsOf(settings);
  if (first === undefined || map === null) return;
  const training = map.trained(isPrior(first) ? settings : first.details.settings);
  const { size, isBeyond } = errorMapView;
  const grid = { size, ...(isBeyond ? map.beyond(training, settings) : training) };
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
    const request = { ...askedOf(contestant, settings), draws: DRAWS_PER_CELL };
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
}
