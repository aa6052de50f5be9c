/**
 * A program in PyTorch that goes on with a meta-training from where it stands: the same algorithm, settings, weights, moments and
 * tasks, on one machine or on many.
 */
import { type ErrorReport, reportOf } from '#core/errors.ts';
import { english, listed, said } from '#core/saying.ts';
import { X_RANGE } from '#families/curve/curve.ts';
import { curveFamilyOf, type FamilyName } from '#families/family-of.ts';
import { headOffset } from '#models/architecture.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Sight } from '#families/task.ts';
import type { Settings } from '#training/settings.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { adaptFunctions } from './inner-loop.ts';
import { keepingFunctions } from './keeping.ts';
import { lines, parted } from './lines.ts';
import { META_GRADIENTS } from './meta-gradients.ts';
import { networkConstants, networkFunctions } from './network.ts';
import { outerLoopFunctions } from './outer-loop.ts';
import { refused, runFacts, type RunFacts } from './run-facts.ts';
import { formulaConstants, formulaTasks } from './formula-tasks.ts';
import { sinusoidConstants, sinusoidTasks } from './sinusoid-tasks.ts';

/** Tasks in Python: what fixes one, and the functions that draw it. */
interface TaskWriter {
  readonly constants: (numbers: Settings) => string;
  readonly functions: (numbers: Settings, sees: Sight) => string;
}

/** By the families that have them there. */
const TASKS: Readonly<Partial<Record<FamilyName, TaskWriter>>> = {
  sinusoid: { constants: sinusoidConstants, functions: sinusoidTasks },
  formula: {
    constants: (settings) =>
      formulaConstants(settings, curveFamilyOf(settings)?.curves.xOf(settings) ?? X_RANGE),
    functions: formulaTasks,
  },
};

/** The file that a program reads beside itself. */
export const RUN_FILE = 'run.safetensors';
/** And the program's own name. */
export const PROGRAM_FILE = 'meta_train.py';

function head({ settings, iteration, iterations }: RunFacts): string {
  const { reference } = LEARNERS[settings.algorithm];
  return `r"""Goes on with a meta-training of the MAML Playground: ${settings.algorithm}, from meta-step ${iteration} of ${iterations}.

${english(reference)}.

One machine:      python ${PROGRAM_FILE}
Its GPUs:         torchrun --nproc_per_node=GPUS ${PROGRAM_FILE}
Many, by Slurm:   srun --nodes=NODES --ntasks-per-node=1 torchrun --nnodes=NODES --nproc_per_node=GPUS \\
                      --rdzv_backend=c10d --rdzv_endpoint=FIRST_NODE:29500 ${PROGRAM_FILE}

Each process takes its share of every meta-batch, and the gradients are summed over all of them. ${RUN_FILE} is read, and
written again with weights.safetensors, a state dict beside it; the playground opens both. Needs PyTorch 1.13 or newer, NumPy
and safetensors.
"""

import argparse
import json
import math
import os
import time

import numpy as np
import torch
import torch.distributed as dist
from safetensors import safe_open
from safetensors.torch import save_file

RANK, PROCESSES = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
DEVICE = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if torch.cuda.is_available() else "cpu")`;
}

function innerConstants(run: RunFacts): string {
  const { settings, innerOptimiser, proximal, firstOrderSteps, contextParameters } = run;
  const { innerLoop, moves } = LEARNERS[settings.algorithm];
  return lines(
    '# The inner loop: of training, and of what comes after it.',
    `ALPHA, STEPS = ${run.alpha}, ${run.innerSteps}`,
    `TEST_ALPHA, TEST_STEPS = ${run.test.alpha}, ${run.test.steps}`,
    run.innerBatch === null ? null : `INNER_BATCH = ${run.innerBatch}`,
    innerOptimiser?.kind === 'momentum' ? `MOMENTUM = ${innerOptimiser.decay}` : null,
    innerLoop === 'plain' && moves === 'head'
      ? `HEAD = ${headOffset(run.network)}  # Where the last layer begins.`
      : null,
    innerLoop === 'ofContext' ? `CONTEXT = ${contextParameters}` : null,
    innerLoop === 'proximal'
      ? `LAMBDA, CONJUGATE_GRADIENT_STEPS = ${proximal.lambda}, ${proximal.conjugateGradientSteps}`
      : null,
    firstOrderSteps === undefined ? null : `FIRST_ORDER_STEPS = ${firstOrderSteps}`,
  );
}

