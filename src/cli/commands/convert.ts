/** `convert`: weights, checkpoints, points and tasks from one format to another. */
import { Command, Option } from 'commander';
import { describeArchitecture, parameterCount } from '#models/architecture.ts';
import { badInput } from '#formats/bad-input.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import {
  pointFileKind,
  readPoints,
  readTasks,
  writePointsCsv,
  writePointsJson,
  writeTasksCsv,
  writeTasksJson,
} from '#formats/point-files.ts';
import { decodedText } from '#formats/text.ts';
import {
  FORMAT_FILES,
  formatNamed,
  holdsState,
  WEIGHT_FORMATS,
  type WeightFormat,
  writeCheckpointAs,
  writeWeights,
} from '#formats/weight-formats.ts';
import { addNetworkFlags, type CommandContext, commandConsole } from '../command.ts';
import { counted } from '../console.ts';
import type { ExitName } from '../exit-codes.ts';
import {
  expectWritable,
  type NetworkFlags,
  networkOf,
  ofFile,
  readBytes,
  writeAtomically,
} from '../files.ts';

interface ConvertFlags extends NetworkFlags {
  readonly to?: WeightFormat;
  readonly networkOnly: boolean;
}

const EXTENSIONS = WEIGHT_FORMATS.map((format) => `.${FORMAT_FILES[format].extension}`).join(', ');
const TABLES = ['csv', 'json'] as const;

const HELP = `
Read are safetensors, .npz, JSON, ONNX and zips of TensorFlow.js: this page's weights and checkpoints, and networks made
elsewhere, whatever their tensors are called. Written are ${EXTENSIONS}; the name of OUT tells which, or --to. Points (x,y) and tasks
(task,set,x,y) go from CSV to JSON and back.

Examples:
  npm run cli -- convert public/weights/maml-5-shot.safetensors maml.onnx
  npm run cli -- convert state_dict.npz mine.safetensors --activation tanh
  npm run cli -- convert ensemble.safetensors first.safetensors --network models.0
  npm run cli -- convert tasks.csv tasks.json`;

/** Points or tasks as text of the other kind; `null` if it is neither. */
function convertedTable(
  bytes: Uint8Array,
  input: string,
  output: string,
): { text: string; said: string } | null {
  const text = decodedText(bytes);
  const kind = text === null ? null : pointFileKind(text, input);
  if (text === null || kind === null) return null;
  const extension = TABLES.find((possible) => output.toLowerCase().endsWith(`.${possible}`));
  if (extension === undefined)
    throw badInput(output, `a name that ends in .csv or .json for ${kind}`, 'another');
  if (kind === 'points') {
    const points = readPoints(text, input);
    const written = extension === 'csv' ? writePointsCsv(points) : writePointsJson(points);
    return { text: written, said: counted(points.count, 'point') };
  }
  const tasks = readTasks(text, input);
  const written = extension === 'csv' ? writeTasksCsv(tasks) : writeTasksJson(tasks);
  return { text: written, said: counted(tasks.length, 'task') };
}

function formatOf(output: string, to: WeightFormat | undefined): WeightFormat {
  const format = to ?? (output.endsWith('.checkpoint') ? 'safetensors' : formatNamed(output));
  if (format === null) throw badInput(output, `a name that ends in ${EXTENSIONS}, or --to`, 'another');
  return format;
}

async function run(
  input: string,
  output: string,
  flags: ConvertFlags,
  context: CommandContext,
): Promise<ExitName> {
  const console = commandConsole(context);
  const bytes = await readBytes(input);
  const table = flags.to === undefined ? convertedTable(bytes, input, output) : null;
  await expectWritable(output, 'OUT');
  if (table !== null) {
    await writeAtomically(output, table.text);
    console.say(`Wrote ${output}: ${table.said}`);
    console.event('converted', { input, output, what: table.said });
    return 'ok';
  }
  const format = formatOf(output, flags.to);
  const read = ofFile(input, () => networkOf(bytes, flags));
  const weights = read.kind === 'weights' ? read.weights : weightsOfCheckpoint(read.checkpoint);
  const isNetwork = read.kind === 'weights' || flags.networkOnly;
  const written = isNetwork ? writeWeights(weights, format) : writeCheckpointAs(read.checkpoint, format);
  await writeAtomically(output, written);
  const { architecture } = weights.network;
  const { origin, iteration } = weights.details;
  const what = isNetwork ? 'weights' : 'checkpoint';
  console.say(
    `Wrote ${output} (${format}): ${what} of ${describeArchitecture(architecture)}, ${parameterCount(architecture)} parameters, ${origin}, ${counted(iteration, 'iteration')}`,
  );
  if (!holdsState(format)) {
    const say = (learned: string) =>
      console.say(`${format} has no place for ${learned}: only the network is written.`);
    if (weights.rates !== null) say('the inner learning rates α');
    if (weights.logLambda !== undefined) say('the penalty λ of a head that is solved for');
    if (weights.logScale !== undefined) say('the scale s of its logits');
    if (weights.stepRates !== undefined) say('the inner learning rates of each layer in each step');
    if (weights.contextWeights !== undefined) say('the weights of context parameters');
  }
  const leftOut = read.kind === 'weights' ? (read.leftOut ?? []) : [];
  if (leftOut.length > 0) console.say(`Left out, since it is not of the network: ${leftOut.join(', ')}`);
  console.event('converted', { input, output, format, what, architecture, origin, iteration, leftOut });
  return 'ok';
}

export function convertCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('convert')
    .description('Turns weights, checkpoints, points or tasks from one format into another.')
    .argument('<in>', 'file to read')
    .argument('<out>', 'file to write')
    .addOption(
      new Option('--to <format>', 'format, where the name of OUT does not tell').choices(WEIGHT_FORMATS),
    )
    .option('--network-only', 'of a checkpoint, its network alone', false);
  addNetworkFlags(command);
  return command
    .addHelpText('after', HELP)
    .action(async (input: string, output: string, flags: ConvertFlags) => {
      exit(await run(input, output, flags, context));
    });
}
