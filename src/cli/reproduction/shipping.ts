/** The manifest of the weights that ship with the page. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Manifest, ManifestEntry } from '#formats/manifest.ts';
import { CHARACTER_RECIPES, CHARACTERS_FOLDER } from './character-recipes.ts';
import {
  BENCHMARK_FOLDER,
  META_SGD_RECIPES,
  SHIPPED_RECIPES,
  type ShippedRecipe,
  TIMELINE_FOLDER,
} from './recipes.ts';
import { againCommand, timelinePath } from './training.ts';

async function entryOf(
  recipe: ShippedRecipe,
  folder = '',
  all: readonly ShippedRecipe[] = [],
): Promise<ManifestEntry> {
  const { contestant, file, settings } = recipe;
  const { size } = await stat(file);
  const isOneOfSeveral = all.filter((other) => other.contestant === contestant).length > 1;
  return {
    contestant,
    algorithm: settings.algorithm,
    shots: settings.shots,
    ...(isOneOfSeveral ? { ways: settings.ways } : {}),
    file: `${folder}${basename(file)}`,
    iteration: settings.iterations,
    command: await againCommand(recipe),
    bytes: size,
  };
}

/** What stands in public/weights/manifest.json. @throws if one of its files is missing. */
export async function shippedManifest(): Promise<Manifest> {
  const weights = await Promise.all(Object.values(SHIPPED_RECIPES).map((recipe) => entryOf(recipe)));
  const characters = await Promise.all(
    CHARACTER_RECIPES.map((recipe) => entryOf(recipe, `${CHARACTERS_FOLDER}/`, CHARACTER_RECIPES)),
  );
  const { file, timeline } = SHIPPED_RECIPES.maml;
  const along = timeline.map(async (iteration) => {
    const path = timelinePath(file, iteration);
    await stat(path);
    return { iteration, file: `${TIMELINE_FOLDER}/${basename(path)}` };
  });
  const benchmark = META_SGD_RECIPES.map(async ({ algorithm, shots, recipe }) => {
    await stat(recipe.file);
    const { iterations } = recipe.settings;
    const path = `${BENCHMARK_FOLDER}/${basename(recipe.file)}`;
    return { method: algorithm, shots, file: path, iteration: iterations };
  });
  return {
    version: 2,
    weights,
    families: { characters },
    timeline: await Promise.all(along),
    benchmark: await Promise.all(benchmark),
  };
}
