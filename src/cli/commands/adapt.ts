/** `adapt`: the user's own points in, the fitted curve of every inner step out. */
import { Command } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { adaptationOf } from '#training/learned.ts';
import { familyOf } from '#families/family-of.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { inputSize } from '#models/architecture.ts';
import { badInput } from '#formats/bad-input.ts';
import { readPoints } from '#formats/point-files.ts';
import {
  addEngineFlags,
  addNetworkFlags,
  type CommandContext,
  commandConsole,
  type EngineFlags,
  pipedConsole,
  sayEngine,
  wholeOf,
  withHost,
} from '../command.ts';
import { counted, table } from '../console.ts';
import { curveCsv, finiteCurve } from '../curve.ts';
import { describeRates, judgedWeights } from '../evaluation.ts';
import type { ExitName } from '../exit-codes.ts';
import { expectWritable, type NetworkFlags, readText, readWeights, writeAtomically } from '../files.ts';
import { ALPHA_FLAG, flagTexts, numbersOf, readFlags } from '../flags.ts';
import { expectStepsHeld } from '../fused-limits.ts';

interface AdaptFlags extends EngineFlags, NetworkFlags {
  readonly weights: string;
  readonly points: string;
  readonly steps: string;
  readonly grid: string;
  readonly out?: string;
}

const MOST_STEPS = 100;
const MOST_GRID_POINTS = 100_000;

const HELP = `
The curve is CSV: x, and the prediction before adapting (step0) and after each inner step. Without --out and --json it
goes to stdout, and everything else to stderr. An adaptation that diverges is written up to its last finite step. Of very
many steps, the tensor engine takes care.

Example:
  printf 'x,y\\n-3,1.2\\n0,-0.4\\n2.5,2\\n' > points.csv
  npm run -s cli -- adapt --weights public/weights/maml-5-shot.safetensors --points points.csv --out curve.csv`;

/** Evenly spaced, both ends included. */
function gridOf(text: string): Float32Array {
  const expected = 'from,to,count, like -5,5,161';
  const [from = Number.NaN, to = Number.NaN, count = Number.NaN, ...rest] = numbersOf(text, expected);
  // What float32 cannot hold would become infinite there.
  const isHeld = [from, to].every((end) => Number.isFinite(Math.fround(end)));
  const isValid = isHeld && from < to && Number.isInteger(count) && count >= 2 && count <= MOST_GRID_POINTS;
  if (!isValid || rest.length > 0) throw badInput('--grid', expected, `“${text}”`);
  return Float32Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

async function run(flags: AdaptFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const isPiped = flags.out === undefined && !context.json;
  const console = isPiped ? pipedConsole(context) : commandConsole(context);
  const { origin, learned, settings } = judgedWeights(await readWeights(flags.weights, flags));
  if (inputSize(learned.network.architecture) !== 1) {
    throw badInput(flags.weights, 'a network with the input x alone', `one of ${origin}`);
  }
  const { alpha } = readFlags(settings, flagTexts(command), [ALPHA_FLAG]);
  const innerSteps = wholeOf('steps', flags.steps, 0, MOST_STEPS);
  expectStepsHeld(flags.engine, innerSteps);
  const gridX = gridOf(flags.grid);
  const points = readPoints(await readText(flags.points), flags.points);
  if (flags.out !== undefined) await expectWritable(flags.out, '--out');
  const { architecture, parameters } = learned.network;
  const { loss } = familyOf(settings);
  return withHost(flags, async (host): Promise<ExitName> => {
    const [trajectory] = await host.engine.adapt({
      architecture,
      loss,
      parameters: [parameters],
      rates: [adaptationOf(origin, learned, alpha)],
      // There is nothing to be judged by but the points themselves.
      tasks: [{ support: points, query: points }],
      innerSteps,
      gridX,
    });
    if (trajectory === undefined) throw new Error('Expected a trajectory, found none.');
    await sayEngine(console, host);
    const curve = finiteCurve(gridX, trajectory);
    const rows = curve.supportLoss.map((value, step) => [`${step}`, value.toPrecision(4)]);
    console.say(
      `Loss on ${counted(points.count, 'point')}\n${table([['step', lossOf(loss).short], ...rows])}`,
    );
    const csv = curveCsv(curve);
    if (flags.out !== undefined) {
      await writeAtomically(flags.out, csv);
      console.say(`Wrote ${flags.out}`);
    }
    if (isPiped) context.stdout.write(csv);
    console.event('curve', { alpha, ...curve });
    const { divergedAt } = curve;
    if (divergedAt === null) return 'ok';
    throw new PlaygroundError(
      'diverged',
      `The adaptation diverged at step ${divergedAt} (${describeRates(origin, learned, alpha)}): its numbers are no longer finite.`,
      'The curve ends before it. A smaller --alpha, where it is not learned, usually helps.',
    );
  });
}

export function adaptCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('adapt')
    .description('Adapts weights to your own points and writes the fitted curves.')
    .requiredOption('--weights <file>', 'weights file')
    .requiredOption('--points <file>', 'your points: CSV with the header x,y, or JSON {"x": […], "y": […]}')
    .option('--alpha <number>', 'inner learning rate, where it is not learned')
    .option('--steps <count>', 'inner steps', '10')
    .option('--grid <from,to,count>', 'where the curve is drawn', '-5,5,161')
    .option('--out <file>', 'CSV file to write');
  addNetworkFlags(command);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: AdaptFlags) => {
    exit(await run(flags, command, context));
  });
}
