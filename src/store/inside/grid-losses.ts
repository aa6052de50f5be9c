/** Losses of the networks at all points of a map's grid, asked for in parts so that others get their turn. */
import { parameterCount } from '#models/architecture.ts';
import type { MapLosses, MapLossesRequest } from '#engine/protocol.ts';
import { inCommands } from '../commands.ts';
import type { SliceContext } from '../slice.ts';
import { gridPoints, type MapGrid } from './map-grid.ts';

/** Numbers of parameters in the first command, and at most in one; how many follow is a matter of how long that takes. */
const PART_NUMBERS = 400_000;
const MOST_NUMBERS = 1_600_000;

/** `progress` hears of the share that is done. */
export async function lossesOnGrid(
  client: SliceContext<unknown>['client'],
  grid: MapGrid,
  asked: Omit<MapLossesRequest, 'points'>,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<MapLosses> {
  const points = gridPoints(grid);
  const total = points.length / 2;
  const losses = { support: new Float32Array(total), query: new Float32Array(total) };
  const within = (numbers: number) => Math.max(1, Math.floor(numbers / parameterCount(asked.architecture)));
  const sizes = { first: within(PART_NUMBERS), smallest: 1, largest: within(MOST_NUMBERS) };
  const ask = async (first: number, size: number) => {
    const part = points.slice(2 * first, 2 * (first + size));
    const { support, query } = await client.send('mapLosses', { ...asked, points: part });
    signal.throwIfAborted();
    losses.support.set(support, first);
    losses.query.set(query, first);
    return support.length;
  };
  progress(0);
  await inCommands(total, ask, (done) => progress(done / total), { sizes });
  return losses;
}
