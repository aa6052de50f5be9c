/** The numbers that fix a distribution of sinusoids. */
import { count, interval, type NumberSetting, real } from '#core/number-setting.ts';
import { said } from '#core/saying.ts';
import { PAPER_RANGES, type SinusoidRanges } from './sinusoid.ts';

const { amplitude, phase, frequency, noise } = PAPER_RANGES;

/** Canonical values: MAML paper, section 5.1; x and A in the units of the plot. */
export const SINUSOID_SETTINGS = {
  ...interval('amplitude', real('A', 0.1, 10, amplitude.from, 0.1), amplitude.to, {
    rail: { section: 'task', isFolded: true, place: 2, term: 'amplitude' },
    flag: { help: 'range of A in y = A·sin(ωx − φ)' },
  }),
  ...interval('phase', real('φ', 0, 2 * Math.PI, phase.from, 0.01), phase.to, {
    rail: { section: 'task', isFolded: true, place: 2, term: 'phase' },
    flag: { help: 'range of φ' },
  }),
  ...interval('frequency', real('ω', 0.1, 3, frequency.from, 0.05), frequency.to, {
    rail: { section: 'task', isFolded: true, place: 2, term: 'frequency' },
    flag: { help: 'range of ω' },
  }),
  noise: {
    ...real('σ', 0, 2, noise, 0.05),
    isSpelt: true,
    rail: { section: 'task', isFolded: true, place: 2, term: 'noise' },
    flag: { help: 'standard deviation added to y' },
  },
  /** 0: anywhere; else x is one of so many, evenly spaced. */
  positions: {
    ...count('', 1000),
    name: said`the number of positions of x`,
    rail: { section: 'task', isFolded: true, place: 4, isRare: true },
    flag: { help: 'x is one of so many, evenly spaced; 0: anywhere' },
  },
} satisfies Record<string, NumberSetting>;

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
