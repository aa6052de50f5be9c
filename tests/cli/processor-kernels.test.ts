/** Our kernels for plain JavaScript end in the very bits of TensorFlow.js's own. */
import {
  add,
  concat,
  div,
  getKernel,
  matMul,
  mean,
  mul,
  pad,
  registerKernel,
  setBackend,
  slice,
  split,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  tile,
  transpose,
  unregisterKernel,
} from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { randomSource, STREAMS } from '#core/rng.ts';
import { PROCESSOR_KERNELS, registerProcessorKernels } from '#tensor/processor-kernels.ts';

const ORIGINALS = PROCESSOR_KERNELS.map((name) => getKernel(name, 'cpu'));
registerProcessorKernels();
const OWN = PROCESSOR_KERNELS.map((name) => getKernel(name, 'cpu'));
await setBackend('cpu');

function use(kernels: typeof OWN): void {
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, 'cpu');
    registerKernel(kernel);
  }
}

const random = randomSource(11, STREAMS.initialisation);

/** Tensors of normal numbers, one for each shape; a few are zeros of either sign, infinite, or none. */
function filled(shapes: readonly (readonly number[])[]): Tensor[] {
  const rare = [0, -0, Infinity, NaN];
  return shapes.map((shape, index) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const value = (at: number) => (at % 17 === 5 ? (rare[(at + index) % rare.length] ?? 0) : null);
    return tensor(
      Array.from({ length: size }, (_, at) => value(at) ?? Math.fround(random.normal(index, at))),
      [...shape],
    );
  });
}

function found(kernels: typeof OWN, inputs: Tensor[], compute: (...inputs: Tensor[]) => Tensor[]) {
  use(kernels);
  try {
    return tidy(() => compute(...inputs)).map((answer) => ({
      shape: answer.shape,
      bits: [...new Uint32Array(Float32Array.from(answer.dataSync()).buffer)],
    }));
  } finally {
    use(OWN);
  }
}

interface Case {
  readonly what: string;
  readonly shapes: readonly (readonly number[])[];
  readonly compute: (...inputs: Tensor[]) => Tensor | Tensor[];
}

const PAIRS = [
  [
    [4, 3, 5],
    [4, 3, 5],
  ],
  [
    [4, 3, 5],
    [1, 1, 5],
  ],
  [
    [4, 1, 5],
    [1, 3, 1],
  ],
  [[5], [2, 3, 5]],
  [
    [2, 3, 4, 1],
    [2, 3, 1, 6],
  ],
  [[3, 2], []],
  [
    [0, 3],
    [1, 3],
  ],
] as const;

const PRODUCTS = [
  { batch: 1, rows: 1, inner: 1, columns: 1 },
  { batch: 3, rows: 5, inner: 7, columns: 9 },
  { batch: 2, rows: 4, inner: 100, columns: 6 },
  { batch: 1, rows: 51, inner: 48, columns: 50 },
].flatMap((size) =>
  [false, true].flatMap((turnsLeft) =>
    [false, true].map((turnsRight) => ({ ...size, turnsLeft, turnsRight })),
  ),
);

const CASES: readonly Case[] = [
  ...PAIRS.flatMap((shapes) =>
    Object.entries({ add, sub, mul, div }).map(([name, by]) => ({
      what: `${name} of [${shapes[0].join()}] and [${shapes[1].join()}]`,
      shapes,
      compute: (a: Tensor, b: Tensor) => by(a, b),
    })),
  ),
  ...PRODUCTS.map(({ batch, rows, inner, columns, turnsLeft, turnsRight }) => ({
    what: `the product ${batch} × (${rows} × ${inner}) · (${inner} × ${columns}), turned: ${turnsLeft}, ${turnsRight}`,
    shapes: [
      turnsLeft ? [batch, inner, rows] : [batch, rows, inner],
      turnsRight ? [batch, columns, inner] : [batch, inner, columns],
    ],
    compute: (a: Tensor, b: Tensor) => matMul(a, b, turnsLeft, turnsRight),
  })),
  {
    what: 'a product with a repeated factor',
    shapes: [
      [3, 4, 5],
      [1, 5, 2],
    ],
    compute: (a, b) => matMul(a, b),
  },
  ...[undefined, [], [0], [1], [2], [-1], [0, 2], [1, 2]].flatMap((axes) =>
    [false, true].map((keepDims) => ({
      what: `sum and mean over ${axes === undefined ? 'all' : `[${axes.join()}]`}, dimensions kept: ${keepDims}`,
      shapes: [[4, 6, 5]],
      compute: (x: Tensor) => [sum(x, axes, keepDims), mean(x, axes, keepDims)],
    })),
  ),
  ...[
    [0, 2, 1],
    [2, 1, 0],
    [1, 2, 0],
  ].map((order) => ({
    what: `transposition by ${order.join()}`,
    shapes: [[3, 4, 5]],
    compute: (x: Tensor) => transpose(x, order),
  })),
  {
    what: 'parts that lie together or apart',
    shapes: [[4, 5, 6]],
    compute: (x) => [slice(x, 1, 2), slice(x, [0, 1, 2], [-1, 3, 2]), slice(x, [2, 0, 1], [1, -1, 4])],
  },
  { what: 'a split', shapes: [[3, 7, 2]], compute: (x) => split(x, [1, 4, 2], 1) },
  {
    what: 'padding by zeros and by other numbers',
    shapes: [[2, 3]],
    compute: (x) => [
      pad(x, [
        [1, 2],
        [0, 3],
      ]),
      pad(
        x,
        [
          [1, 0],
          [0, 1],
        ],
        4,
      ),
    ],
  },
  { what: 'repetition', shapes: [[2, 1, 3]], compute: (x) => tile(x, [2, 3, 2]) },
  {
    what: 'whole numbers, which are left to TensorFlow.js',
    shapes: [],
    compute: () => [add(tensor([1, 2], [2], 'int32'), tensor([3, 4], [2], 'int32'))],
  },
  {
    what: 'what reads a part of another',
    shapes: [[4, 6]],
    compute: (x) => concat([slice(x, [2, 0], [2, 6]), x], 0),
  },
];

test.each(CASES)('$what', ({ shapes, compute }) => {
  const inputs = filled(shapes);
  const answers = (...given: Tensor[]) => [compute(...given)].flat();
  expect(found(OWN, inputs, answers)).toEqual(found(ORIGINALS, inputs, answers));
});
