/**
 * Derivatives of any formula, in float64 and without any engine: numbers with their change along a direction (dual numbers),
 * written down one operation after the other and followed back (reverse mode). Their adjoints' changes are the product of the
 * Hessian with the direction. Slow and simple.
 */

/** A value and its change. */
type Dual = readonly [value: number, change: number];

/** A number on the tape. */
export type Entry = number;

/** What an operation took, and its derivative with respect to that, itself a dual number. */
interface Origin {
  readonly from: Entry;
  readonly slope: Dual;
}

const times = ([a, aChange]: Dual, [b, bChange]: Dual): Dual => [a * b, aChange * b + a * bChange];

export interface Tape {
  variable(value: number, change: number): Entry;
  constant(value: number): Entry;
  /** Σ left_i · right_i. */
  products(left: readonly Entry[], right: readonly Entry[]): Entry;
  sum(terms: readonly Entry[], factor?: number): Entry;
  /** A function of one number, with its first and second derivative there. */
  apply(of: (value: number) => readonly [value: number, slope: number, curvature: number], at: Entry): Entry;
  value(entry: Entry): number;
  /** Of an entry: its derivative with respect to each other, and how that changes. */
  back(entry: Entry): { readonly slopes: Float64Array; readonly changes: Float64Array };
}

export function createTape(): Tape {
  const duals: Dual[] = [];
  const origins: (readonly Origin[])[] = [];
  const dual = (entry: Entry): Dual => duals[entry] ?? [Number.NaN, Number.NaN];
  const write = (value: Dual, from: readonly Origin[]): Entry => {
    duals.push(value);
    origins.push(from);
    return duals.length - 1;
  };
  return {
    variable: (value, change) => write([value, change], []),
    constant: (value) => write([value, 0], []),
    products(left, right) {
      let [value, change] = [0, 0];
      const from: Origin[] = [];
      left.forEach((entry, index) => {
        const other = right[index] ?? -1;
        const [a, b] = [dual(entry), dual(other)];
        const [product, productChange] = times(a, b);
        value += product;
        change += productChange;
        from.push({ from: entry, slope: b }, { from: other, slope: a });
      });
      return write([value, change], from);
    },
    sum(terms, factor = 1) {
      const parts = terms.map(dual);
      const value = factor * parts.reduce((total, [part]) => total + part, 0);
      const change = factor * parts.reduce((total, [, part]) => total + part, 0);
      return write(
        [value, change],
        terms.map((from) => ({ from, slope: [factor, 0] })),
      );
    },
    apply(of, at) {
      const [value, change] = dual(at);
      const [result, slope, curvature] = of(value);
      return write([result, slope * change], [{ from: at, slope: [slope, curvature * change] }]);
    },
    value: (entry) => dual(entry)[0],
    back(entry) {
      const slopes = new Float64Array(duals.length);
      const changes = new Float64Array(duals.length);
      slopes[entry] = 1;
      for (let at = entry; at >= 0; at--) {
        const own: Dual = [slopes[at] ?? 0, changes[at] ?? 0];
        if (own[0] === 0 && own[1] === 0) continue;
        for (const { from, slope } of origins[at] ?? []) {
          const [share, shareChange] = times(own, slope);
          slopes[from] = (slopes[from] ?? 0) + share;
          changes[from] = (changes[from] ?? 0) + shareChange;
        }
      }
      return { slopes, changes };
    },
  };
}
