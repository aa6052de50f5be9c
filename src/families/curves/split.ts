/** Which curves of a file are trained on, and which are kept from training. The file alone says it, so that no seed of a run mixes them. */
import { randomSource, STREAMS } from '#core/rng.ts';
import { shuffled } from '../own-tasks.ts';

export const PARTS = ['training', 'validation', 'heldOut'] as const;
export type Part = (typeof PARTS)[number];

/** Numbers of curves, from 0. */
export type Split = Readonly<Record<Part, readonly number[]>>;

const SPLIT_SEED = 1;
const SHARE = 0.15;

/** 70 in 100 to train on, 15 for validation and 15 held out, in an order that shuffles the file's. */
export function splitOf(count: number): Split {
  const random = randomSource(SPLIT_SEED, STREAMS.curveSplit);
  const order = shuffled(count, (draw) => random.uniform(0, draw));
  const each = Math.max(1, Math.round(SHARE * count));
  return {
    training: order.slice(2 * each),
    validation: order.slice(0, each),
    heldOut: order.slice(each, 2 * each),
  };
}
