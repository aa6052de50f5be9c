/** `script`: a program in another framework that goes on with a run. */
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { badInput } from '#formats/bad-input.ts';
import { FRAMEWORKS, type Framework, filesElsewhere } from '#formats/elsewhere/elsewhere.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import { startFor } from '#training/learned.ts';
import { firstSnapshot } from '#training/run-checks.ts';
import { planOf } from '#training/training-plan.ts';
import { writeChanges } from '../changes.ts';
import { type CommandContext, commandConsole } from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { judgedWeights } from '../evaluation.ts';
import { digestOf, networkOf, ofFile, readBytes, writeAtomically } from '../files.ts';

interface ScriptFlags {
  readonly from: string;
  readonly framework: Framework;
  readonly out: string;
}

const HELP = `
The folder OUT gets the program and, beside it, the run to go on with: weights, optimiser state and settings. From weights a run
begins that has taken no meta-step yet.

Examples:
  npm run cli -- train --algorithm maml --stop-at 1000 --out maml.safetensors
  npm run cli -- script --from maml.safetensors.checkpoint --framework pytorch --out elsewhere
  cd elsewhere && torchrun --nproc_per_node=4 meta_train.py`;

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
    startedFrom: { file: basename(from), sha256: digestOf(bytes) },
  };
}

async function run(flags: ScriptFlags, context: CommandContext): Promise<ExitName> {
  const { from, framework, out } = flags;
  const console = commandConsole(context);
  const bytes = await readBytes(from);
  const checkpoint = ofFile(from, () => runFrom(bytes, from));
  const files = ofFile(from, () => filesElsewhere(framework, checkpoint));
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
    .addHelpText('after', HELP)
    .action(async (flags: ScriptFlags) => {
      exit(await run(flags, context));
    });
}
