/** A toy family, straight lines y = ax + b: what another family needs, without a line under src/. */
import { interval, real } from '#core/number-setting.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import { type Draw, type DrawChanges, type Range, X_RANGE } from '#families/curve/curve.ts';
import type { CurveFamily } from '#families/family.ts';
import { SINUSOID_SETTINGS } from '#families/sinusoid/settings.ts';
import { worstSquaredError } from '#families/losses/squared-error.ts';
import type { PointCounts, PointSet, Sight, TaskDistribution } from '#families/task.ts';

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

const LINE_SETTINGS = {
  ...interval('slope', real('a', -3, 3, -1, 0.1), 1, {
    rail: { section: 'task', place: 2 },
    flag: { help: 'range of a in y = ax + b' },
  }),
  ...interval('intercept', real('b', -3, 3, -2, 0.1), 2, {
    rail: { section: 'task', place: 2 },
    flag: { help: 'range of b' },
  }),
  // The very entry of the other family: one number, one flag.
  noise: SINUSOID_SETTINGS.noise,
};

export type LineNumbers = Readonly<Record<keyof typeof LINE_SETTINGS, number>>;
type Numbers = LineNumbers & { readonly seed: number };

const DRAWS = { slope: 0, intercept: 1, support: 0x1_0000, query: 0x2_0000, noise: 0x10_0000 } as const;

const within = ({ from, to }: Range, uniform: number) => from + (to - from) * uniform;
const valueAt = ({ slope, intercept }: Line, x: number) => slope * x + intercept;

function lineOf(numbers: LineNumbers, { seed, stream, index }: Draw): Line {
  const random = randomSource(seed, stream);
  const { slopeFrom, slopeTo, interceptFrom, interceptTo } = numbers;
  return {
    slope: within({ from: slopeFrom, to: slopeTo }, random.uniform(index, DRAWS.slope)),
    intercept: within({ from: interceptFrom, to: interceptTo }, random.uniform(index, DRAWS.intercept)),
  };
}

function sample(
  numbers: LineNumbers,
  draw: Draw,
  { shots, queryPoints }: PointCounts,
  { curve: given = null, x: range = X_RANGE }: DrawChanges<Line> = {},
) {
  const random = randomSource(draw.seed, draw.stream);
  const curve = given ?? lineOf(numbers, draw);
  const points = (first: number, count: number): PointSet => {
    const x = Float32Array.from({ length: count }, (_, at) =>
      within(range, random.uniform(draw.index, first + at)),
    );
    const y = x.map(
      (place, at) =>
        valueAt(curve, place) + numbers.noise * random.normal(draw.index, DRAWS.noise + first + at),
    );
    return { x, y, count };
  };
  return { curve, support: points(DRAWS.support, shots), query: points(DRAWS.query, queryPoints) };
}

/** With the line: in homogeneous coordinates, x and 1, and then a and b. */
function inputsSeen(x: Float32Array, { slope, intercept }: Line, sees: Sight): Float32Array {
  if (sees === 'points') return x;
  return Float32Array.from(Array.from(x, (place) => [place, 1, slope, intercept]).flat());
}

function distribution(
  numbers: LineNumbers,
  draw: (index: number) => Draw,
  sees: Sight,
  only: Line | null = null,
): TaskDistribution {
  return {
    inputSize: sees === 'points' ? 1 : 4,
    outputSize: 1,
    sampler: null,
    sample(index, counts) {
      const { curve, support, query } = sample(numbers, draw(index), counts, { curve: only });
      const seen = (points: PointSet) => ({ ...points, x: inputsSeen(points.x, curve, sees) });
      return { support: seen(support), query: seen(query) };
    },
  };
}

export const line = {
  settings: LINE_SETTINGS,
  sights: ['points', 'task'],
  shapeOf: (_, sees) =>
    sees === 'points'
      ? { inputs: 1, outputs: 1, words: said`one input and one output`, example: null }
      : { inputs: 4, outputs: 1, words: 'four inputs and one output', example: null },
  loss: 'squaredError',
  tasks: (numbers: Numbers, stream, sees) =>
    distribution(numbers, (index) => ({ seed: numbers.seed, stream, index }), sees),
  oneTask(numbers: Numbers, index) {
    const { seed } = numbers;
    const drawOf = (at: number) => ({ seed, stream: STREAMS.metaTraining, index: at });
    return distribution(numbers, drawOf, 'points', lineOf(numbers, drawOf(index)));
  },
  worstLoss: ({ slopeTo, interceptTo }) => worstSquaredError(X_RANGE.to * slopeTo + interceptTo),
  view: 'curve',
  curves: {
    sample,
    valueAt,
    inputsSeen,
    reach: ({ slopeTo, interceptTo }) => X_RANGE.to * slopeTo + interceptTo,
    formula: ({ slope, intercept }, shown) => `y = ${shown(slope)}x + ${shown(intercept)}`,
    periods: () => 0,
    check: ({ slope }) => {
      if (!(Math.abs(slope) <= 10)) throw new RangeError(`Expected a slope of at most 10, found ${slope}.`);
    },
    xOf: () => X_RANGE,
    quantities: ({ slopeFrom, slopeTo, interceptFrom, interceptTo }) => [
      { id: 'slope', symbol: 'a', range: { from: slopeFrom, to: slopeTo }, minimum: -10, maximum: 10 },
      {
        id: 'intercept',
        symbol: 'b',
        range: { from: interceptFrom, to: interceptTo },
        minimum: -10,
        maximum: 10,
      },
    ],
    valuesOf: ({ slope, intercept }) => [slope, intercept],
    curveOf: (_, [slope = 0, intercept = 0]) => ({ slope, intercept }),
    link: { key: 'line' },
  },
} as const satisfies CurveFamily<LineNumbers, Line>;
