/**
 * Derivatives of any formula, in float64 and without any engine: numbers with their change along a direction (dual numbers),
 * written down one operation after the other and followed back (reverse mode). Their adjoints' changes are the product of the
 * Hessian with the direction. Slow and simple.
 */

/** A number on the tape. */
export type Entry = number;

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

/** A column of numbers that grows by doubling. */
function createColumn() {
  let numbers = new Float64Array(1024);
  let count = 0;
  return {
    push(value: number): void {
      if (count === numbers.length) {
        const larger = new Float64Array(2 * count);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count] = value;
      count += 1;
    },
    at: (index: number): number => numbers[index] ?? Number.NaN,
    count: () => count,
  };
}

export function createTape(): Tape {
  // Columns of numbers: an object for every operand of a convolution would cost more than all arithmetic.
  const [values, changes] = [createColumn(), createColumn()];
  /** Where an entry's operands end; they begin where those of the entry before end. */
  const ends = createColumn();
  /** The operands, and the derivatives with respect to them, with their changes. */
  const [operands, slopes, slopeChanges] = [createColumn(), createColumn(), createColumn()];
  const took = (entry: Entry, slope: number, slopeChange: number) => {
    operands.push(entry);
    slopes.push(slope);
    slopeChanges.push(slopeChange);
  };
  /** After its operands. */
  const write = (value: number, change: number): Entry => {
    values.push(value);
    changes.push(change);
    ends.push(operands.count());
    return values.count() - 1;
  };
  return {
    variable: write,
    constant: (value) => write(value, 0),
    products(left, right) {
      let [value, change] = [0, 0];
      left.forEach((one, index) => {
        const other = right[index] ?? -1;
        const [a, aChange, b, bChange] = [
          values.at(one),
          changes.at(one),
          values.at(other),
          changes.at(other),
        ];
        value += a * b;
        change += aChange * b + a * bChange;
        took(one, b, bChange);
        took(other, a, aChange);
      });
      return write(value, change);
    },
    sum(terms, factor = 1) {
      let [value, change] = [0, 0];
      for (const term of terms) {
        value += values.at(term);
        change += changes.at(term);
        took(term, factor, 0);
      }
      return write(factor * value, factor * change);
    },
    apply(of, entry) {
      const change = changes.at(entry);
      const [result, slope, curvature] = of(values.at(entry));
      took(entry, slope, curvature * change);
      return write(result, slope * change);
    },
    value: (entry) => values.at(entry),
    back(entry) {
      const adjoints = new Float64Array(values.count());
      const adjointChanges = new Float64Array(values.count());
      adjoints[entry] = 1;
      for (let result = entry; result >= 0; result--) {
        const [own, ownChange] = [adjoints[result] ?? 0, adjointChanges[result] ?? 0];
        if (own === 0 && ownChange === 0) continue;
        const end = ends.at(result);
        for (let operand = result === 0 ? 0 : ends.at(result - 1); operand < end; operand++) {
          const [from, slope] = [operands.at(operand), slopes.at(operand)];
          adjoints[from] = (adjoints[from] ?? 0) + own * slope;
          adjointChanges[from] =
            (adjointChanges[from] ?? 0) + ownChange * slope + own * slopeChanges.at(operand);
        }
      }
      return { slopes: adjoints, changes: adjointChanges };
    },
  };
}
