/**
 * First and second derivatives of every allowed operation agree with central differences, taken in
 * float64 by plain JavaScript; so does the sine itself, far from the origin.
 */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { openBackend } from '#tensor/backend.ts';
import {
  add,
  asConstant,
  concat,
  div,
  exp,
  grads,
  highest,
  log,
  matMul,
  maximum,
  mean,
  mul,
  pad,
  relu,
  reshape,
  sigmoid,
  sin,
  slice,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tensor1d,
  transpose,
} from '#tensor/ops.ts';
import { relativeError } from '../../compare.ts';

beforeAll(async () => {
  await openBackend(inject('backend'));
});

const X = [-2.3, -0.7, 0.4, 1.9];

interface ScalarCase {
  readonly name: string;
  /** R⁴ → R on the device. */
  readonly device: (x: Tensor) => Tensor;
  /** The same function in float64. */
  readonly plain: (x: number[]) => number;
}

const total = (values: number[]) => values.reduce((sum_, value) => sum_ + value, 0);
const cubed = (value: number) => value ** 3;
/** Σ f(x)³, so that a first derivative wrongly taken for a constant shows in the second. */
function elementwise(name: string, op: (x: Tensor) => Tensor, plain: (x: number) => number): ScalarCase {
  return {
    name,
    device: (x) => {
      const y = op(x);
      return sum(mul(y, square(y)));
    },
    plain: (x) => total(x.map((value) => cubed(plain(value)))),
  };
}

const matrix = (x: number[]) => [
  [x[0] ?? 0, x[1] ?? 0],
  [x[2] ?? 0, x[3] ?? 0],
];
const product = (a: number[][], b: number[][]) =>
  a.map((row) =>
    (b[0] ?? []).map((_, column) => total(row.map((value, k) => value * (b[k]?.[column] ?? 0)))),
  );
const transposed = (a: number[][]) => (a[0] ?? []).map((_, column) => a.map((row) => row[column] ?? 0));
const as2d = (x: Tensor): Tensor2D => reshape(x, [2, 2]);
const sumCubed = (y: Tensor) => sum(mul(y, square(y)));

const CASES: ScalarCase[] = [
  elementwise('relu', relu, (x) => Math.max(x, 0)),
  elementwise('tanh', tanh, Math.tanh),
  elementwise('sigmoid', sigmoid, (x) => 1 / (1 + Math.exp(-x))),
  elementwise('softplus', softplus, (x) => Math.log1p(Math.exp(x))),
  elementwise('sin', sin, Math.sin),
  elementwise('square', square, (x) => x * x),
  elementwise('exp', exp, Math.exp),
  elementwise(
    'log',
    (x) => log(add(square(x), 0.5)),
    (x) => Math.log(x * x + 0.5),
  ),
  elementwise(
    'sqrt',
    (x) => sqrt(add(square(x), 0.5)),
    (x) => Math.sqrt(x * x + 0.5),
  ),
  elementwise(
    'div',
    (x) => div(x, add(square(x), 1)),
    (x) => x / (x * x + 1),
  ),
  {
    name: 'pad',
    device: (x) =>
      sumCubed(
        pad(as2d(x), [
          [1, 0],
          [0, 2],
        ]),
      ),
    plain: (x) => total(x.map(cubed)),
  },
  {
    name: 'slice',
    device: (x) => sumCubed(mul(slice(as2d(x), [0, 1], [2, 1]), slice(as2d(x), [1, 0], [1, 2]))),
    plain: ([, b = 0, c = 0, d = 0]) =>
      total([b, d].flatMap((left) => [c, d].map((right) => cubed(left * right)))),
  },
  {
    name: 'transpose',
    device: (x) => sumCubed(mul(as2d(x), transpose(as2d(x)))),
    plain: ([a = 0, b = 0, c = 0, d = 0]) => cubed(a * a) + 2 * cubed(b * c) + cubed(d * d),
  },
  {
    name: 'the largest taken away from a softmax, which changes nothing',
    device: (x) => {
      const rows: Tensor3D = reshape(x, [1, 2, 2]);
      const raised = exp(sub(rows, highest(rows)));
      return sumCubed(div(raised, sum(raised, 2, true)));
    },
    plain: (x) =>
      total(
        matrix(x).flatMap((row) => {
          const raised = row.map(Math.exp);
          return raised.map((value) => cubed(value / total(raised)));
        }),
      ),
  },
  elementwise(
    'add',
    (x) => add(x, mul(x, x)),
    (x) => x + x * x,
  ),
  elementwise(
    'sub',
    (x) => sub(mul(x, x), x),
    (x) => x * x - x,
  ),
  elementwise(
    'mul',
    (x) => mul(x, x),
    (x) => x * x,
  ),
  {
    name: 'matMul',
    device: (x) => sumCubed(matMul(as2d(x), as2d(x))),
    plain: (x) => total(product(matrix(x), matrix(x)).flat().map(cubed)),
  },
  {
    name: 'matMul with a transposed right side',
    device: (x) => sumCubed(matMul(as2d(x), as2d(x), false, true)),
    plain: (x) =>
      total(
        product(matrix(x), transposed(matrix(x)))
          .flat()
          .map(cubed),
      ),
  },
  {
    name: 'add of a broadcast row',
    device: (x) => sumCubed(add(as2d(x), sum(as2d(x), 0, true))),
    plain: (x) => {
      const m = matrix(x);
      return total(
        m.flatMap((row) => row.map((value, j) => cubed(value + (m[0]?.[j] ?? 0) + (m[1]?.[j] ?? 0)))),
      );
    },
  },
  {
    name: 'mean',
    device: (x) => sumCubed(mean(square(as2d(x)), 1)),
    plain: (x) => total(matrix(x).map((row) => cubed(total(row.map((value) => value * value)) / 2))),
  },
  {
    name: 'concat',
    device: (x) => sumCubed(mul(concat([x, square(x)]), concat([square(x), x]))),
    plain: (x) => 2 * total(x.map((value) => value ** 9)),
  },
];

