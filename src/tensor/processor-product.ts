/** Products of batches of matrices in plain JavaScript, to the bits of TensorFlow.js: each sum is made in its order, eight of them at once. */

/** A batch of matrices: its numbers, and how far apart two matrices, two rows and two columns lie among them. */
export interface Matrices {
  readonly values: Float32Array;
  readonly batch: number;
  readonly row: number;
  readonly column: number;
}

/** So many products are added in double precision before the sum is rounded, as TensorFlow.js does. */
const BLOCK = 48;

/** A product as it grows, and where its factors lie. */
interface Growing {
  readonly left: Matrices;
  readonly right: Matrices;
  readonly found: Float32Array;
  readonly columns: number;
}

/** Adds `from` … `to` of the inner index to two rows and four columns side by side: every number of a factor is read for several sums. */
function addTile(
  { left, right, found, columns }: Growing,
  leftAt: number,
  rightAt: number,
  count: number,
  place: number,
): void {
  const [a, b] = [left.values, right.values];
  const [down, across, along, apart] = [right.row, right.column, left.column, left.row];
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let at = leftAt;
  let other = rightAt;
  for (let index = 0; index < count; index++) {
    const upper = a[at] ?? NaN;
    const lower = a[at + apart] ?? NaN;
    const first = b[other] ?? NaN;
    const second = b[other + across] ?? NaN;
    const third = b[other + 2 * across] ?? NaN;
    const fourth = b[other + 3 * across] ?? NaN;
    a0 += upper * first;
    a1 += upper * second;
    a2 += upper * third;
    a3 += upper * fourth;
    b0 += lower * first;
    b1 += lower * second;
    b2 += lower * third;
    b3 += lower * fourth;
    at += along;
    other += down;
  }
  const below = place + columns;
  found[place] = (found[place] ?? 0) + a0;
  found[place + 1] = (found[place + 1] ?? 0) + a1;
  found[place + 2] = (found[place + 2] ?? 0) + a2;
  found[place + 3] = (found[place + 3] ?? 0) + a3;
  found[below] = (found[below] ?? 0) + b0;
  found[below + 1] = (found[below + 1] ?? 0) + b1;
  found[below + 2] = (found[below + 2] ?? 0) + b2;
  found[below + 3] = (found[below + 3] ?? 0) + b3;
}

/** The same for one number of the product. */
function addOne(
  { left, right, found }: Growing,
  leftAt: number,
  rightAt: number,
  count: number,
  place: number,
): void {
  const [a, b] = [left.values, right.values];
  const [down, along] = [right.row, left.column];
  let sum = 0;
  let at = leftAt;
  let other = rightAt;
  for (let index = 0; index < count; index++) {
    sum += (a[at] ?? NaN) * (b[other] ?? NaN);
    at += along;
    other += down;
  }
  found[place] = (found[place] ?? 0) + sum;
}

/** [batch, rows, columns] of left [batch, rows, inner] and right [batch, inner, columns]. */
export function productOf(
  left: Matrices,
  right: Matrices,
  size: { readonly batch: number; readonly rows: number; readonly inner: number; readonly columns: number },
): Float32Array {
  const { batch, rows, inner, columns } = size;
  const found = new Float32Array(batch * rows * columns);
  const growing = { left, right, found, columns };
  const [tiledRows, tiledColumns] = [rows - (rows % 2), columns - (columns % 4)];
  for (let item = 0; item < batch; item++) {
    for (let begin = 0; begin < inner; begin += BLOCK) {
      const count = Math.min(BLOCK, inner - begin);
      const leftFrom = item * left.batch + begin * left.column;
      const rightFrom = item * right.batch + begin * right.row;
      for (let row = 0; row < rows; row++) {
        const isTiled = row < tiledRows;
        const leftAt = leftFrom + row * left.row;
        const place = (item * rows + row) * columns;
        if (isTiled && row % 2 === 0) {
          for (let column = 0; column < tiledColumns; column += 4) {
            addTile(growing, leftAt, rightFrom + column * right.column, count, place + column);
          }
        }
        for (let column = isTiled ? tiledColumns : 0; column < columns; column++) {
          addOne(growing, leftAt, rightFrom + column * right.column, count, place + column);
        }
      }
    }
  }
  return found;
}
