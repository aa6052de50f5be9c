/** The weights of a recipe: read where they are, trained where they are not. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TrainingEngine } from '#core/backend.ts';
import type { Settings } from '#training/settings.ts';
import { readCheckpoint } from '#formats/checkpoint.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { judgedWeights } from '../evaluation.ts';
import { digestOf, ofFile, readBytes, readWeights } from '../files.ts';
import { seededWeights } from '../first-weights.ts';
import { trainCommand } from '../flags.ts';
import type { TrainingJob } from '../training.ts';
import type { TrainingOrder } from '../training-order.ts';
import { type Recipe, TIMELINE_FOLDER } from './recipes.ts';

/** What trains and judges networks that remember: they have no other kernels, and plain JavaScript rounds alike everywhere. */
export const FOR_REMEMBERING = { engine: 'tensor', backend: 'cpu' } as const;

/** The command that trains the weights of a recipe to the bits that an engine ends in; `null` where that does not matter. */
export function recipeCommand(
  { settings, file, pictures, init }: Recipe,
  engine: TrainingEngine | null,
): string {
  const given = pictures === undefined ? {} : { data: pictures.file, allClasses: true };
  const begun = init === undefined ? {} : { init };
  return trainCommand(settings, settings.iterations, { out: file, ...begun, ...given }, engine);
}

/** What trained the file of a recipe; those that do not tell are older than all engines but the fused one. */
async function trainedWith({ file }: Recipe): Promise<TrainingEngine | null> {
  const { engine } = (await readWeights(file)).details;
  if (engine === 'several') return null;
  return engine ?? 'fused';
}

/** The command that trains the file of a recipe again, to the same bits on a like adapter. */
export async function againCommand(recipe: Recipe): Promise<string> {
  return recipeCommand(recipe, await trainedWith(recipe));
}

function isSameRun(one: Settings, other: Settings): boolean {
  return trainCommand(one, one.iterations) === trainCommand(other, other.iterations);
}

/** The file of a recipe, or `null` if there is none, one along its run is missing, or it was trained otherwise. */
export async function presentWeights({
  file,
  settings,
  timeline,
  pictures,
  init,
}: Recipe): Promise<WeightsFile | null> {
  if (![file, ...timeline.map((mark) => timelinePath(file, mark))].every(existsSync)) return null;
  const weights = await readWeights(file);
  const { iteration, startedFrom = null, ownTasks = null } = weights.details;
  const isOfPictures = ownTasks?.sha256 === pictures?.sha256 && ownTasks?.isSplit !== true;
  const first = init === undefined ? null : digestOf(await readBytes(init));
  const isOfSettings = (startedFrom?.sha256 ?? null) === first && isOfPictures;
  const isFinished = iteration === settings.iterations;
  const isRecipe = isOfSettings && isFinished && isSameRun(judgedWeights(weights).settings, settings);
  return isRecipe ? weights : null;
}

/** First weights, or where an interrupted run of this recipe stopped, and what has trained it. */
async function startOf(
  settings: Settings,
  checkpoint: string,
): Promise<Pick<TrainingJob, 'from'> & Pick<TrainingOrder, 'before'>> {
  if (existsSync(checkpoint)) {
    const bytes = await readBytes(checkpoint);
    const kept = ofFile(checkpoint, () => readCheckpoint(bytes));
    const { startedFrom = null, tasksDigest, engine = null } = kept;
    const isOfSettings = startedFrom === null && tasksDigest === null;
    if (isOfSettings && isSameRun(kept.settings, settings)) {
      return { from: kept.snapshot, before: engine ?? 'unknown' };
    }
  }
  return { from: seededWeights(settings), before: null };
}

/** Where checkpoints along a run go. */
export function timelinePath(file: string, iteration: number): string {
  return join(dirname(file), TIMELINE_FOLDER, `${basename(file, '.safetensors')}-${iteration}.safetensors`);
}

export async function orderOf({ file, settings, timeline }: Recipe): Promise<TrainingOrder> {
  const checkpoint = `${file}.checkpoint`;
  const { from, before } = await startOf(settings, checkpoint);
  return {
    job: { settings, from, until: settings.iterations, ownTasks: null, marks: timeline },
    out: file,
    checkpoint,
    startedFrom: null,
    before,
    ownTasks: null,
    markPath: (iteration) => timelinePath(file, iteration),
  };
}
