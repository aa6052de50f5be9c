/** The weights of a recipe: read where they are, trained where they are not. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Settings } from '#training/settings.ts';
import { readCheckpoint } from '#formats/checkpoint.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { judgedWeights } from '../evaluation.ts';
import { ofFile, readBytes, readWeights } from '../files.ts';
import { seededWeights } from '../first-weights.ts';
import { trainCommand } from '../flags.ts';
import type { TrainingJob } from '../training.ts';
import type { TrainingOrder } from '../training-order.ts';
import { type Recipe, TIMELINE_FOLDER } from './recipes.ts';

/** The command that trains the weights of a recipe; on SIMD units, since engines round in their own ways. */
export function recipeCommand({ settings, file }: Recipe): string {
  return `${trainCommand(settings, settings.iterations, { out: file })} --engine wasm`;
}

function isSameRun(one: Settings, other: Settings): boolean {
  return trainCommand(one, one.iterations) === trainCommand(other, other.iterations);
}

/** The file of a recipe, or `null` if there is none, one along its run is missing, or it was trained otherwise. */
export async function presentWeights({ file, settings, timeline }: Recipe): Promise<WeightsFile | null> {
  if (![file, ...timeline.map((mark) => timelinePath(file, mark))].every(existsSync)) return null;
  const weights = await readWeights(file);
  const { iteration, startedFrom = null, ownTasks = null } = weights.details;
  const isOfSettings = startedFrom === null && ownTasks === null;
  const isFinished = iteration === settings.iterations;
  const isRecipe = isOfSettings && isFinished && isSameRun(judgedWeights(weights).settings, settings);
  return isRecipe ? weights : null;
}

/** First weights, or where an interrupted run of this recipe stopped. */
async function startOf(settings: Settings, checkpoint: string): Promise<TrainingJob['from']> {
  if (existsSync(checkpoint)) {
    const bytes = await readBytes(checkpoint);
    const kept = ofFile(checkpoint, () => readCheckpoint(bytes));
    const { startedFrom = null, tasksDigest } = kept;
    const isOfSettings = startedFrom === null && tasksDigest === null;
    if (isOfSettings && isSameRun(kept.settings, settings)) return kept.snapshot;
  }
  return seededWeights(settings);
}

/** Where checkpoints along a run go. */
export function timelinePath(file: string, iteration: number): string {
  return join(dirname(file), TIMELINE_FOLDER, `${basename(file, '.safetensors')}-${iteration}.safetensors`);
}

export async function orderOf({ file, settings, timeline }: Recipe): Promise<TrainingOrder> {
  const checkpoint = `${file}.checkpoint`;
  const from = await startOf(settings, checkpoint);
  return {
    job: { settings, from, until: settings.iterations, ownTasks: null, marks: timeline },
    out: file,
    checkpoint,
    startedFrom: null,
    ownTasks: null,
    markPath: (iteration) => timelinePath(file, iteration),
  };
}
