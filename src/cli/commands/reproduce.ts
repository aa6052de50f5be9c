/** `reproduce`: the tables of the papers, with what this repository trains. */
import { Command, Option } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { remembers } from '#training/learner-facts.ts';
import { TABLE_TASKS } from '#training/published-tables.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import {
  addEngineFlags,
  type CommandContext,
  commandConsole,
  type EngineFlags,
  sayEngine,
  wholeOf,
  withHost,
} from '../command.ts';
import type { Console } from '../console.ts';
import type { ExitName } from '../exit-codes.ts';
import { expectWritable, readWeights, writeAtomically } from '../files.ts';
import { type HeadlessEngine, trainingEngineOf } from '../host/headless-engine.ts';
import { documentText } from '../reproduction/document.ts';
import { SEARCH, searchPicture } from '../reproduction/found-sections.ts';
import { createJudge } from '../reproduction/judging.ts';
import { ALL_RECIPES, type Recipe } from '../reproduction/recipes.ts';
import type { Section } from '../reproduction/section.ts';
import { SECTIONS, sectionText } from '../reproduction/sections.ts';
import { shippedManifest } from '../reproduction/shipping.ts';
import { FOR_REMEMBERING, orderOf, presentWeights, recipeCommand } from '../reproduction/training.ts';
import { trainToFile } from '../train-to-file.ts';

interface ReproduceFlags extends EngineFlags {
  readonly out: string;
  readonly only?: readonly string[];
  readonly tasks: string;
  readonly seed: string;
  readonly train: boolean;
}

const MANIFEST = 'public/weights/manifest.json';
const MOST_TASKS = 1_000_000;

const HELP = `
Weights that are there and were trained as they should be are used, all others are trained first. Ctrl-C saves; the same
command goes on.

Examples:
  npm run cli -- reproduce
  npm run cli -- reproduce --only meta-sgd-benchmark --out meta-sgd.md`;

/** What trains and judges a recipe. */
type EngineFor = (recipe: Recipe) => HeadlessEngine;

/** Trains what is missing. @returns whether all is there now. */
async function trainMissing(
  engineFor: EngineFor,
  recipes: readonly Recipe[],
  console: Console,
  signal: AbortSignal,
  mayTrain: boolean,
): Promise<boolean> {
  for (const recipe of recipes) {
    if ((await presentWeights(recipe)) !== null) continue;
    if (!mayTrain) {
      throw new PlaygroundError(
        'weights-file-foreign',
        `Expected the weights ${recipe.file}, found none that were trained as they should be.`,
        recipeCommand(recipe, null),
      );
    }
    const engine = engineFor(recipe);
    const by = trainingEngineOf(await engine.report());
    console.say(`Training ${recipe.id}: ${recipeCommand(recipe, by)}`);
    const ended = await trainToFile(engine, await orderOf(recipe), console, signal, true);
    if (ended === 'interrupted') return false;
    console.event('weights', { path: recipe.file });
  }
  return true;
}

function chosenSections(only: readonly string[] | undefined): readonly Section[] {
  return only === undefined ? SECTIONS : SECTIONS.filter(({ id }) => only.includes(id));
}

function recipesOf(flags: ReproduceFlags): readonly Recipe[] {
  if (flags.only === undefined) return ALL_RECIPES;
  return [...new Set(chosenSections(flags.only).flatMap((section) => section.recipes))];
}

function isRemembering({ settings }: Recipe): boolean {
  return remembers(settings.algorithm);
}

/** `engines` are those that `engineFor` chooses from. */
async function reproduce(
  engines: readonly HeadlessEngine[],
  engineFor: EngineFor,
  flags: ReproduceFlags,
  console: Console,
  { interruption }: CommandContext,
): Promise<ExitName> {
  const sections = chosenSections(flags.only);
  const isComplete = flags.only === undefined;
  const sample = {
    tasks: wholeOf('tasks', flags.tasks, 1, MOST_TASKS),
    seed: wholeOf('seed', flags.seed, 0, 2 ** 32 - 1),
  };
  const recipes = recipesOf(flags);
  const { signal } = interruption;
  if (!(await trainMissing(engineFor, recipes, console, signal, flags.train))) {
    return interruption.exit() ?? 'interrupted';
  }
  const weightsOf = (recipe: Recipe): Promise<WeightsFile> => readWeights(recipe.file);
  const judge = createJudge(engineFor, weightsOf, (text) => console.progress(text), signal);
  const texts: string[] = [];
  try {
    for (const section of sections) {
      const text = await sectionText(section, judge, sample);
      console.say(`${text}\n`);
      console.event('section', { id: section.id, text });
      texts.push(text);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return interruption.exit() ?? 'interrupted';
  }
  if (sections.includes(SEARCH)) {
    const { path, text } = await searchPicture();
    await writeAtomically(path, text);
  }
  const reports = await Promise.all(engines.map((engine) => engine.report()));
  const adapter = [...new Set(reports.map((report) => report.adapter))].join('; networks that remember on ');
  await writeAtomically(flags.out, await documentText(texts, recipes, { adapter, isComplete }));
  if (isComplete) {
    await writeAtomically(MANIFEST, `${JSON.stringify(await shippedManifest(), null, 2)}\n`);
  }
  console.say(`Wrote ${flags.out}`);
  return 'ok';
}

export function reproduceCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('reproduce')
    .description('Trains what is missing, judges it, and writes published figures and ours side by side.')
    .option('--out <file>', 'Markdown file to write', 'docs/reproduction.md')
    .addOption(new Option('--only <section...>', 'some sections').choices(SECTIONS.map(({ id }) => id)))
    .option('--tasks <count>', 'held-out tasks of a figure, where the paper does not say', `${TABLE_TASKS}`)
    .option('--seed <count>', 'of the held-out tasks', '1')
    .option('--no-train', 'ends with an error where weights are missing');
  // What ships ends in the same bits wherever there are SIMD units.
  addEngineFlags(command, 'wasm');
  return command.addHelpText('after', HELP).action(async (flags: ReproduceFlags) => {
    const console = commandConsole(context);
    await expectWritable(flags.out, '--out');
    exit(
      await withHost(flags, async (host) => {
        context.interruption.heed();
        await sayEngine(console, host);
        if (flags.engine === 'tensor' || !recipesOf(flags).some(isRemembering)) {
          return reproduce([host.engine], () => host.engine, flags, console, context);
        }
        // No kernels are written for networks that remember.
        return withHost({ ...flags, ...FOR_REMEMBERING }, async (other) => {
          await sayEngine(console, other);
          const engineFor: EngineFor = (recipe) => (isRemembering(recipe) ? other : host).engine;
          return reproduce([host.engine, other.engine], engineFor, flags, console, context);
        });
      }),
    );
  });
}
