/** What a run keeps beside its network, in the same file: told by the names of tensors. */
import { roleOf } from './layer-names.ts';
import { type NamedTensor, sizeOfShape } from './tensor-file.ts';

/** Words of an optimiser's state. */
const OPTIMISER = /exp_avg|momentum_buffer|optimi[sz]er|opt_state/i;
/** Words of what else a run keeps beside its network: figures of any shape, and counters. */
const FIGURES = /(?:^|[^a-z])(?:loss(?:es)?|history|metrics?|scores?)(?:[^a-z]|$)/i;
const COUNTERS =
  /(?:^|[^a-z])(?:steps?|epochs?|iterations?|iters?|counter|lr|learning_rate|seed|version)(?:[^a-z]|$)/i;

/** Whether a tensor is of the run rather than of the network. */
export function isBookkeeping({ name, shape }: NamedTensor): boolean {
  if (OPTIMISER.test(name)) return true;
  if (roleOf(name) !== null) return false;
  return FIGURES.test(name) || (COUNTERS.test(name) && sizeOfShape(shape) === 1);
}
