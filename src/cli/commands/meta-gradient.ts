/** `meta-gradient`: our answer to a case, for people who check their own implementation. */
import { Command, Option } from 'commander';
import { PlaygroundError } from '#core/errors.ts';
import { takesOptimiser } from '#training/learned.ts';
import {
  hasInnerLoop,
  isOfClassesOnly,
  learnsContext,
  learnsStepRates,
  META_ALGORITHMS,
  type MetaAlgorithm,
} from '#training/learner-facts.ts';
import { FIRST_LOSS, LOSS_NAMES, lossOf } from '#families/losses/loss-of.ts';
import { describeArchitecture, MODEL_NAMES } from '#models/architecture.ts';
import { trainsNetwork } from '#training/trained-architecture.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { secondOrderGauge } from '#worker/second-order-gauge.ts';
import { badInput } from '#formats/bad-input.ts';
import type { MetaGradientCase } from '#training/self-check.ts';
import { describeMetaGradient, readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import {
  addEngineFlags,
  type CommandContext,
  type EngineFlags,
  pipedConsole,
  sayEngine,
  withHost,
} from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { expectWritable, readText, writeAtomically } from '../files.ts';
import { addFlags, flagTexts, readFlags, SETTING_FLAGS } from '../flags.ts';
import { expectInnerLoopHeld } from '../fused-limits.ts';

interface MetaGradientFlags extends EngineFlags {
  readonly case: readonly string[];
  readonly algorithm?: readonly string[];
  readonly gauge: boolean;
  readonly out?: string;
}

/** The answer to one case by one algorithm. */
interface MetaGradientAnswer {
  readonly case: string;
  readonly algorithm: MetaAlgorithm;
  readonly answer: Readonly<Record<string, unknown>>;
}

const PROXIMAL_FLAGS = SETTING_FLAGS.filter(({ name }) =>
  ['lambda', 'conjugate-gradient-steps'].includes(name),
);
const ALGORITHMS = META_ALGORITHMS.filter(hasInnerLoop);

const LOSS_WORDS = LOSS_NAMES.map((name) => `${name} (${lossOf(name).about})`).join(', ');

const HELP = `
A case is JSON like tests/oracle/*.json: layers, activation, alpha, innerSteps, parameters (name, shape, data; weights
[out, in] as in torch.nn.Linear), perParameterAlpha for metaSgd, logLambda for ridgeHead (0 without), the same and logScale for r2d2 and metaOptNet, which are of
classes (loss crossEntropy), and tasks with support and query of x and y, as many
points in each task as in the first. The meta-gradient is averaged over the tasks. A case may name its loss,
${LOSS_WORDS}; without a name it is ${FIRST_LOSS}. In place of layers it may have
a model, an object whose kind is one of ${MODEL_NAMES.join(', ')} (tests/oracle/classes).
innerOptimiser says by what plain inner loops descend: sgd, momentum (with innerMomentum, 0.9 without) or adam, whose ε = 1e-8 stands
inside the root (tests/oracle/optimisers). A case of mamlPlusPlus has stepRates, a row of the layers' rates for each step, of which later steps take
the last, and derivativeOrder 1 where inner gradients count as fixed; its answer has stepRateGradient.
multiStepLoss and mamlPlusPlus weigh their n steps equally; reptile's is mean(θ − θ_n). A case of cavia says in context how many of its last inputs are
context parameters; its answer has them there, too. Several cases or algorithms give a line of JSON
each, with their names. A case with a learner is for that one alone, and those of ridgeHead, r2d2, metaOptNet, cnp, snail and metaNet need neither alpha nor innerSteps. Where the inner loop is too long for the fused engine, the tensor engine steps in.

Examples:
  npm run -s cli -- meta-gradient --case tests/oracle/relu-1-40-40-1-1step.json --algorithm maml --engine fused
  npm run -s cli -- meta-gradient --case mine.json --algorithm maml fomaml anil --gauge --out answer.jsonl`;

/** The algorithms that a case is asked about. @throws PlaygroundError if it is for another learner alone. */
function algorithmsFor(
  wished: readonly MetaAlgorithm[] | null,
  { learner, at, loss, innerOptimiser }: MetaGradientCase,
  path: string,
): readonly MetaAlgorithm[] {
  const { architecture } = at.network;
  const unfit = (wished ?? [learner ?? 'maml']).find((algorithm) => !trainsNetwork(algorithm, architecture));
  if (unfit !== undefined)
    throw badInput(path, `a network that ${unfit} trains`, describeArchitecture(architecture));
  const ofClasses = wished?.find(isOfClassesOnly);
  if (ofClasses !== undefined && !lossOf(loss).isOfClasses)
    throw badInput(path, `a loss of classes for ${ofClasses}`, loss);
  if (learner === null) {
    const lacking = wished?.find((algorithm) => learnsContext(algorithm) || learnsStepRates(algorithm));
    if (lacking !== undefined)
      throw badInput(path, `a case whose learner is ${lacking}, with what it learns`, 'one without');
    const own = innerOptimiser === undefined ? undefined : wished?.find((name) => !takesOptimiser(name));
    if (own === undefined) return wished ?? ['maml'];
    throw badInput(path, `a case of plain descent for ${own}, whose inner steps are its own`, 'an optimiser');
  }
  const other = wished?.find((algorithm) => algorithm !== learner);
  if (other !== undefined) throw badInput('--algorithm', `${learner}, the learner of ${path}`, other);
  return [learner];
}

function algorithmOf(name: string): MetaAlgorithm {
  const found = ALGORITHMS.find((algorithm) => algorithm === name);
  if (found === undefined) throw badInput('--algorithm', `one of ${ALGORITHMS.join(', ')}`, `“${name}”`);
  return found;
}

async function run(flags: MetaGradientFlags, command: Command, context: CommandContext): Promise<ExitName> {
  const wished = flags.algorithm?.flatMap((names) => names.split(',')).map(algorithmOf) ?? null;
  const cases = await Promise.all(
    flags.case.map(async (path) => {
      const given = readMetaGradientCase(await readText(path), path);
      const algorithms = algorithmsFor(wished, given, path);
      if (flags.gauge && given.learner !== null)
        throw badInput('--gauge', 'a case without a learner', `${path}, a case of ${given.learner}`);
      return { path, given, algorithms };
    }),
  );
  const { lambda, conjugateGradientSteps } = readFlags(DEFAULT_SETTINGS, flagTexts(command), PROXIMAL_FLAGS);
  const proximal = { lambda, conjugateGradientSteps };
  for (const { path, given, algorithms } of cases) {
    for (const algorithm of [...algorithms, ...(flags.gauge ? (['maml', 'fomaml'] as const) : [])]) {
      const request = { ...given, innerBatch: null, proximal, algorithm };
      expectInnerLoopHeld(flags.engine, request, `${path}, innerSteps of ${algorithm}`);
    }
  }
  if (flags.out !== undefined) await expectWritable(flags.out, '--out');
  const isSingle = cases.flatMap(({ algorithms }) => algorithms).length === 1;
  const console = pipedConsole(context);
  const answers: MetaGradientAnswer[] = [];
  return withHost(flags, async (host): Promise<ExitName> => {
    for (const { path, given, algorithms } of cases) {
      const request = { ...given, innerBatch: null, proximal };
      const gauge = flags.gauge ? await secondOrderGauge(host.engine, request) : null;
      for (const algorithm of algorithms) {
        try {
          const answer = describeMetaGradient(
            given,
            await host.engine.metaGradient({ ...request, algorithm }),
            gauge,
          );
          answers.push({ case: path, algorithm, answer });
        } catch (error) {
          if (!(error instanceof PlaygroundError)) throw error;
          throw new PlaygroundError(error.code, `${path}, ${algorithm}: ${error.message}`, error.hint);
        }
      }
    }
    await sayEngine(console, host);
    const lines = answers.map(({ answer, ...names }) =>
      JSON.stringify(isSingle ? answer : { ...names, ...answer }),
    );
    const text = `${lines.join('\n')}\n`;
    if (flags.out !== undefined) await writeAtomically(flags.out, text);
    if (!context.json) context.stdout.write(text);
    for (const { answer, ...names } of answers) console.event('metaGradient', { ...names, ...answer });
    return 'ok';
  });
}

export function metaGradientCommandLine(context: CommandContext, exit: (name: ExitName) => void): Command {
  const command = new Command('meta-gradient')
    .description(
      'Computes a meta-gradient and prints it as JSON: nothing else on stdout, but with --json its events.',
    )
    .requiredOption('--case <file...>', 'JSON like tests/oracle/*.json')
    .addOption(
      new Option(
        '--algorithm <name...>',
        `which meta-gradient: ${ALGORITHMS.join(', ')} (default: the case's learner, else maml)`,
      ),
    )
    .option('--gauge', 'adds angle (radians) and relative difference between MAML’s and FOMAML’s', false)
    .option('--out <file>', 'writes the JSON to a file, too');
  addFlags(command, PROXIMAL_FLAGS);
  addEngineFlags(command);
  return command.addHelpText('after', HELP).action(async (flags: MetaGradientFlags) => {
    exit(await run(flags, command, context));
  });
}
