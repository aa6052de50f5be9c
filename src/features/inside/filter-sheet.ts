/** The filters through which a network looks first, as small pictures side by side on one sheet. */
import { type Architecture, inputSize, parameterLayout } from '#models/architecture.ts';

export interface FilterSheet {
  /** Row by row from above; 0 between the pictures. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Pictures on it. */
  readonly count: number;
}

/** Pictures in a row of the sheet, and empty cells between two. */
const ACROSS = 8;
const GAP = 1;

/** Height and width of what a weight of the first layer sees: a kernel, or for a unit that sees all pixels the square picture. */
function windowOf(architecture: Architecture, shape: readonly number[]): readonly [number, number] {
  const [, , height, width] = shape;
  if (height !== undefined && width !== undefined) return [height, width];
  const side = Math.round(Math.sqrt(inputSize(architecture)));
  return [side, side];
}

/** A picture for each filter and channel of the first layer, in their order. */
export function filterSheet(architecture: Architecture, parameters: Float32Array): FilterSheet {
  const weight = parameterLayout(architecture).find(({ layer, role }) => layer === 0 && role === 'weight');
  if (weight === undefined) throw new Error('Expected a weight in the first layer.');
  const [height, width] = windowOf(architecture, weight.shape);
  const count = weight.size / (height * width);
  const across = Math.min(ACROSS, count);
  const columns = across * (width + GAP) - GAP;
  const rows = Math.ceil(count / across) * (height + GAP) - GAP;
  const values = new Float32Array(rows * columns);
  for (let picture = 0; picture < count; picture++) {
    const top = Math.floor(picture / across) * (height + GAP);
    const left = (picture % across) * (width + GAP);
    for (let row = 0; row < height; row++) {
      const from = weight.offset + picture * height * width + row * width;
      values.set(parameters.subarray(from, from + width), (top + row) * columns + left);
    }
  }
  return { values, rows, columns, count };
}
