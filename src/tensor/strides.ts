/** Tensors as rows of numbers in one long array, whichever order their axes have: what the kernels of plain JavaScript walk along. */

/** For each axis, how far apart two of its neighbours lie in the array. */
export type Strides = readonly number[];

/** Strides of a tensor that lies in the order of its axes. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/** Strides by which a tensor is read as one of a larger shape: 0 along an axis that repeats it. */
export function broadcastStrides(shape: readonly number[], larger: readonly number[]): number[] {
  const own = stridesOf(shape);
  const added = larger.length - shape.length;
  return larger.map((_, axis) => ((shape[axis - added] ?? 1) === 1 ? 0 : (own[axis - added] ?? 0)));
}

/** A walk over all places of a shape, along several arrays at once. */
export interface Walk {
  /** Places in a row. */
  readonly length: number;
  /** In each array, the index of the first number of every row. */
  readonly starts: readonly Int32Array[];
  /** In each array, from one place of a row to the next. */
  readonly steps: readonly number[];
}

function rowStarts(sizes: readonly number[], strides: Strides): Int32Array {
  let starts = new Int32Array(1);
  sizes.forEach((size, axis) => {
    const stride = strides[axis] ?? 0;
    const next = new Int32Array(starts.length * size);
    let at = 0;
    for (const start of starts) {
      for (let index = 0; index < size; index++) next[at++] = start + index * stride;
    }
    starts = next;
  });
  return starts;
}

/** Goes through a shape in the order of its axes; axes that lie behind one another in all arrays are one, so that rows are long. */
export function walkOf(shape: readonly number[], arrays: readonly Strides[]): Walk {
  const sizes: number[] = [];
  const merged: number[][] = arrays.map(() => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    const strides = arrays.map((array) => array[axis] ?? 0);
    const isOne = last >= 0 && strides.every((stride, array) => merged[array]?.[last] === stride * size);
    if (isOne) sizes[last] = (sizes[last] ?? 1) * size;
    else sizes.push(size);
    strides.forEach((stride, array) => {
      const kept = merged[array];
      if (kept !== undefined) kept[sizes.length - 1] = stride;
    });
  });
  const outer = sizes.slice(0, -1);
  return {
    length: sizes.at(-1) ?? 1,
    starts: merged.map((strides) => rowStarts(outer, strides)),
    steps: merged.map((strides) => strides.at(-1) ?? 0),
  };
}

/** One array of a walk. @throws Error if the walk has no such array. */
function along({ starts, steps }: Walk, array: number): { start: Int32Array; step: number } {
  const [start, step] = [starts[array], steps[array]];
  if (start === undefined || step === undefined) throw new Error(`Expected a walk along array ${array}.`);
  return { start, step };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** The numbers at all places of a shape, in the order of its axes, from an array that holds the first at `offset`. */
export function gathered(
  values: Float32Array,
  offset: number,
  shape: readonly number[],
  strides: Strides,
): Float32Array {
  const walk = walkOf(shape, [strides]);
  const { start, step } = along(walk, 0);
  const found = new Float32Array(sizeOf(shape));
  const { length } = walk;
  let at = 0;
  if (found.length === 0) return found;
  for (const first of start) {
    let from = first + offset;
    for (let index = 0; index < length; index++) {
      found[at++] = values[from] ?? NaN;
      from += step;
    }
  }
  return found;
}

/** Puts numbers, in the order of the axes of a shape, into an array that has the first at `offset`. */
export function scatter(
  values: Float32Array,
  into: Float32Array,
  offset: number,
  shape: readonly number[],
  strides: Strides,
): void {
  const walk = walkOf(shape, [strides]);
  const { start, step } = along(walk, 0);
  const { length } = walk;
  if (values.length === 0) return;
  let at = 0;
  for (const first of start) {
    let to = first + offset;
    for (let index = 0; index < length; index++) {
      into[to] = values[at++] ?? NaN;
      to += step;
    }
  }
}

export type Combination = 'add' | 'sub' | 'mul' | 'div';

function combined(by: Combination, left: number, right: number): number {
  if (by === 'mul') return left * right;
  if (by === 'add') return left + right;
  return by === 'sub' ? left - right : left / right;
}

/** Two tensors place by place, each repeated along the axes that only the other has. */
export function combine(
  by: Combination,
  shape: readonly number[],
  left: { readonly values: Float32Array; readonly shape: readonly number[] },
  right: { readonly values: Float32Array; readonly shape: readonly number[] },
): Float32Array {
  const walk = walkOf(shape, [broadcastStrides(left.shape, shape), broadcastStrides(right.shape, shape)]);
  const [leftAlong, rightAlong] = [along(walk, 0), along(walk, 1)];
  const found = new Float32Array(sizeOf(shape));
  if (found.length === 0) return found;
  const { length } = walk;
  const [leftValues, rightValues] = [left.values, right.values];
  let at = 0;
  for (let row = 0; row < leftAlong.start.length; row++) {
    let leftAt = leftAlong.start[row] ?? 0;
    let rightAt = rightAlong.start[row] ?? 0;
    for (let index = 0; index < length; index++) {
      found[at++] = combined(by, leftValues[leftAt] ?? NaN, rightValues[rightAt] ?? NaN);
      leftAt += leftAlong.step;
      rightAt += rightAlong.step;
    }
  }
  return found;
}
