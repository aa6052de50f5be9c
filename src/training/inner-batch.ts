/** Which support points an inner step of training takes: all of them, or a minibatch in turn. */

/** Consecutive points of a support set. */
export interface PointRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Inner step `step`, from 0, takes minibatch `step` mod ⌊shots/innerBatch⌋: whole minibatches only, in their order, and
 * from the first again. Without a size, or with one that is not below `shots`, every step takes all points. (Reptile's
 * authors train on such minibatches: Nichol et al., arXiv:1803.02999, section 4.)
 */
export function innerBatchRange(step: number, shots: number, innerBatch: number | null): PointRange {
  if (innerBatch === null || innerBatch >= shots) return { first: 0, count: shots };
  const wholeBatches = Math.floor(shots / innerBatch);
  return { first: (step % wholeBatches) * innerBatch, count: innerBatch };
}
