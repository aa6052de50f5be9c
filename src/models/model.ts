/** What a model says of its networks: sizes and where parameters lie, no arithmetic. docs/adding.md tells how another one comes in. */

/** One tensor of a network: its state-dict key, its shape and its place in the flat vector. */
export interface ParameterEntry {
  readonly name: string;
  /** Weights are drawn at random, biases begin at 0, scales (those of a normalisation) at 1. */
  readonly role: 'weight' | 'bias' | 'scale';
  /** From 0; the highest is the head. */
  readonly layer: number;
  /** Of a weight [out, in], or [out, in, …] where it is used at several places, as PyTorch has it. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/**
 * `Spec` is all that fixes a network but its numbers. Every network ends in a linear head, whose weight [outputs, features]
 * and bias are the last two entries of its layout.
 */
export interface Model<Spec> {
  /** Numbers that a point is before the first layer and after each: inputs first, outputs last. */
  widths(spec: Spec): readonly number[];
  /** Every parameter in the order of PyTorch's state dict, one after the other. */
  layout(spec: Spec): readonly ParameterEntry[];
  /** The same network with so many inputs and outputs. */
  resized(spec: Spec, inputs: number, outputs: number): Spec;
  /** The same with no hidden layer wider than that. */
  narrowed(spec: Spec, width: number): Spec;
  /** For titles and file names. */
  describe(spec: Spec): string;
  /** @throws PlaygroundError `architecture-invalid` with the first rule broken. */
  check(spec: Spec): void;
}

/** Gives entries their places, one after the other. */
export function placed(entries: readonly Omit<ParameterEntry, 'offset' | 'size'>[]): ParameterEntry[] {
  let offset = 0;
  return entries.map((entry) => {
    const size = entry.shape.reduce((product, side) => product * side, 1);
    const found = { ...entry, offset, size };
    offset += size;
    return found;
  });
}
