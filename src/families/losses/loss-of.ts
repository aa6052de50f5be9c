/** Losses by name. */
import type { Loss } from './loss.ts';
import { LOSSES } from './losses.ts';

export type LossName = keyof typeof LOSSES;
export const LOSS_NAMES = Object.keys(LOSSES) as [LossName, ...LossName[]];
/** What is meant where none is named. */
export const [FIRST_LOSS] = LOSS_NAMES;

export function lossOf(name: LossName): Loss {
  return LOSSES[name];
}
