/** The plane through a point in which others lie best: the first principal directions of their differences from it. */
import { dot, norm } from './parameter-plane.ts';

export interface PrincipalDirections {
  /** Orthonormal, the most important first; fewer than two where the differences span less. */
  readonly directions: readonly Float32Array[];
  /** Which share of the summed squared distances lies along each. */
  readonly shares: readonly number[];
}

const MOST_ITERATIONS = 1000;
const TOLERANCE = 1e-12;
/** Directions with a smaller share of the summed squares are rounding. */
const SMALLEST_SHARE = 1e-9;

type Matrix = readonly Float64Array[];

function gramMatrix(vectors: readonly Float32Array[]): Matrix {
  const gram = vectors.map(() => new Float64Array(vectors.length));
  vectors.forEach((a, row) => {
    for (let column = row; column < vectors.length; column++) {
      const product = dot(a, vectors[column] ?? []);
      gram[row]?.fill(product, column, column + 1);
      gram[column]?.fill(product, row, row + 1);
    }
  });
  return gram;
}

function times(matrix: Matrix, vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

/** Removes what lies along a unit vector. */
function deflate(vector: Float64Array, along: Float64Array): Float64Array {
  const amount = dot(vector, along);
  return vector.map((value, index) => value - amount * (along[index] ?? Number.NaN));
}

/**
 * The eigenvector with the largest eigenvalue among those perpendicular to `found`, by power iteration. Where two
 * eigenvalues are close it may end between their vectors, which are then as good as each other.
 */
function leadingEigenvector(matrix: Matrix, found: readonly Float64Array[]): Float64Array | null {
  const perpendicular = (vector: Float64Array) => found.reduce(deflate, vector);
  // The longest of what is left of the matrix's own rows points into its range.
  const starts = matrix.map((row) => perpendicular(perpendicular(Float64Array.from(row))));
  const start = starts.toSorted((a, b) => norm(b) - norm(a))[0];
  if (start === undefined || norm(start) === 0) return null;
  const unit = (vector: Float64Array) => {
    const length = norm(vector);
    return length === 0 ? null : vector.map((value) => value / length);
  };
  let current = unit(start);
  for (let iteration = 0; iteration < MOST_ITERATIONS && current !== null; iteration++) {
    const next = unit(perpendicular(times(matrix, current)));
    if (next === null) return null;
    const isSettled = 1 - Math.abs(dot(next, current)) < TOLERANCE;
    current = next;
    if (isSettled) break;
  }
  return current;
}

/** The vectors with these weights, in units of `length`. */
function combined(vectors: readonly Float32Array[], weights: Float64Array, length: number): Float32Array {
  const direction = Float64Array.from(vectors[0] ?? [], () => 0);
  vectors.forEach((vector, index) => {
    const weight = (weights[index] ?? Number.NaN) / length;
    for (let at = 0; at < direction.length; at++) {
      direction[at] = (direction[at] ?? Number.NaN) + weight * (vector[at] ?? Number.NaN);
    }
  });
  return Float32Array.from(direction);
}

/** Row j of what is returned has entry j of every vector. */
function transposed(vectors: readonly Float32Array[]): Float32Array[] {
  return Array.from(vectors[0] ?? [], (_, entry) =>
    Float32Array.from(vectors, (vector) => vector[entry] ?? Number.NaN),
  );
}

/**
 * Principal directions of vectors about zero, at most two: of few long vectors from their Gram matrix, of many short ones from
 * that of their entries, which has the same eigenvalues and the directions as eigenvectors.
 */
export function principalDirections(vectors: readonly Float32Array[]): PrincipalDirections {
  const isMany = vectors.length > (vectors[0]?.length ?? 0);
  const gram = gramMatrix(isMany ? transposed(vectors) : vectors);
  const total = gram.reduce((sum, row, index) => sum + (row[index] ?? Number.NaN), 0);
  const found: Float64Array[] = [];
  const directions: Float32Array[] = [];
  const shares: number[] = [];
  while (found.length < 2) {
    const weights = leadingEigenvector(gram, found);
    if (weights === null) break;
    const eigenvalue = dot(weights, times(gram, weights));
    if (!(eigenvalue > SMALLEST_SHARE * total)) break;
    found.push(weights);
    directions.push(isMany ? Float32Array.from(weights) : combined(vectors, weights, Math.sqrt(eigenvalue)));
    shares.push(eigenvalue / total);
  }
  return { directions, shares };
}
