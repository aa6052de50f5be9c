/**
 * Inner optimisers in float64, a step forwards and the same step backwards by the chain rule, as it stands on paper: the
 * formulas are those of `training/inner-optimiser.ts`, the numbers 0.9, 0.999 and 1e-8 are written out again.
 */
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { Vector } from './float64-derivatives.ts';

/** What an optimiser keeps, or the gradient with respect to it: momentum's m, or Adam's m and v. */
export type ReferenceState = readonly Vector[];

export interface OptimisedStep {
  /** From 0. */
  readonly step: number;
  readonly gradient: Vector;
  /** After the step. */
  readonly state: ReferenceState;
  readonly direction: Vector;
}

const [DECAY_MEAN, DECAY_SPREAD, EPSILON] = [0.9, 0.999, 1e-8];

function combined(length: number, value: (index: number) => number): Vector {
  return Float64Array.from({ length }, (_, index) => value(index));
}

const at = (vector: Vector | undefined, index: number): number => vector?.[index] ?? 0;

/** The direction that a step goes down, and the state after it; without an optimiser the gradient. */
export function forward(
  optimiser: StatefulOptimiser | null,
  before: ReferenceState,
  gradient: Vector,
  step: number,
): OptimisedStep {
  const { length } = gradient;
  if (optimiser === null) return { step, gradient, state: [], direction: gradient };
  if (optimiser.kind === 'momentum') {
    const velocity = combined(length, (i) => optimiser.decay * at(before[0], i) + at(gradient, i));
    return { step, gradient, state: [velocity], direction: velocity };
  }
  const mean = combined(length, (i) => DECAY_MEAN * at(before[0], i) + (1 - DECAY_MEAN) * at(gradient, i));
  const spread = combined(
    length,
    (i) => DECAY_SPREAD * at(before[1], i) + (1 - DECAY_SPREAD) * at(gradient, i) ** 2,
  );
  const direction = combined(length, (i) => {
    const corrected = at(spread, i) / (1 - DECAY_SPREAD ** (step + 1));
    return at(mean, i) / (1 - DECAY_MEAN ** (step + 1)) / Math.sqrt(corrected + EPSILON);
  });
  return { step, gradient, state: [mean, spread], direction };
}

/** From the gradients with respect to a step's direction and to the state after it, those by its gradient and the state before. */
export function backward(
  optimiser: StatefulOptimiser | null,
  { step, gradient, state }: OptimisedStep,
  byDirection: Vector,
  byState: ReferenceState,
): { readonly byGradient: Vector; readonly byState: ReferenceState } {
  const { length } = gradient;
  if (optimiser === null) return { byGradient: byDirection, byState: [] };
  if (optimiser.kind === 'momentum') {
    const byVelocity = combined(length, (i) => at(byDirection, i) + at(byState[0], i));
    return { byGradient: byVelocity, byState: [byVelocity.map((value) => optimiser.decay * value)] };
  }
  const [ofMean, ofSpread] = [1 - DECAY_MEAN ** (step + 1), 1 - DECAY_SPREAD ** (step + 1)];
  const root = (i: number) => Math.sqrt(at(state[1], i) / ofSpread + EPSILON);
  const byMean = combined(length, (i) => at(byState[0], i) + at(byDirection, i) / (ofMean * root(i)));
  const bySpread = combined(
    length,
    (i) =>
      at(byState[1], i) - (at(byDirection, i) * at(state[0], i)) / (2 * ofMean * ofSpread * root(i) ** 3),
  );
  return {
    byGradient: combined(
      length,
      (i) => (1 - DECAY_MEAN) * at(byMean, i) + 2 * (1 - DECAY_SPREAD) * at(gradient, i) * at(bySpread, i),
    ),
    byState: [byMean.map((value) => DECAY_MEAN * value), bySpread.map((value) => DECAY_SPREAD * value)],
  };
}
