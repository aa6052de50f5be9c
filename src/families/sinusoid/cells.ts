/** The error map of sinusoids: amplitude goes up, phase to the right. */
import { STREAMS } from '#core/rng.ts';
import type { Range } from '../curve/curve.ts';
import type { ErrorCells } from '../error-grid.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import { quantitiesOf } from './quantities.ts';
import { rangesOf, type SinusoidNumbers } from './settings.ts';
import { type Sinusoid, sinusoidTasks } from './sinusoid.ts';

const LARGEST_AMPLITUDE = 10;
const WHOLE_TURN = 2 * Math.PI;

const only = (value: number): Range => ({ from: value, to: value });

export const cells: ErrorCells<SinusoidNumbers, Sinusoid> = {
  axes(numbers) {
    const { phase, amplitude } = quantitiesOf(numbers);
    return { x: phase, y: amplitude };
  },
  trained(numbers) {
    const { phase, amplitude } = rangesOf(numbers);
    return { x: phase, y: amplitude };
  },
  // Twice the amplitude, and a whole turn of phase.
  beyond: ({ y: { from, to } }) => ({
    x: { from: 0, to: WHOLE_TURN },
    y: { from, to: Math.max(to, Math.min(LARGEST_AMPLITUDE, 2 * to)) },
  }),
  tasks(numbers, { x, y }, sees) {
    const ranges = { ...rangesOf(numbers), phase: only(x), amplitude: only(y) };
    return sinusoidTasks(ranges, numbers.seed, STREAMS.errorMap, sees);
  },
  curveAt: ({ frequencyFrom, frequencyTo }, { x, y }) => {
    return { amplitude: y, phase: x, frequency: (frequencyFrom + frequencyTo) / 2 };
  },
  worstLoss: ({ noise }, { y }) => worstSquaredError(y.to + 2 * noise),
};
