/** The numbers that fix a distribution of sinusoids. */
import { count, type NumberSetting, real } from '#core/number-setting.ts';
import { PAPER_RANGES, type SinusoidRanges } from './sinusoid.ts';

/** Canonical values: MAML paper, section 5.1; x and A in the units of the plot. */
export const SINUSOID_SETTINGS = {
  amplitudeFrom: real('A', 0.1, 10, PAPER_RANGES.amplitude.from, 0.1),
  amplitudeTo: real('A', 0.1, 10, PAPER_RANGES.amplitude.to, 0.1),
  phaseFrom: real('φ', 0, 2 * Math.PI, PAPER_RANGES.phase.from, 0.01),
  phaseTo: real('φ', 0, 2 * Math.PI, PAPER_RANGES.phase.to, 0.01),
  frequencyFrom: real('ω', 0.1, 3, PAPER_RANGES.frequency.from, 0.05),
  frequencyTo: real('ω', 0.1, 3, PAPER_RANGES.frequency.to, 0.05),
  noise: real('σ', 0, 2, PAPER_RANGES.noise, 0.05),
  /** 0: anywhere; else x is one of so many, evenly spaced. */
  positions: count('', 1000),
} as const satisfies Record<string, NumberSetting>;

export type SinusoidNumbers = Readonly<Record<keyof typeof SINUSOID_SETTINGS, number>>;

/** The sinusoid distribution that the settings describe; x stays on the paper's [−5, 5]. */
export function rangesOf(numbers: SinusoidNumbers): SinusoidRanges {
  return {
    amplitude: { from: numbers.amplitudeFrom, to: numbers.amplitudeTo },
    phase: { from: numbers.phaseFrom, to: numbers.phaseTo },
    frequency: { from: numbers.frequencyFrom, to: numbers.frequencyTo },
    x: PAPER_RANGES.x,
    noise: numbers.noise,
    positions: numbers.positions,
  };
}
