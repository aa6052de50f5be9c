/** Errors of the tasks of chosen cells: for the error map. */
import type { MetaEngine } from '#training/meta-engine.ts';
import { errorCellsOf } from '#families/error-maps.ts';
import type { CellErrorsRequest } from '#engine/protocol.ts';
import { queryLosses, sightOf } from './query-losses.ts';
import { countsOf } from '#training/training-plan.ts';

/**
 * Mean query losses [cells, innerSteps + 1]. A cell's tasks have its two numbers, and points of their own that follow from
 * the seed and the cell's number alone. None without an error map of the family.
 */
export async function cellErrors(
  engine: Pick<MetaEngine, 'evaluate'>,
  request: CellErrorsRequest,
): Promise<Float32Array> {
  const { settings, cells, draws } = request;
  const map = errorCellsOf(settings);
  if (map === null) return new Float32Array();
  const tasks = cells.flatMap(({ number, ...place }) => {
    const distribution = map.tasks(settings, place, sightOf(request));
    return Array.from({ length: draws }, (_, draw) =>
      distribution.sample(number * draws + draw, countsOf(settings)),
    );
  });
  const { losses, stepCount } = await queryLosses(engine, request, tasks);
  const means = new Float32Array(cells.length * stepCount);
  losses.forEach((found, index) => {
    const cell = Math.floor(index / (stepCount * draws));
    const place = cell * stepCount + (index % stepCount);
    means[place] = (means[place] ?? 0) + found / draws;
  });
  return means;
}
