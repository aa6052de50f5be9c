/** Which curves of a file are trained on, and which are kept from training. It has a seed of its own, so that no seed of a run mixes them. */
import { randomSource, STREAMS } from '#core/rng.ts';
import type { Part } from '../parts.ts';
import type { CurvesNumbers } from './settings.ts';
import { shuffled } from '../own-tasks.ts';

/** Numbers of curves, from 0. */
export type Split = Readonly<Record<Part, readonly number[]>>;

/** So many in 100 held out, as many for validation and the rest to train on, in an order that shuffles the file's. */
export function splitOf(
  count: number,
  { heldOutShare, splitSeed }: Pick<CurvesNumbers, 'heldOutShare' | 'splitSeed'>,
): Split {
  const random = randomSource(splitSeed, STREAMS.curveSplit);
  const order = shuffled(count, (draw) => random.uniform(0, draw));
  const each = Math.max(1, Math.round((heldOutShare * count) / 100));
  return {
    training: order.slice(2 * each),
    validation: order.slice(0, each),
    heldOut: order.slice(each, 2 * each),
  };
}
