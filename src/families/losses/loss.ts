/** What a loss says of itself without tensors; docs/adding.md tells how another one comes in. */

export interface Loss {
  /** As tables call it. */
  readonly short: string;
  /** What an output of the network is, and what the loss makes of it. */
  readonly about: string;
  /** Whether targets are one-hot, so that an answer is right or wrong: then engines tell accuracies beside losses. */
  readonly isOfClasses: boolean;
  /** Of predictions [points, outputs] for as many targets, in float64. */
  of(predicted: ArrayLike<number>, targets: ArrayLike<number>, outputs: number): number;
  /** From which loss on predictions have left the scale of such targets. */
  worst(targets: readonly Float32Array[]): number;
}
