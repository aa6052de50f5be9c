/** `script`: a program in another framework that goes on with a run. */
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { briefly } from '#core/brief-digest.ts';
import { familyOf } from '#families/family-of.ts';
import { badInput } from '#formats/bad-input.ts';
import { FRAMEWORKS, type Framework, filesElsewhere } from '#formats/elsewhere/elsewhere.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import { startFor } from '#training/learned.ts';
import { firstSnapshot } from '#training/run-checks.ts';
import { planOf } from '#training/training-plan.ts';
import { writeChanges } from '../changes.ts';
import { type CommandContext, commandConsole, wholeOf } from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { judgedWeights } from '../evaluation.ts';
import { digestOf, networkOf, ofFile, ofFileInTime, readBytes, writeAtomically } from '../files.ts';
import { readPictures } from '../picture-files.ts';

interface ScriptFlags {
  readonly from: string;
  readonly framework: Framework;
  readonly out: string;
  readonly data?: string;
  readonly metaSteps?: string;
}

/** Pictures that are drawn at most, unless meta-steps are asked for: minutes, and 200 MB of pixels before they are packed. */
const MOST_PICTURES = 1_000_000;

const HELP = `
The folder OUT gets the program and, beside it, the run to go on with: weights, optimiser state and settings. From weights a run
begins that has taken no meta-step yet. A run on characters gets its pictures, too: of a zip those that it learns from, so that the
program draws tasks without end; of invented letters the tasks of --meta-steps, since the program itself cannot draw such letters.

Examples:
  npm run cli -- train --algorithm maml --stop-at 1000 --out maml.safetensors
  npm run cli -- script --from maml.safetensors.checkpoint --framework pytorch --out elsewhere
  cd elsewhere && torchrun --nproc_per_node=4 meta_train.py
  npm run cli -- script --from mine.safetensors.checkpoint --data mine.zip --framework pytorch --out elsewhere`;

/** The run of a checkpoint; of weights, one that has just begun with them. */
function runFrom(bytes: Uint8Array, from: string): Checkpoint {
  const read = networkOf(bytes);
  if (read.kind === 'checkpoint') return read.checkpoint;
  const { weights } = read;
  const { origin } = weights.details;
  if (origin === 'random' || origin === 'elsewhere')
    throw badInput('--from', 'a run, or weights that one of our learners has made', 'others');
  const { settings } = judgedWeights(weights);
  return {
    settings,
    snapshot: firstSnapshot(planOf(settings), startFor(settings, weights)),
    tasksDigest: weights.details.ownTasks?.sha256 ?? null,
    ownTasks: weights.details.ownTasks ?? null,
    startedFrom: { file: basename(from), sha256: digestOf(bytes) },
  };
}

/** The pictures that a run learns from; `null` for a run on tasks of its settings. @throws PlaygroundError where they are others. */
async function givenTo({ settings, tasksDigest, ownTasks }: Checkpoint, data: string | undefined) {
  const isOfZip = tasksDigest !== null && familyOf(settings).view === 'pictures';
  const expected = isOfZip ? `${ownTasks?.file ?? 'its zip'} (SHA-256 ${briefly(tasksDigest)}…)` : 'none';
  const hint = 'A run goes on with no other pictures than it began with.';
  if (data === undefined) {
    if (isOfZip) throw badInput('--data', expected, 'none', hint);
    return null;
  }
  const { set, given } = await readPictures(data);
  if (!isOfZip || given.sha256 !== tasksDigest)
    throw badInput('--data', expected, `${data} (SHA-256 ${briefly(given.sha256)}…)`, hint);
  return { set, ...(ownTasks?.isSplit === true ? { isSplit: true as const } : {}) };
}

async function run(flags: ScriptFlags, context: CommandContext): Promise<ExitName> {
  const { from, framework, out, data, metaSteps } = flags;
  const console = commandConsole(context);
  const bytes = await readBytes(from);
  const checkpoint = ofFile(from, () => runFrom(bytes, from));
  const sources = {
    given: await givenTo(checkpoint, data),
    most: MOST_PICTURES,
    ...(metaSteps === undefined ? {} : { metaSteps: wholeOf('meta-steps', metaSteps, 1) }),
  };
  const files = await ofFileInTime(from, () => filesElsewhere(framework, checkpoint, sources));
  for (const { name, content } of files) {
    const path = join(out, name);
    await writeAtomically(path, content);
    console.say(`Wrote ${path}`);
  }
  const coming = writeChanges(checkpoint.coming ?? []).join(' ');
  if (coming !== '') console.say(`Not in the program, which trains by the settings of now: ${coming}`);
  console.event('scriptWritten', { from, framework, out, files: files.map(({ name }) => name) });
  return 'ok';
}

export function scriptCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  return new Command('script')
    .description('Writes a program that goes on with a run in another framework, on one machine or many.')
    .requiredOption('--from <file>', 'checkpoint of a run, or weights to begin one with')
    .addOption(
      new Option('--framework <name>', 'what the program is written in')
        .choices(FRAMEWORKS)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder to write to')
    .option('--data <zip>', 'pictures that the run learns from, where it learns from a zip')
    .option(
      '--meta-steps <count>',
      `meta-steps whose tasks of invented letters are drawn (default: all that are left, up to ${MOST_PICTURES.toLocaleString('en')} pictures)`,
    )
    .addHelpText('after', HELP)
    .action(async (flags: ScriptFlags) => {
      exit(await run(flags, context));
    });
}
