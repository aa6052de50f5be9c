/**
 * Kernels for the backend of plain JavaScript, to the very bits of TensorFlow.js's own, which finds the place of every number by
 * making lists: taking a tensor apart, turning it and repeating it cost several times the arithmetic. Other kinds of
 * numbers than 32-bit floats are left to the original kernels.
 */
import {
  backend_util,
  getKernel,
  type KernelConfig,
  registerKernel,
  slice_util,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs';
import { productOf } from './processor-product.ts';
import { type Combination, combine, gathered, scatter, stridesOf } from './strides.ts';

type KernelCall = Parameters<KernelConfig['kernelFunc']>[0];
type Answer = ReturnType<KernelConfig['kernelFunc']>;

/** What is used of the backend, whose class TensorFlow.js does not export. */
interface ProcessorBackend {
  readonly data: { get(id: TensorInfo['dataId']): { readonly values: unknown } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

function isProcessorBackend(backend: unknown): backend is ProcessorBackend {
  return typeof backend === 'object' && backend !== null && 'makeTensorInfo' in backend && 'data' in backend;
}

function backendOf({ backend }: KernelCall): ProcessorBackend {
  if (isProcessorBackend(backend)) return backend;
  throw new Error('Expected the backend of plain JavaScript.');
}

interface Floats {
  readonly values: Float32Array;
  readonly shape: number[];
}

/** An input, or `null` if it is not of 32-bit floats. */
function floatsOf(call: KernelCall, name: string): Floats | null {
  const tensor = call.inputs[name];
  if (tensor === undefined) throw new Error(`Expected an input named ${name}.`);
  const { values } = backendOf(call).data.get(tensor.dataId);
  return tensor.dtype === 'float32' && values instanceof Float32Array
    ? { values, shape: tensor.shape }
    : null;
}

/** A list of numbers among the attributes. */
function numbersOf(call: KernelCall, name: string): number[] {
  const given: unknown = call.attrs?.[name];
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  return Array.isArray(given) ? given.filter(isNumber) : isNumber(given) ? [given] : [];
}

function made(call: KernelCall, shape: number[], values: Float32Array): TensorInfo {
  return backendOf(call).makeTensorInfo(shape, 'float32', values);
}

/** Numbers of x with its axes in another order. */
function turned({ values, shape }: Floats, order: readonly number[]): Float32Array {
  const strides = stridesOf(shape);
  return gathered(
    values,
    0,
    order.map((axis) => shape[axis] ?? 1),
    order.map((axis) => strides[axis] ?? 0),
  );
}

/** The part of x that begins at a place; one that lies together is no copy. */
function part({ values, shape }: Floats, begin: number[], size: number[]): Float32Array {
  const strides = stridesOf(shape);
  const offset = begin.reduce((all, at, axis) => all + at * (strides[axis] ?? 0), 0);
  if (slice_util.isSliceContinous(shape, begin, size)) {
    return values.subarray(offset, offset + util.sizeFromShape(size));
  }
  return gathered(values, offset, size, strides);
}

function combination(by: Combination) {
  return (call: KernelCall): Answer | null => {
    const [left, right] = [floatsOf(call, 'a'), floatsOf(call, 'b')];
    if (left === null || right === null) return null;
    const shape = backend_util.assertAndGetBroadcastShape(left.shape, right.shape);
    return made(call, shape, combine(by, shape, left, right));
  };
}

function product(call: KernelCall): Answer | null {
  const [a, b] = [floatsOf(call, 'a'), floatsOf(call, 'b')];
  if (a === null || b === null || a.shape.length !== 3 || b.shape.length !== 3) return null;
  const [batch = 0, firstLeft = 0, secondLeft = 0] = a.shape;
  const [batchRight, firstRight = 0, secondRight = 0] = b.shape;
  const isLeftTurned = call.attrs?.['transposeA'] === true;
  const isRightTurned = call.attrs?.['transposeB'] === true;
  const [rows, inner] = isLeftTurned ? [secondLeft, firstLeft] : [firstLeft, secondLeft];
  const [innerRight, columns] = isRightTurned ? [secondRight, firstRight] : [firstRight, secondRight];
  if (batch !== batchRight || inner !== innerRight) return null;
  const strides = (isTurned: boolean, second: number) =>
    isTurned ? { row: 1, column: second } : { row: second, column: 1 };
  const left = { values: a.values, batch: rows * inner, ...strides(isLeftTurned, secondLeft) };
  const right = { values: b.values, batch: inner * columns, ...strides(isRightTurned, secondRight) };
  return made(call, [batch, rows, columns], productOf(left, right, { batch, rows, inner, columns }));
}

/** Sums over some axes; a mean divides each number before it is added, as TensorFlow.js does. */
function summed(isMean: boolean) {
  return (call: KernelCall): Answer | null => {
    const x = floatsOf(call, 'x');
    if (x === null) return null;
    const { shape } = x;
    const isOfAll = (call.attrs?.['axis'] ?? null) === null;
    const axes = util.parseAxisParam(isOfAll ? shape.map((_, at) => at) : numbersOf(call, 'axis'), shape);
    const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const [, summedShape] = backend_util.computeOutAndReduceShapes(shape, axes);
    const length = util.sizeFromShape(summedShape);
    const order = [...kept, ...axes];
    const values = order.every((axis, at) => axis === at) ? x.values : turned(x, order);
    const sums = new Float32Array(kept.reduce((size, axis) => size * (shape[axis] ?? 1), 1));
    for (let at = 0; at < sums.length; at++) {
      let sum = 0;
      const end = (at + 1) * length;
      for (let index = at * length; index < end; index++) {
        const value = values[index] ?? NaN;
        sum += isMean ? Math.fround(value / length) : value;
      }
      sums[at] = sum;
    }
    const keepDims = call.attrs?.['keepDims'] === true;
    return made(
      call,
      shape.flatMap((side, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [side])),
      sums,
    );
  };
}

function transposed(call: KernelCall): Answer | null {
  const x = floatsOf(call, 'x');
  if (x === null) return null;
  const order = numbersOf(call, 'perm');
  return made(
    call,
    order.map((axis) => x.shape[axis] ?? 1),
    turned(x, order),
  );
}

function sliced(call: KernelCall): Answer | null {
  const [x, tensor] = [floatsOf(call, 'x'), call.inputs['x']];
  if (x === null || tensor === undefined) return null;
  const [begin = [], size = []] = slice_util.parseSliceParams(
    tensor,
    numbersOf(call, 'begin'),
    numbersOf(call, 'size'),
  );
  slice_util.assertParamsValid(tensor, begin, size);
  return made(call, size, part(x, begin, size));
}

/** The gradient of `concat`. */
function split(call: KernelCall): Answer | null {
  const [x, tensor] = [floatsOf(call, 'x'), call.inputs['x']];
  const sizes: unknown = call.attrs?.['numOrSizeSplits'];
  if (x === null || tensor === undefined || !Array.isArray(sizes)) return null;
  const [axis = 0] = util.parseAxisParam(numbersOf(call, 'axis'), x.shape);
  let next = 0;
  return backend_util.prepareSplitSize(tensor, numbersOf(call, 'numOrSizeSplits'), axis).map((side) => {
    const begin = x.shape.map((_, at) => (at === axis ? next : 0));
    const size = x.shape.map((whole, at) => (at === axis ? side : whole));
    next += side;
    return made(call, size, part(x, begin, size));
  });
}

/** The gradient of `slice`. */
function padded(call: KernelCall): Answer | null {
  const x = floatsOf(call, 'x');
  const given: unknown = call.attrs?.['paddings'];
  if (x === null || !Array.isArray(given) || call.attrs?.['constantValue'] !== 0) return null;
  const paddings = x.shape.map((side, axis) => {
    const [before, after] = (given as [number, number][])[axis] ?? [0, 0];
    return { before, whole: before + side + after };
  });
  const shape = paddings.map(({ whole }) => whole);
  const strides = stridesOf(shape);
  const values = new Float32Array(util.sizeFromShape(shape));
  const offset = paddings.reduce((all, { before }, axis) => all + before * (strides[axis] ?? 0), 0);
  scatter(x.values, values, offset, x.shape, strides);
  return made(call, shape, values);
}

function tiled(call: KernelCall): Answer | null {
  const x = floatsOf(call, 'x');
  if (x === null) return null;
  const repeats = numbersOf(call, 'reps');
  const own = stridesOf(x.shape);
  const values = gathered(
    x.values,
    0,
    x.shape.flatMap((side, axis) => [repeats[axis] ?? 1, side]),
    own.flatMap((stride) => [0, stride]),
  );
  return made(
    call,
    x.shape.map((side, axis) => side * (repeats[axis] ?? 1)),
    values,
  );
}

const KERNELS: Readonly<Record<string, (call: KernelCall) => Answer | null>> = {
  Add: combination('add'),
  Sub: combination('sub'),
  Multiply: combination('mul'),
  RealDiv: combination('div'),
  BatchMatMul: product,
  Sum: summed(false),
  Mean: summed(true),
  Transpose: transposed,
  Slice: sliced,
  SplitV: split,
  PadV2: padded,
  Tile: tiled,
};

/** Their names. */
export const PROCESSOR_KERNELS: readonly string[] = Object.keys(KERNELS);

let registered = false;

/** Puts these kernels before TensorFlow.js's own, once. */
export function registerProcessorKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    const original = getKernel(kernelName, 'cpu');
    unregisterKernel(kernelName, 'cpu');
    registerKernel({ ...original, kernelFunc: (call) => kernel(call) ?? original.kernelFunc(call) });
  }
}
