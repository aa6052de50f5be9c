/** Where an adaptation moved: the change of every tensor of a network, and its share of the whole. */
import { type Architecture, parameterLayout } from '#models/architecture.ts';
import { norm } from '#models/parameter-plane.ts';

export interface TensorChange {
  readonly name: string;
  readonly layer: number;
  /** As drawn; a weight matrix with one column lies down. */
  readonly rows: number;
  readonly columns: number;
  /** As PyTorch has it. */
  readonly shape: readonly number[];
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly change: Float32Array;
  readonly normBefore: number;
  readonly normChange: number;
  /** Of the summed squares of all changes, 0 to 1; `null` where nothing has moved, or too far to be a number. */
  readonly share: number | null;
}

export function tensorChanges(
  architecture: Architecture,
  before: Float32Array,
  after: Float32Array,
): TensorChange[] {
  const change = after.map((value, index) => value - (before[index] ?? Number.NaN));
  const total = norm(change) ** 2;
  return parameterLayout(architecture).map(({ name, layer, shape, offset, size }) => {
    const part = (vector: Float32Array) => vector.slice(offset, offset + size);
    const columns = shape[1] === undefined || shape[1] === 1 ? size : shape[1];
    const normChange = norm(part(change));
    return {
      name,
      layer,
      rows: size / columns,
      columns,
      shape,
      before: part(before),
      after: part(after),
      change: part(change),
      normBefore: norm(part(before)),
      normChange,
      share: total > 0 && Number.isFinite(total) ? normChange ** 2 / total : null,
    };
  });
}

/** The largest size of any number in the vectors; what is not finite does not count. */
export function largestSize(...vectors: readonly Float32Array[]): number {
  return vectors.reduce(
    (largest, vector) =>
      vector.reduce(
        (found, value) => (Number.isFinite(value) ? Math.max(found, Math.abs(value)) : found),
        largest,
      ),
    0,
  );
}

/** An element's index as PyTorch writes it. */
export function indexText({ name, shape }: TensorChange, index: number): string {
  const columns = shape[1] ?? 1;
  const place = shape.length > 1 ? `${Math.floor(index / columns)}, ${index % columns}` : `${index}`;
  return `${name}[${place}]`;
}
