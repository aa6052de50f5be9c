/** Sinusoid regression as a family of tasks: what a task is stands in `sinusoid.ts`, its numbers in `settings.ts`. */
import { STREAMS } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { FARTHEST_Y, type Quantity, type Range, X_RANGE } from '../curve/curve.ts';
import type { CurveFamily, SeenShape } from '../family.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import type { Sight } from '../task.ts';
import { checkSinusoid, FARTHEST_PHASE, HIGHEST_FREQUENCY } from './check.ts';
import { rangesOf, SINUSOID_SETTINGS, type SinusoidNumbers } from './settings.ts';
import {
  INPUTS,
  inputsSeen,
  type Sinusoid,
  type SinusoidRanges,
  sampleSinusoidTask,
  sinusoidAt,
  sinusoidTasks,
} from './sinusoid.ts';

const LARGEST_AMPLITUDE = 10;
const WHOLE_TURN = 2 * Math.PI;

const only = (value: number): Range => ({ from: value, to: value });

/** The ranges of one curve. */
function rangesOfOne(ranges: SinusoidRanges, { amplitude, phase, frequency }: Sinusoid): SinusoidRanges {
  return { ...ranges, amplitude: only(amplitude), phase: only(phase), frequency: only(frequency) };
}

function quantitiesOf(numbers: SinusoidNumbers): Readonly<Record<keyof Sinusoid, Quantity>> {
  const ranges = rangesOf(numbers);
  const quantity = (id: keyof Sinusoid, minimum: number, maximum: number): Quantity => {
    return { id, symbol: SINUSOID_SETTINGS[`${id}To`].symbol, range: ranges[id], minimum, maximum };
  };
  return {
    amplitude: quantity('amplitude', -FARTHEST_Y, FARTHEST_Y),
    phase: quantity('phase', -FARTHEST_PHASE, FARTHEST_PHASE),
    frequency: quantity('frequency', 0, HIGHEST_FREQUENCY),
  };
}

const SHAPES: Readonly<Record<Sight, SeenShape>> = {
  points: { inputs: INPUTS.points, outputs: 1, words: said`one input and one output`, example: null },
  task: {
    inputs: INPUTS.task,
    outputs: 1,
    words: said`three inputs (an oracle is told x, amplitude and phase) and one output`,
    example: [
      { name: 'x', value: 0.5 },
      { name: 'amplitude', value: 2 },
      { name: 'phase', value: 1 },
    ],
  },
};

export const sinusoid = {
  settings: SINUSOID_SETTINGS,
  sights: ['points', 'task'],
  shapeOf: (_, sees) => SHAPES[sees],
  loss: 'squaredError',
  tasks: (numbers, stream, sees) => sinusoidTasks(rangesOf(numbers), numbers.seed, stream, sees),
  oneTask(numbers, index) {
    const ranges = rangesOf(numbers);
    const { metaTraining } = STREAMS;
    const none = { shots: 0, queryPoints: 0 };
    const { curve } = sampleSinusoidTask(ranges, numbers.seed, metaTraining, index, none);
    return sinusoidTasks(rangesOfOne(ranges, curve), numbers.seed, metaTraining);
  },
  worstLoss: ({ amplitudeTo, noise }) => worstSquaredError(amplitudeTo + 2 * noise),
  cells: {
    axes: (numbers) => {
      const { phase, amplitude } = quantitiesOf(numbers);
      return { x: phase, y: amplitude };
    },
    trained: (numbers) => {
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
  },
  isPublished: true,
  hasPosterior: true,
  view: 'curve',
  curves: {
    sample(numbers, { seed, stream, index }, counts, { curve = null, x = X_RANGE } = {}) {
      const drawn = rangesOf(numbers);
      const ranges = { ...(curve === null ? drawn : rangesOfOne(drawn, curve)), x };
      return sampleSinusoidTask(ranges, seed, stream, index, counts);
    },
    valueAt: sinusoidAt,
    inputsSeen,
    reach: ({ amplitudeTo }, curve) => Math.max(amplitudeTo, curve === null ? 0 : Math.abs(curve.amplitude)),
    formula: ({ amplitude, frequency, phase }, shown) =>
      `y = ${shown(amplitude)} · sin(${frequency === 1 ? '' : shown(frequency)}x − ${shown(phase)})`,
    periods: ({ frequency }) => ((X_RANGE.to - X_RANGE.from) * frequency) / WHOLE_TURN,
    check: checkSinusoid,
    xOf: () => X_RANGE,
    quantities: (numbers) => {
      const { amplitude, phase, frequency } = quantitiesOf(numbers);
      return [amplitude, phase, frequency];
    },
    valuesOf: ({ amplitude, phase, frequency }) => [amplitude, phase, frequency],
    curveOf: (_, [amplitude = 0, phase = 0, frequency = 0]) => ({ amplitude, phase, frequency }),
    link: { key: 'sine', order: ['amplitude', 'frequency', 'phase'] },
  },
} as const satisfies CurveFamily<SinusoidNumbers, Sinusoid>;
