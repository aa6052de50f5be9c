/** What a comparison says, to be computed again elsewhere: its tasks as points, the weights, and a program in PyTorch for each row. */
import { headOffset, inputSize, isMlp } from '#models/architecture.ts';
import type { Mlp } from '#models/mlp.ts';
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import type { TaskData } from '#families/task.ts';
import { factsOf, TRAINING_ALGORITHMS, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { contextCount } from '#training/learned.ts';
import { tensorsOfLearned } from '../learned-tensors.ts';
import { writeTasksCsv } from '../point-files.ts';
import { writeWeights } from '../weight-formats.ts';
import type { WeightsFile } from '../weights-file.ts';
import { writeZip } from '../zip.ts';
import { unitsText } from '../code/request.ts';
import { adaptFunctions, type AdaptedRun, takesAlpha } from './inner-loop.ts';
import { lines, parted } from './lines.ts';
import { networkFunctions, networkInPython } from './network.ts';

/** Who was compared, and how it adapts. */
export interface ComparedWeights {
  readonly name: string;
  readonly weights: WeightsFile;
  readonly alpha: number;
  readonly optimiser: StatefulOptimiser | null;
  /** The loss beyond which an adaptation counts as diverged. */
  readonly threshold: number;
}

const TASKS_FILE = 'tasks.csv';

/** Weights that were trained elsewhere, or not at all, adapt as MAML's do. */
function learnerOf({ origin }: WeightsFile['details']): TrainingAlgorithm {
  return TRAINING_ALGORITHMS.find((algorithm) => algorithm === origin) ?? 'maml';
}

/** The network that a program is written for; `null` for one that reads points, sees the task or is no perceptron. */
function writtenNetwork({ network: { architecture }, details }: WeightsFile): Mlp | null {
  const isWritten = LEARNERS[learnerOf(details)].innerLoop !== 'remembering' && inputSize(architecture) === 1;
  return isWritten && factsOf(details.origin).sees === 'points' && isMlp(architecture) ? architecture : null;
}

/** Whether what weights have on tasks of curves can be computed again by a program. */
export const isRecomputable = (weights: WeightsFile) => writtenNetwork(weights) !== null;

function head({ name, weights }: ComparedWeights, count: number): string {
  const units = unitsText(weights);
  return `"""Computes a row of a comparison of the MAML Playground again: ${name} on ${count} tasks.

Reads ${TASKS_FILE} and ${name}.npz beside it and prints, before and after each inner step, the mean query error with half the
width of its 95 % interval, the median, how many tasks have diverged, and the mean of the others. ${weights.details.iteration} meta-steps have made
the weights. Needs PyTorch 1.13 or newer and NumPy.${units === null ? '' : `\n\nPoints and errors are the network's. ${units}`}
"""

import math

import numpy as np
import torch

DEVICE = torch.device("cpu")`;
}

function constants(
  { weights, alpha, optimiser, threshold }: ComparedWeights,
  network: Mlp,
  { shots, steps }: { readonly shots: number; readonly steps: number },
): string {
  const { innerLoop, moves } = LEARNERS[learnerOf(weights.details)];
  return lines(
    networkInPython(network).constants,
    `SHOTS, STEPS, ALPHA = ${shots}, ${innerLoop === 'closedForm' ? 1 : steps}, ${alpha}`,
    optimiser?.kind === 'momentum' ? `MOMENTUM = ${optimiser.decay}` : null,
    moves === 'head' ? `HEAD = ${headOffset(network)}  # Where the last layer begins.` : null,
    innerLoop === 'ofContext' ? `CONTEXT = ${contextCount(weights)}` : null,
    `THRESHOLD = ${threshold}  # A task whose error is larger has diverged.`,
  );
}

/** Names of the tensors in the order of the vector that is learned. */
function learned(name: string, weights: WeightsFile): string {
  const names = tensorsOfLearned(weights).map((tensor) => `"${tensor.name}"`);
  return `def learned():
    """What has been learned, as one vector."""
    arrays = np.load("${name}.npz")
    names = [${names.join(', ')}]
    return torch.cat([torch.from_numpy(arrays[name]).flatten() for name in names])`;
}

const POINTS = `def points(table, kind):
    """Support or query points of every task, x and y [tasks, points, 1]."""
    rows = table[table["set"] == kind]
    count = len(np.unique(rows["task"]))
    return tuple(torch.from_numpy(rows[axis].astype(np.float32)).reshape(count, -1, 1) for axis in ("x", "y"))`;

function main(run: AdaptedRun): string {
  const alpha = takesAlpha(run) ? ', ALPHA' : '';
  return `def main():
    table = np.genfromtxt("${TASKS_FILE}", delimiter=",", names=True, dtype=None, encoding="utf-8")
    support, query = points(table, "support"), points(table, "query")
    copies = learned().expand(len(support[0]), -1).requires_grad_()
    for step, theta in enumerate(adapt(copies, support${alpha}, STEPS)):
        error = losses(theta, query).detach().double()
        width = 1.96 * error.std(unbiased=False) / math.sqrt(len(error))
        rest = error[error <= THRESHOLD]
        diverged = len(error) - len(rest)
        print(f"step {step}: {error.mean():.7g} ± {width:.7g}, median {error.quantile(0.5):.7g}, {diverged} diverged, rest {rest.mean():.7g}")


if __name__ == "__main__":
    main()
`;
}

/** A row's program. @throws Error for weights that are not recomputable. */
function programOf(compared: ComparedWeights, count: number, how: { shots: number; steps: number }): string {
  const { name, weights, optimiser } = compared;
  const network = writtenNetwork(weights);
  if (network === null) throw new Error(`Expected weights that a program can be written for, found ${name}.`);
  const run = {
    settings: { algorithm: learnerOf(weights.details) },
    innerOptimiser: optimiser,
    innerBatch: null,
    network,
  };
  return parted([
    `${head(compared, count)}\n\n${constants(compared, network, how)}`,
    networkFunctions(network, FIRST_LOSS),
    adaptFunctions(run),
    learned(name, weights),
    POINTS,
    main(run),
  ]);
}

/** Everything by which the rows can be computed again, as one archive; all tasks have as many points. */
export function comparisonArchive(
  compared: readonly ComparedWeights[],
  tasks: readonly TaskData[],
  steps: number,
): Uint8Array<ArrayBuffer> {
  const shots = tasks[0]?.support.count ?? 0;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = compared.flatMap((one) => [
    [`${one.name}.py`, bytes(programOf(one, tasks.length, { shots, steps }))] as const,
    [`${one.name}.npz`, writeWeights(one.weights, 'npz')] as const,
  ]);
  return writeZip(Object.fromEntries([[TASKS_FILE, bytes(writeTasksCsv(tasks))], ...files]));
}