/** Central differences of a function of a vector, component by component. */
function centralDifference(f: (x: number[]) => number, x: number[], step: number): number[] {
  return x.map((_, index) => {
    const moved = (by: number) => f(x.map((value, at) => (at === index ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

describe.each(CASES)('$name', ({ device, plain }) => {
  // Not along an axis, so that mixed derivatives count.
  const direction = [0.3, -1.1, 0.8, 0.5];
  const slope = (x: number[]) => centralDifference(plain, x, 1e-4);
  const along = (x: number[]) => total(slope(x).map((value, index) => value * (direction[index] ?? 0)));

  test('has the right gradient', async () => {
    const [found] = grads(device)([tensor1d(X)]);
    expect(relativeError((await found?.data()) ?? [], slope(X))).toBeLessThan(1e-4);
  });

  test('has the right gradient of a gradient', async () => {
    const directional = (x: Tensor) => {
      const [gradient] = grads(device)([x]);
      if (gradient === undefined) throw new Error('No gradient.');
      return sum(mul(gradient, tensor1d(direction)));
    };
    const [found] = grads(directional)([tensor1d(X)]);
    expect(relativeError((await found?.data()) ?? [], centralDifference(along, X, 1e-3))).toBeLessThan(1e-4);
  });
});

test('what is information has no derivative, by whatever operations it is made', async () => {
  const rows: Tensor3D = reshape(tensor1d(X), [1, 2, 2]);
  const [found] = grads((x: Tensor) =>
    sum(
      mul(
        x,
        asConstant([x as Tensor3D], ([given = x as Tensor3D]) => maximum(square(given), 1)),
      ),
    ),
  )([rows]);
  // By differences it would be 3x² where x² counts.
  const expected = X.map((x) => Math.max(x * x, 1));
  expect(relativeError((await found?.data()) ?? [], expected)).toBeLessThan(1e-6);
});

test('sine keeps float32 accuracy over many turns', async () => {
  const x = Float32Array.from({ length: 4001 }, (_, index) => (index - 2000) / 20);
  const found = await sin(tensor1d(x)).data();
  const worst = x.reduce(
    (most, value, index) => Math.max(most, Math.abs(Math.sin(value) - (found[index] ?? NaN))),
    0,
  );
  expect(worst).toBeLessThan(3e-7);
});
