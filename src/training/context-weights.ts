/** Weights of context parameters, [units, count], of pairs that adapt in one batch. */
import { type Architecture, firstBias } from '#models/architecture.ts';
import type { ContextDescent } from './learned.ts';

export interface BatchedContexts {
  readonly units: number;
  /** The most context parameters that a pair has. */
  readonly count: number;
  /** [units, count] of each pair: a parameter that enters by zeros changes nothing. */
  readonly weights: readonly Float32Array[];
}

/** The weights of all pairs with as many columns as the widest. */
export function batchedContexts(
  architecture: Architecture,
  contexts: readonly ContextDescent[],
): BatchedContexts {
  const units = firstBias(architecture).size;
  const countOf = ({ contextWeights }: ContextDescent) => contextWeights.length / units;
  const count = Math.max(...contexts.map(countOf));
  const weights = contexts.map((context) => {
    const own = countOf(context);
    if (own === count) return context.contextWeights;
    const padded = new Float32Array(units * count);
    for (let unit = 0; unit < units; unit++) {
      padded.set(context.contextWeights.subarray(unit * own, (unit + 1) * own), unit * count);
    }
    return padded;
  });
  return { units, count, weights };
}
