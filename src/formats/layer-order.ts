/** Layers in a row, so that each takes what the one before gives, as names tell and as one input and one output allow. */
import { LIMITS } from '#models/mlp.ts';
import { toldOrder } from './layer-names.ts';

export interface LinkedLayer {
  /** The words of its name. */
  readonly path: readonly string[];
  readonly inputs: number;
  readonly outputs: number;
}

interface Rules {
  /** Whether words such as “head” count beside numbers. */
  readonly heedsPlaces: boolean;
  /** Whether the row goes from one input to one output. */
  readonly isScalar: boolean;
}

/** In this order: from one to one is what the page reads; a word may mean something else than it seems to, a number may not. */
const RULES: readonly Rules[] = [
  { heedsPlaces: true, isScalar: true },
  { heedsPlaces: false, isScalar: true },
  { heedsPlaces: true, isScalar: false },
  { heedsPlaces: false, isScalar: false },
];

/** Rows by these rules, two at most. */
function rowsBy<Layer extends LinkedLayer>(
  layers: readonly Layer[],
  { heedsPlaces, isScalar }: Rules,
): Layer[][] {
  const rows: Layer[][] = [];
  const isBefore = (a: Layer, b: Layer) => {
    const told = toldOrder(a.path, b.path);
    return told === 'byNumber' || (heedsPlaces && told === 'byPlace');
  };
  const extend = (row: Layer[], rest: readonly Layer[]) => {
    const last = row.at(-1);
    if (rest.length === 0 && (!isScalar || last?.outputs === 1)) rows.push(row);
    for (const next of rest) {
      if (rows.length === 2) return;
      if (next.inputs !== (last?.outputs ?? (isScalar ? 1 : next.inputs))) continue;
      if (rest.some((other) => isBefore(other, next))) continue;
      extend(
        [...row, next],
        rest.filter((layer) => layer !== next),
      );
    }
  };
  extend([], layers);
  return rows;
}

/** Rows of all layers, from input to output: one if they are in order, two if nothing tells which, none if they do not fit. */
export function rowsOf<Layer extends LinkedLayer>(layers: readonly Layer[]): Layer[][] {
  // More layers than a network has are not tried, because the tries grow with their faculty.
  if (layers.length === 0 || layers.length > LIMITS.layers) return [];
  for (const rules of RULES) {
    const rows = rowsBy(layers, rules);
    if (rows.length > 0) return rows;
  }
  return [];
}
