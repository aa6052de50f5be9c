/** Sizes and angles of flat parameter vectors, as a whole and layer by layer. */
import { type Architecture, parameterLayout } from './architecture.ts';

/** |v|₂. */
export function norm(vector: ArrayLike<number>): number {
  let square = 0;
  for (let index = 0; index < vector.length; index++) square += (vector[index] ?? 0) ** 2;
  return Math.sqrt(square);
}

/** The cosine of the angle between two vectors of one length; `null` if one of them is zero. */
export function cosineBetween(a: Float32Array, b: Float32Array): number | null {
  const sizes = norm(a) * norm(b);
  if (sizes === 0) return null;
  const product = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return Math.max(-1, Math.min(1, product / sizes));
}

/** a − b. */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, index) => value - (b[index] ?? 0));
}

/** |v|₂ over each layer's weights and biases, first layer first; `vector` is [P] in the flat layout. */
export function layerNorms(architecture: Architecture, vector: Float32Array): number[] {
  const squares: number[] = [];
  for (const { layer, offset, size } of parameterLayout(architecture)) {
    squares[layer] = (squares[layer] ?? 0) + norm(vector.subarray(offset, offset + size)) ** 2;
  }
  return squares.map(Math.sqrt);
}
