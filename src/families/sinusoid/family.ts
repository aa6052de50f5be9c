/** Sinusoid regression as a family of tasks: what a task is stands in `sinusoid.ts`, its numbers in `settings.ts`. */
import { STREAMS } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { type Range, X_RANGE } from '../curve/curve.ts';
import type { CurveFamily, SeenShape } from '../family.ts';
import { worstSquaredError } from '../losses/squared-error.ts';
import type { Sight } from '../task.ts';
import { checkSinusoid } from './check.ts';
import { quantitiesOf } from './quantities.ts';
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

const WHOLE_TURN = 2 * Math.PI;

const only = (value: number): Range => ({ from: value, to: value });

/** The ranges of one curve. */
function rangesOfOne(ranges: SinusoidRanges, { amplitude, phase, frequency }: Sinusoid): SinusoidRanges {
  return { ...ranges, amplitude: only(amplitude), phase: only(phase), frequency: only(frequency) };
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
