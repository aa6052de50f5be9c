/**
 * The weights of the multi-step loss Σ w_k L_Q(θ_k), k = 1 … n, equal at first and annealed to the last step.
 *
 * Antoniou, Edwards & Storkey, "How to train your MAML" (ICLR 2019, arXiv:1810.09502), section 4, eq. 4. As in the
 * authors' code, the weights change from epoch to epoch over the first epochs; after these the last step is all.
 */

const EPOCHS = 100;
const ANNEALED_EPOCHS = 15;

/** Iterations for which the weights stay as they are, in a run of so many. */
export function multiStepEpoch(iterations: number): number {
  return Math.max(1, Math.ceil(iterations / EPOCHS));
}

/** w_1 … w_n after `iteration` of `iterations` meta-steps; they sum to 1. */
export function multiStepWeights(innerSteps: number, iteration: number, iterations: number): number[] {
  const epoch = Math.floor(iteration / multiStepEpoch(iterations));
  const earlier = Math.max(0, 1 - epoch / ANNEALED_EPOCHS) / innerSteps;
  const last = 1 - earlier * (innerSteps - 1);
  return Array.from({ length: innerSteps }, (_, step) => (step === innerSteps - 1 ? last : earlier));
}

/** Those before anything is annealed, whatever the length of the run. */
export function equalStepWeights(innerSteps: number): number[] {
  return multiStepWeights(innerSteps, 0, 1);
}
