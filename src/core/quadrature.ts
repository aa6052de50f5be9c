/** Integrals in float64: Gauss and Legendre's rule on panels that halve where it is not yet exact, and where a narrow function is. */

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Nodes and weights on [−1, 1]. */
interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss–Legendre with `count` nodes: Newton's iteration on Legendre's polynomial, from Chebyshev's points. */
export function gaussLegendre(count: number): Rule {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 10; iteration++) {
      let [before, value] = [1, x];
      for (let degree = 2; degree <= count; degree++) {
        [before, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * before) / degree];
      }
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[index] = x;
    weights[index] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** Calls `add` with each node of the rule on the interval, and its weight there. */
export function atNodes(
  { nodes, weights }: Rule,
  { from, to }: Interval,
  add: (at: number, weight: number) => void,
): void {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  for (let index = 0; index < nodes.length; index++) {
    add(middle + half * (nodes[index] ?? 0), half * (weights[index] ?? 0));
  }
}

/** A place of a quadrature: the integral is the sum of weight · values over all of them. */
export interface Node {
  readonly at: number;
  readonly weight: number;
  readonly values: Float64Array;
}

const PANEL = gaussLegendre(16);
const MOST_HALVINGS = 30;

function panelNodes(valuesAt: (at: number) => Float64Array, interval: Interval): Node[] {
  const nodes: Node[] = [];
  atNodes(PANEL, interval, (at, weight) => nodes.push({ at, weight, values: valuesAt(at) }));
  return nodes;
}

/** Integrals of all values. */
export function sumOf(nodes: readonly Node[]): Float64Array {
  const sums = new Float64Array(nodes[0]?.values.length ?? 0);
  for (const { weight, values } of nodes) {
    for (let index = 0; index < sums.length; index++) {
      sums[index] = (sums[index] ?? 0) + weight * (values[index] ?? 0);
    }
  }
  return sums;
}

/** The nodes of a quadrature of several functions at once, each exact to `tolerance` of the largest of the integrals. */
export function quadrature(
  valuesAt: (at: number) => Float64Array,
  interval: Interval,
  tolerance: number,
): Node[] {
  let largest = 0;
  const refined = (part: Interval, whole: readonly Node[], halvings: number): Node[] => {
    const middle = (part.from + part.to) / 2;
    const [left, right] = [
      { from: part.from, to: middle },
      { from: middle, to: part.to },
    ];
    const [low, high] = [panelNodes(valuesAt, left), panelNodes(valuesAt, right)];
    const halves = [...low, ...high];
    const [sums, sumsOfHalves] = [sumOf(whole), sumOf(halves)];
    largest = Math.max(largest, ...sumsOfHalves.map(Math.abs));
    const isExact = sums.every(
      (sum, index) => Math.abs(sum - (sumsOfHalves[index] ?? 0)) <= tolerance * largest,
    );
    if (isExact || halvings === MOST_HALVINGS) return halves;
    return [...refined(left, low, halvings + 1), ...refined(right, high, halvings + 1)];
  };
  return refined(interval, panelNodes(valuesAt, interval), 0);
}
