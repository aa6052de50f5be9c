/**
 * The loops in which nearly all of the engine's time goes, in WGSL: sums of products with register tiles.
 *
 * A load costs several multiply-adds, on the emulated adapter as on a GPU out of its cache. So each invocation
 * owns a tile of `rows` × `columns` sums, and `rows + columns` loads feed `rows × columns` multiply-adds. What
 * lies beyond the edge is read clamped and not written, so that any width will do.
 */
import type { Tile } from '#core/tuning.ts';

/** A matrix as WGSL expressions: element (i, r) lies at start + i·stride + r·innerStride. */
export interface MatrixCode {
  readonly start: string;
  readonly stride: string;
  readonly innerStride: string;
}

/** Σ_r left(row, r)·right(column, r); expressions are WGSL, and sizes by points are not known. */
export interface ProductCode {
  readonly rows: string;
  readonly columns: number;
  /** A size, or as WGSL where it is not known. */
  readonly inner: number | string;
  readonly left: MatrixCode;
  readonly right: MatrixCode;
  /** Starts of a second pair, whose products are added. */
  readonly second: { readonly left: string; readonly right: string } | null;
  /** Offset of (row, 0) is start + row·stride. */
  readonly offset: { readonly start: string; readonly stride: string };
  /** What becomes of the `sum` at `offset` and `column`. */
  readonly finish: string;
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

function clamped(start: string, offset: number, end: string): string {
  return offset === 0 ? start : `min(${start} + ${offset}u, ${end} - 1u)`;
}

/** Runs `body` over `count` steps, as many as `bunch` at a time. */
function bunches(count: number, bunch: number, body: (steps: number) => string): string {
  const full = Math.floor(count / bunch);
  const rest = count % bunch;
  const whole =
    full < 2 ? body(bunch).repeat(full) : `for (var r = 0u; r < ${full}u; r++) { ${body(bunch)} }`;
  return `${whole}\n${rest === 0 ? '' : body(rest)}`;
}

/** Reads of a thin product go in bunches, because there a loop costs more than its multiply-adds. */
const THIN_BUNCH = 4;

/** Sums over both pairs, the statements `add` being given how many steps of `r` they take. */
function overPairs({ left, right, second }: ProductCode, loop: string): string {
  if (second === null) return `var leftAt = ${left.start}; var rightAt = ${right.start}; ${loop}`;
  return `for (var term = 0u; term < 2u; term++) {
    var leftAt = select(${left.start}, ${second.left}, term == 1u);
    var rightAt = select(${right.start}, ${second.right}, term == 1u);
    ${loop}
  }`;
}

/** A product with few elements: one for each invocation in turn. */
export function thinProductCode(
  invocations: number,
  product: ProductCode & { readonly inner: number },
): string {
  const { left, right } = product;
  const add = (steps: number) => `
    sum += ${Array.from(
      { length: steps },
      (_, step) =>
        `memory[leftAt + ${step}u * ${left.innerStride}] * memory[rightAt + ${step}u * ${right.innerStride}]`,
    ).join(' + ')};
    leftAt += ${steps}u * ${left.innerStride};
    rightAt += ${steps}u * ${right.innerStride};`;
  const loop = `
    leftAt += row * ${left.stride};
    rightAt += column * ${right.stride};
    ${bunches(product.inner, THIN_BUNCH, add)}`;
  return `{
    let elements = ${product.rows} * ${product.columns}u;
    for (var element = invocation; element < elements; element += ${invocations}u) {
      let row = element / ${product.columns}u;
      let column = element % ${product.columns}u;
      let offset = ${product.offset.start} + row * ${product.offset.stride} + column;
      var sum = 0.0;
      ${overPairs(product, loop)}
      ${product.finish}
    }
  }`;
}

/** A product with many elements, in tiles. */
export function productCode(tile: Tile, product: ProductCode): string {
  const { rows, columns, invocations } = tile;
  const { left, right } = product;
  const across = Math.ceil(product.columns / columns);
  const isExact = product.columns % columns === 0;
  const inner = typeof product.inner === 'number' ? `${product.inner}u` : product.inner;
  // Short text on purpose: the emulated adapter's machine code soon outgrows the instruction cache.
  const loop = `for (var r = 0u; r < ${inner}; r++) {
      ${repeat(rows, (m) => `let l${m} = memory[leftAt + row${m}];`)}
      ${repeat(columns, (n) => `let r${n} = memory[rightAt + column${n}];`)}
      ${repeat(rows, (m) => repeat(columns, (n) => `sum${m * columns + n} += l${m} * r${n};`))}
      leftAt += ${left.innerStride};
      rightAt += ${right.innerStride};
    }`;
  const columnAt = (n: number) =>
    isExact ? `(firstColumn + ${n}u)` : clamped('firstColumn', n, `${product.columns}u`);
  return `{
    let rowCount = ${product.rows};
    let tiles = ${across}u * ((rowCount + ${rows - 1}u) / ${rows}u);
    for (var tile = invocation; tile < tiles; tile += ${invocations}u) {
      let firstRow = tile / ${across}u * ${rows}u;
      let firstColumn = tile % ${across}u * ${columns}u;
      ${repeat(rows, (m) => `let row${m} = ${clamped('firstRow', m, 'rowCount')} * ${left.stride};`)}
      ${repeat(columns, (n) => `let column${n} = ${columnAt(n)} * ${right.stride};`)}
      ${repeat(rows * columns, (index) => `var sum${index} = 0.0;`)}
      ${overPairs(product, loop)}
      var sums : array<f32, ${rows * columns}>;
      ${repeat(rows * columns, (index) => `sums[${index}] = sum${index};`)}
      let rowsHere = min(${rows}u, rowCount - firstRow);
      let columnEnd = min(firstColumn + ${columns}u, ${product.columns}u);
      var rowOffset = ${product.offset.start} + firstRow * ${product.offset.stride};
      for (var m = 0u; m < rowsHere; m++) {
        for (var column = firstColumn; column < columnEnd; column++) {
          let offset = rowOffset + column;
          let sum = sums[m * ${columns}u + column - firstColumn];
          ${product.finish}
        }
        rowOffset += ${product.offset.stride};
      }
    }
  }`;
}

/** Σ_k left(k, row)·right(k, column) over `count` points, and Σ_k left(k, row) for the bias. */
export interface OuterProductCode {
  readonly rows: number;
  readonly columns: number;
  readonly count: string;
  /** Where left(0, 0) lies; element (k, row) lies at + k·rows + row. Likewise on the right. */
  readonly left: string;
  readonly right: string;
  /** What becomes of the `sum` at `index`, `isFirst` telling the first of several parts of it. */
  readonly finish: string;
  /** Index of (0, 0), of which (row, column) is row·columns + column further on. */
  readonly index: string;
  /** Index of the first row's bias, or `null` if the bias is not wanted. */
  readonly biasIndex: string | null;
}

/** An outer product with few elements, one for each invocation in turn; the bias counts as one column more. */
export function thinOuterProductCode(invocations: number, product: OuterProductCode): string {
  const { rows, columns, biasIndex } = product;
  const width = biasIndex === null ? columns : columns + 1;
  const isBias = `column == ${columns}u`;
  return `{
    let left = ${product.left};
    let right = ${product.right};
    let isFirst = true;
    for (var element = invocation; element < ${rows * width}u; element += ${invocations}u) {
      let row = element / ${width}u;
      let column = element % ${width}u;
      var leftAt = left + row;
      var rightAt = right + min(column, ${columns - 1}u);
      var sum = 0.0;
      for (var k = 0u; k < ${product.count}; k++) {
        let factor = memory[rightAt];
        sum += memory[leftAt] * ${biasIndex === null ? 'factor' : `select(factor, 1.0, ${isBias})`};
        leftAt += ${rows}u;
        rightAt += ${columns}u;
      }
      let elementIndex = ${product.index} + row * ${columns}u + column;
      let index = ${biasIndex === null ? 'elementIndex' : `select(elementIndex, ${biasIndex} + row, ${isBias})`};
      ${product.finish}
    }
  }`;
}

/**
 * A sum of outer products, added up in parts of as many points as the tile has columns. Each invocation holds the
 * left factors of its rows in registers and lets the columns pass by, so that every sum is finished where it is made.
 */
export function outerProductCode(tile: Tile, product: OuterProductCode): string {
  const { rows, columns: depth, invocations } = tile;
  const { biasIndex, count } = product;
  const rowTiles = Math.ceil(product.rows / rows);
  const segments = Math.max(1, Math.floor(invocations / rowTiles));
  const segmentSize = Math.ceil(product.columns / segments);
  const isExact = product.rows % rows === 0;
  const finishRow = (m: number, sum: string, index: string) => {
    const finish = `let sum = ${sum}; let index = ${index}; ${product.finish}`;
    return isExact ? `{ ${finish} }` : `if (firstRow + ${m}u < ${product.rows}u) { ${finish} }`;
  };
  const rowAt = (m: number) => (isExact ? `(firstRow + ${m}u)` : clamped('firstRow', m, `${product.rows}u`));
  const dot = (m: number) => Array.from({ length: depth }, (_, d) => `l${m}_${d} * r${d}`).join(' + ');
  const total = (m: number) => Array.from({ length: depth }, (_, d) => `l${m}_${d}`).join(' + ');
  const bias = `
    if (firstColumn == 0u) {
      ${repeat(rows, (m) => finishRow(m, total(m), `${biasIndex} + row${m}`))}
    }`;
  return `{
    let left = ${product.left};
    let right = ${product.right};
    for (var firstPoint = 0u; firstPoint < ${count}; firstPoint += ${depth}u) {
      let isFirst = firstPoint == 0u;
      ${repeat(depth, (d) => `let point${d} = ${clamped('firstPoint', d, count)};`)}
      ${repeat(depth, (d) => `let weight${d} = select(0.0, 1.0, firstPoint + ${d}u < ${count});`)}
      for (var tile = invocation; tile < ${rowTiles * segments}u; tile += ${invocations}u) {
        let firstRow = tile / ${segments}u * ${rows}u;
        let firstColumn = tile % ${segments}u * ${segmentSize}u;
        let columnEnd = min(firstColumn + ${segmentSize}u, ${product.columns}u);
        ${repeat(rows, (m) => `let row${m} = ${rowAt(m)};`)}
        ${repeat(depth, (d) => `let left${d} = left + point${d} * ${product.rows}u;`)}
        ${repeat(rows, (m) =>
          repeat(depth, (d) => `let l${m}_${d} = weight${d} * memory[left${d} + row${m}];`),
        )}
        ${repeat(rows, (m) => `let index${m} = ${product.index} + row${m} * ${product.columns}u;`)}
        ${repeat(depth, (d) => `let right${d} = right + point${d} * ${product.columns}u;`)}
        for (var column = firstColumn; column < columnEnd; column++) {
          ${repeat(depth, (d) => `let r${d} = memory[right${d} + column];`)}
          ${repeat(rows, (m) => finishRow(m, dot(m), `index${m} + column`))}
        }
        ${biasIndex === null ? '' : bias}
      }
    }
  }`;
}

/** Sums over `count` rows of `columns` numbers, of one product or two: few, one for each invocation in turn. */
export interface ColumnSumCode {
  readonly columns: number;
  readonly count: string;
  /** Where the numbers of either factor lie; a `null` on the right is one everywhere. */
  readonly terms: readonly { readonly left: string; readonly right: string | null }[];
  /** As of an outer product. */
  readonly finish: string;
  readonly index: string;
}

export function columnSumCode(
  invocations: number,
  { columns, count, terms, finish, index }: ColumnSumCode,
): string {
  const add = terms
    .map(({ left, right }) => `memory[${left} + at]${right === null ? '' : ` * memory[${right} + at]`}`)
    .join(' + ');
  return `
    for (var column = invocation; column < ${columns}u; column += ${invocations}u) {
      let isFirst = true;
      let index = ${index} + column;
      var sum = 0.0;
      for (var k = 0u; k < ${count}; k++) {
        let at = k * ${columns}u + column;
        sum += ${add};
      }
      ${finish}
    }`;
}
