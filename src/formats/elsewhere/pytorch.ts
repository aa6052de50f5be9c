/**
 * A program in PyTorch that goes on with a meta-training from where it stands: the same algorithm, settings, weights, moments and
 * tasks, on one machine or on many.
 */
import { type ErrorReport, reportOf } from '#core/errors.ts';
import { english, listed, said } from '#core/saying.ts';
import { X_RANGE } from '#families/curve/curve.ts';
import { curveFamilyOf, type FamilyName } from '#families/family-of.ts';
import { headOffset, isMlp } from '#models/architecture.ts';
import { LEARNERS } from '#training/learners.ts';
import type { Sight } from '#families/task.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { adaptFunctions } from './inner-loop.ts';
import { keepingFunctions } from './keeping.ts';
import { lines, parted } from './lines.ts';
import { META_GRADIENTS } from './meta-gradients.ts';
import { networkFunctions, networkInPython } from './network.ts';
import { PICTURES_FILE, type PictureSources, type PictureSupply } from './picture-supply.ts';
import { pictureConstants, pictureTasks } from './picture-tasks.ts';
import { programMain, RUN_FILE } from './program-main.ts';
import { outerLoopFunctions } from './outer-loop.ts';
import { refused, runFacts, type RunFacts } from './run-facts.ts';
import { formulaConstants, formulaTasks } from './formula-tasks.ts';
import { sinusoidConstants, sinusoidTasks } from './sinusoid-tasks.ts';

/** Tasks in Python: what fixes one, and the functions that draw it. */
interface TaskWriter {
  readonly constants: (run: RunFacts) => string;
  readonly functions: (run: RunFacts, sees: Sight) => string;
}

/** Of a run on pictures, what it reads of them. */
function expectSupply({ supply, settings }: RunFacts): PictureSupply {
  if (supply === null) throw new Error(`Expected pictures for ${settings.family}, found none.`);
  return supply;
}

/** By the families that have them there. */
const TASKS: Readonly<Partial<Record<FamilyName, TaskWriter>>> = {
  sinusoid: {
    constants: ({ settings }) => sinusoidConstants(settings),
    functions: ({ settings }, sees) => sinusoidTasks(settings, sees),
  },
  formula: {
    constants: ({ settings }) =>
      formulaConstants(settings, curveFamilyOf(settings)?.curves.xOf(settings) ?? X_RANGE),
    functions: ({ settings }, sees) => formulaTasks(settings, sees),
  },
  characters: {
    constants: (run) => pictureConstants(run.settings, expectSupply(run)),
    functions: (run) => pictureTasks(expectSupply(run)),
  },
};

/** The program's own name. */
export const PROGRAM_FILE = 'meta_train.py';

/** What stands in the docstring of pictures that the program reads, behind what it needs. */
function toldPictures(supply: PictureSupply | null): string {
  if (supply === null) return '';
  const { metaSteps, heldOut } = supply;
  if (metaSteps === null)
    return ` ${PICTURES_FILE} has the pictures that the run learns from, and ${heldOut} held-out tasks.`;
  return ` ${PICTURES_FILE} has the tasks of meta-steps ${metaSteps.from + 1} to ${metaSteps.to} and ${heldOut} held-out ones, drawn by
more code than this; the playground draws the next ones for what this has written.`;
}

function head({ settings, iteration, iterations, supply }: RunFacts): string {
  const { reference } = LEARNERS[settings.algorithm];
  return `r"""Goes on with a meta-training of the MAML Playground: ${settings.algorithm}, from meta-step ${iteration} of ${iterations}.

${english(reference)}.

One machine:      python ${PROGRAM_FILE}
Its GPUs:         torchrun --nproc_per_node=GPUS ${PROGRAM_FILE}
Many, by Slurm:   srun --nodes=NODES --ntasks-per-node=1 torchrun --nnodes=NODES --nproc_per_node=GPUS \\
                      --rdzv_backend=c10d --rdzv_endpoint=FIRST_NODE:29500 ${PROGRAM_FILE}

Each process takes its share of every meta-batch, and the gradients are summed over all of them. ${RUN_FILE} is read, and
written again with weights.safetensors, a state dict beside it; the playground opens both. Needs PyTorch 1.13 or newer, NumPy
and safetensors.${toldPictures(supply)}
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
    // A convolution has it in any case.
    innerLoop === 'plain' && moves === 'head' && isMlp(run.network)
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
  const { settings, counts, supply, network } = run;
  return lines(
    ofTasks,
    supply === null
      ? `SEED, SHOTS, QUERY_POINTS = ${settings.seed}, ${counts.shots}, ${counts.queryPoints}`
      : null,
    networkInPython(network).constants,
    innerConstants(run),
    '# The outer loop.',
    `BETA, META_BATCH, ITERATIONS = ${run.beta}, ${run.metaBatch}, ${run.iterations}`,
    run.clip === null ? null : `CLIP = ${run.clip}`,
  );
}

/** By what it is known whether a program is written for a run. */
type WrittenRun = Pick<Checkpoint, 'settings' | 'tasksDigest'>;

/** What is written of a run and its tasks. */
interface Written {
  readonly run: RunFacts;
  readonly tasks: TaskWriter;
  readonly metaGradient: (run: RunFacts) => string;
}

function expectWritten(checkpoint: WrittenRun, iteration: number, sources: PictureSources): Written {
  const run = runFacts(checkpoint, iteration, sources);
  const { family, algorithm } = run.settings;
  const tasks = TASKS[family];
  if (tasks === undefined) throw refused(said`one of the families ${listed(Object.keys(TASKS))}`, family);
  const metaGradient = META_GRADIENTS[run.algorithm];
  if (metaGradient === undefined)
    throw refused(said`one of the learners ${listed(Object.keys(META_GRADIENTS))}`, algorithm);
  return { run, tasks, metaGradient };
}

/** Why no program is written for a run, or `null` where one is. */
export function whyNoProgram(checkpoint: WrittenRun): ErrorReport | null {
  try {
    expectWritten(checkpoint, 0, { given: null, most: 0 });
    return null;
  } catch (error) {
    return reportOf(error);
  }
}

/** A program, and what of its pictures it reads beside itself and its run. */
export interface Program {
  readonly text: string;
  readonly supply: PictureSupply | null;
}

/**
 * The whole program; it reads the checkpoint from `RUN_FILE` beside it, and pictures from `PICTURES_FILE`.
 * @throws PlaygroundError `input-invalid` for a run that no program is written for.
 */
export function pytorchProgram(checkpoint: Checkpoint, sources: PictureSources): Program {
  const { run, tasks, metaGradient } = expectWritten(checkpoint, checkpoint.snapshot.iteration, sources);
  const { settings, network, loss, supply } = run;
  const text = parted([
    `${head(run)}\n\n${constants(run, tasks.constants(run))}`,
    tasks.functions(run, LEARNERS[settings.algorithm].sees),
    networkFunctions(network, loss),
    adaptFunctions(run),
    metaGradient(run),
    outerLoopFunctions(run),
    keepingFunctions(run),
    programMain(run),
  ]);
  return { text, supply };
}
