/** Which file counts as a recipe's, and from which checkpoint its training goes on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Recipe } from '#cli/reproduction/recipes.ts';
import { seededWeights } from '#cli/first-weights.ts';
import { orderOf, presentWeights, timelinePath } from '#cli/reproduction/training.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { type Checkpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { type WeightsDetails, writeWeightsFile } from '#formats/weights-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 2, 1], activation: 'relu' },
  iterations: 50,
};
const GIVEN = { file: 'x', sha256: 'a1' };

function recipeIn(file: string, timeline: readonly number[] = []): Recipe {
  return { id: 'small', file, settings: SETTINGS, contestant: null, timeline };
}

function writeWeights(path: string, changes: Partial<WeightsDetails> = {}): void {
  const { architecture: _, ...settings } = SETTINGS;
  const details: WeightsDetails = { origin: 'maml', iteration: 50, settings, evaluation: null, ...changes };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeWeightsFile({ ...seededWeights(SETTINGS), details }));
}

describe('a file', () => {
  test.each<{ what: string; changes: Partial<WeightsDetails>; isPresent: boolean }>([
    { what: 'its settings alone', changes: {}, isPresent: true },
    { what: 'other first weights', changes: { startedFrom: GIVEN }, isPresent: false },
    { what: 'own tasks', changes: { ownTasks: GIVEN }, isPresent: false },
    { what: 'fewer iterations', changes: { iteration: 49 }, isPresent: false },
  ])('made of $what is the recipe’s: $isPresent', async ({ changes, isPresent }) => {
    const file = temporaryFolder()('w.safetensors');
    writeWeights(file, changes);
    expect((await presentWeights(recipeIn(file))) !== null).toBe(isPresent);
  });

  test('is not all there without those along its run', async () => {
    const file = temporaryFolder()('w.safetensors');
    const recipe = recipeIn(file, [0, 10]);
    writeWeights(file);
    writeWeights(timelinePath(file, 10), { iteration: 10 });
    expect(await presentWeights(recipe)).toBeNull();
    writeWeights(timelinePath(file, 0), { iteration: 0 });
    expect(await presentWeights(recipe)).not.toBeNull();
  });
});

test.each<{ what: string; changes: Partial<Checkpoint>; isTaken: boolean }>([
  { what: 'its settings alone', changes: {}, isTaken: true },
  { what: 'other first weights', changes: { startedFrom: GIVEN }, isTaken: false },
  { what: 'own tasks', changes: { tasksDigest: 'a1' }, isTaken: false },
])('a checkpoint made of $what is gone on with: $isTaken', async ({ changes, isTaken }) => {
  const file = temporaryFolder()('w.safetensors');
  const zeros = new Float32Array(7);
  const snapshot = { iteration: 20, parameters: zeros, firstMoment: zeros, secondMoment: zeros };
  const checkpoint = { settings: SETTINGS, snapshot, tasksDigest: null, ...changes };
  writeFileSync(`${file}.checkpoint`, writeCheckpoint(checkpoint));
  const { from } = (await orderOf(recipeIn(file))).job;
  expect('iteration' in from).toBe(isTaken);
});
