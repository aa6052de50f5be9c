/** Where a task lies outside of what the shipped MAML was trained on. */
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { SinusoidNumbers } from '#families/sinusoid/settings.ts';
import type { Sinusoid } from '#families/sinusoid/sinusoid.ts';
import { usePlayground } from '#store/react.ts';

/** A number of a curve with the interval that training drew it from. */
export interface Excess {
  readonly id: keyof Sinusoid;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Float32 weights files round the ends of an interval. */
const ROUNDING = 1e-6;

/** The ends of the intervals that training drew curves from. */
export type TrainedRanges = Pick<SinusoidNumbers, `${keyof Sinusoid}${'From' | 'To'}`>;

/** What of the curve lies beyond training, with the settings of the shipped MAML, or the paper's until it is here. */
export function excessOf(curve: Sinusoid, settings: TrainedRanges = DEFAULT_SETTINGS): Excess[] {
  return (['amplitude', 'phase', 'frequency'] as const).flatMap((id) => {
    const [from, to] = [settings[`${id}From`], settings[`${id}To`]];
    const value = curve[id];
    return value < from - ROUNDING || value > to + ROUNDING ? [{ id, value, from, to }] : [];
  });
}

export function useExcess(curve: Sinusoid | null): Excess[] {
  const settings = usePlayground((state) => state.contestants.maml?.details.settings);
  return curve === null ? [] : excessOf(curve, settings);
}
