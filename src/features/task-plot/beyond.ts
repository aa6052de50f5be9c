/** Curves beyond what the shipped MAML was trained on, one number of a sinusoid each. */
import type { Sinusoid } from '#families/sinusoid/sinusoid.ts';
import { excessOf, type TrainedRanges } from './training-ranges.ts';

/** One number of the curve beyond training each. */
export const BEYOND = [
  { id: 'amplitude', value: 8 },
  { id: 'phase', value: 1.5 * Math.PI },
  { id: 'frequency', value: 2 },
] as const satisfies readonly { id: keyof Sinusoid; value: number }[];

/** To start from where the curve is no sinusoid. */
const PLAIN_SINE: Sinusoid = { amplitude: 3, phase: 1, frequency: 1 };

/** The curve with those of its numbers that lie beyond training brought back, so that choices do not pile up. */
export function withinTraining(curve: Sinusoid | null, trained: TrainedRanges | undefined): Sinusoid {
  if (curve === null) return PLAIN_SINE;
  const back = excessOf(curve, trained).map(({ id }) => [id, PLAIN_SINE[id]] as const);
  return { ...curve, ...Object.fromEntries(back) };
}
