/** What a program in PyTorch has to know of a network, whatever its model. */
import type { Activation } from '#models/activations.ts';

/** Of x. */
export const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  relu: 'torch.relu(x)',
  tanh: 'torch.tanh(x)',
  sigmoid: 'torch.sigmoid(x)',
  softplus: 'torch.nn.functional.softplus(x)',
  sin: 'torch.sin(x)',
};

/** A network in Python. Its parameters θ stand in one vector, of each task in a row: [tasks, P]. */
export interface NetworkInPython {
  /** What fixes it, `PARAMETERS` among it. */
  readonly constants: string;
  /** `predict(theta, x)`, with what it needs. */
  readonly predict: string;
  /** `named(vector, prefix)`: the parameters as PyTorch's state dict calls them. */
  readonly named: string;
  /** What stands before the head, of `theta` and `x`. */
  readonly features: string;
  /** A line that says the head's `width` and `outputs`. */
  readonly headSize: string;
  /** How many layers there are, and how many parameters each has. */
  readonly layerCount: string;
  readonly layerSizes: string;
  /** Lines that say where the bias of the first layer begins, `first`, and how many `units` it has. */
  readonly firstLayer: string;
  readonly firstUnits: string;
}