function constants(run: RunFacts, ofTasks: string): string {
  const { settings, counts } = run;
  return lines(
    ofTasks,
    `SEED, SHOTS, QUERY_POINTS = ${settings.seed}, ${counts.shots}, ${counts.queryPoints}`,
    networkConstants(run.network),
    innerConstants(run),
    '# The outer loop.',
    `BETA, META_BATCH, ITERATIONS = ${run.beta}, ${run.metaBatch}, ${run.iterations}`,
    run.clip === null ? null : `CLIP = ${run.clip}`,
  );
}

const MAIN = `def main():
    parser = argparse.ArgumentParser(description="Goes on with a meta-training.")
    parser.add_argument("--run", default="${RUN_FILE}", help="checkpoint to go on from")
    parser.add_argument("--out", default=".", help="folder to write to")
    parser.add_argument("--steps", type=int, help="meta-steps to take; all that are left, if not given")
    given = parser.parse_args()
    if PROCESSES > META_BATCH:
        raise SystemExit(f"Expected at most {META_BATCH} processes, one for a task of the meta-batch, found {PROCESSES}.")
    if PROCESSES > 1:
        dist.init_process_group("nccl" if DEVICE.type == "cuda" else "gloo")
    os.makedirs(given.out, exist_ok=True)
    state, details = load(given.run)
    first = details["iteration"]
    last = first + (max(0, ITERATIONS - first) if given.steps is None else given.steps)
    begun = time.perf_counter()
    for iteration in range(first, last):
        state, loss = meta_step(state, iteration)
        done = iteration + 1
        if RANK == 0 and (done % 100 == 0 or done == last):
            pace = f"{(done - first) / (time.perf_counter() - begun):.0f} meta-steps/s"
            print(f"{done} of {last}: query loss {loss.item():.4g} after adaptation, {pace}", flush=True)
        if RANK == 0 and (done % 1000 == 0 or done == last):
            keep(state, done, details, given.out)
    if RANK == 0:
        for step, (mean, width) in enumerate(zip(*evaluate(state["parameters"]))):
            print(f"held-out tasks, step {step}: {mean:.4f} ± {width:.4f}")
    if PROCESSES > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
`;

/** What is written of a run and its tasks. */
interface Written {
  readonly run: RunFacts;
  readonly tasks: TaskWriter;
  readonly metaGradient: (run: RunFacts) => string;
}

function expectWritten(checkpoint: Pick<Checkpoint, 'settings' | 'tasksDigest'>, iteration: number): Written {
  const run = runFacts(checkpoint, iteration);
  const { family, algorithm } = run.settings;
  const tasks = TASKS[family];
  if (tasks === undefined) throw refused(said`one of the families ${listed(Object.keys(TASKS))}`, family);
  const metaGradient = META_GRADIENTS[run.algorithm];
  if (metaGradient === undefined)
    throw refused(said`one of the learners ${listed(Object.keys(META_GRADIENTS))}`, algorithm);
  return { run, tasks, metaGradient };
}

/** Why no program is written for a run, or `null` where one is. */
export function whyNoProgram(checkpoint: Pick<Checkpoint, 'settings' | 'tasksDigest'>): ErrorReport | null {
  try {
    expectWritten(checkpoint, 0);
    return null;
  } catch (error) {
    return reportOf(error);
  }
}

/**
 * The whole program; it reads the checkpoint from `RUN_FILE` beside it.
 * @throws PlaygroundError `input-invalid` for a run that no program is written for.
 */
export function pytorchProgram(checkpoint: Checkpoint): string {
  const { run, tasks, metaGradient } = expectWritten(checkpoint, checkpoint.snapshot.iteration);
  const { settings } = run;
  return parted([
    `${head(run)}\n\n${constants(run, tasks.constants(settings))}`,
    tasks.functions(settings, LEARNERS[settings.algorithm].sees),
    networkFunctions(run.network),
    adaptFunctions(run),
    metaGradient(run),
    outerLoopFunctions(run),
    keepingFunctions(run),
    MAIN,
  ]);
}
