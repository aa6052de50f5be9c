/**
 * Trains on characters without a page and judges on unseen alphabets, with the nearest neighbour in pixels beside them: npm run
 * characters -- --help. It is how the table of docs/characters.md was measured.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { simdKernels } from '../../src/cli/host/simd-kernels.ts';
import { decodePicture } from '../../src/formats/picture-bytes.ts';
import { type Stream, STREAMS } from '../../src/core/rng.ts';
import {
  type Characters,
  drawnCharacters,
  inventedCharacters,
  withTurned,
} from '../../src/families/characters/characters.ts';
import { characterTasks } from '../../src/families/characters/tasks.ts';
import { readPictureZip } from '../../src/formats/picture-zip.ts';
import { createFusedEngine } from '../../src/fused/fused-engine.ts';
import { simdMachine } from '../../src/fused/wasm/machine.ts';
import type { Architecture } from '../../src/models/architecture.ts';
import { NORMALISATIONS, USUAL_CONV } from '../../src/models/conv.ts';
import { initialiseNetwork } from '../../src/models/initialisation.ts';
import { adaptationOf, splitLearned } from '../../src/training/learned.ts';
import { META_ALGORITHMS } from '../../src/training/learner-facts.ts';
import type { TrainingPlan } from '../../src/training/meta-engine.ts';
import { ANNEALINGS } from '../../src/training/optimiser.ts';
import { expectRun } from '../../src/training/run-checks.ts';
import { type Exam, judge } from './judge.ts';

const { values: flags } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    data: { type: 'string' },
    test: { type: 'string' },
    ways: { type: 'string', default: '5' },
    shots: { type: 'string', default: '1' },
    queries: { type: 'string', default: '5' },
    side: { type: 'string', default: '14' },
    filters: { type: 'string', default: '32,32,32' },
    hidden: { type: 'string' },
    normalisation: { type: 'string', default: 'layer' },
    algorithm: { type: 'string', default: 'maml' },
    alpha: { type: 'string', default: '0.4' },
    'inner-steps': { type: 'string', default: '1' },
    beta: { type: 'string', default: '0.003' },
    annealing: { type: 'string', default: 'cosine' },
    'meta-batch': { type: 'string', default: '8' },
    iterations: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    tasks: { type: 'string', default: '600' },
    steps: { type: 'string', default: '3' },
  },
});

const HELP = `npm run characters -- [flags]

  --data <zip>    alphabets to train on, with their turns by quarters (default: invented ones)
  --test <zip>    alphabets to be judged on, beside invented ones that no training sees
  --ways --shots --queries   classes, drawings of each to learn from and to be asked about (5, 1, 5)
  --side <14|28>  pixels of a picture’s side (14)
  --filters <list> --normalisation <none|layer>   a convolutional network (32,32,32, layer)
  --hidden <list> a perceptron on pixels instead
  --algorithm --alpha --inner-steps --beta --annealing --meta-batch --iterations --seed   of the training
  --tasks --steps of the evaluation (600, 3)`;

const whole = (
  name:
    | 'ways'
    | 'shots'
    | 'queries'
    | 'side'
    | 'inner-steps'
    | 'meta-batch'
    | 'iterations'
    | 'seed'
    | 'tasks'
    | 'steps',
) => Math.round(Number(flags[name]));

function oneOf<Choice extends string>(choices: readonly Choice[], text: string): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new RangeError(`Expected one of ${choices.join(', ')}, found ${text}.`);
  return found;
}

const sizesOf = (text: string) => text.split(',').map(Number);
const readZip = (path: string) => readPictureZip(readFileSync(path), decodePicture);

function networkOf(side: number, ways: number): Architecture {
  const { hidden, filters, normalisation } = flags;
  if (hidden !== undefined)
    return { layerSizes: [side * side, ...sizesOf(hidden), ways], activation: 'relu' };
  return {
    ...USUAL_CONV,
    input: [side, side, 1] as const,
    filters: sizesOf(filters),
    normalisation: oneOf(NORMALISATIONS, normalisation),
    outputs: ways,
  };
}

async function study(): Promise<void> {
  const [ways, shots, queries, side, seed] = [
    whole('ways'),
    whole('shots'),
    whole('queries'),
    whole('side'),
    whole('seed'),
  ];
  const tasksOf = (characters: Characters, stream: Stream) =>
    characterTasks(characters, { seed, stream, ways, side });
  const trained =
    flags.data === undefined
      ? inventedCharacters(seed, 'training')
      : withTurned(drawnCharacters(readZip(flags.data), null));
  const architecture = networkOf(side, ways);
  const algorithm = oneOf(META_ALGORITHMS, flags.algorithm);
  const iterations = whole('iterations');
  const plan: TrainingPlan = {
    algorithm,
    architecture,
    loss: 'crossEntropy',
    tasks: tasksOf(trained, STREAMS.metaTraining),
    counts: { shots: ways * shots, queryPoints: ways * queries },
    metaBatch: whole('meta-batch'),
    alpha: Number(flags.alpha),
    innerSteps: whole('inner-steps'),
    innerBatch: null,
    proximal: { lambda: 1, conjugateGradientSteps: 5 },
    optimiser: 'adam',
    beta: Number(flags.beta),
    annealing: oneOf(ANNEALINGS, flags.annealing),
    iterations,
    clip: null,
  };
  const engine = createFusedEngine(simdMachine(await WebAssembly.compile(await simdKernels())));
  const network = initialiseNetwork(architecture, 'he', seed);
  engine.begin(plan, { network, rates: null });
  const start = process.cpuUsage();
  const CHAIN = 10;
  for (let iteration = 0; iteration < iterations; iteration += CHAIN) {
    const { lossAfter } = await engine.metaTrain(Math.min(CHAIN, iterations - iteration));
    if (iteration % 250 === 0)
      console.log(`${iteration} of ${iterations}: query loss ${(lossAfter[0] ?? NaN).toFixed(3)}`);
  }
  const { user } = process.cpuUsage(start);
  console.log(
    `${iterations} iterations, ${(user / 1000 / iterations).toFixed(0)} ms of processor time each, tasks included`,
  );
  const learned = splitLearned(algorithm, architecture, expectRun(await engine.snapshot()).parameters);
  const networks = {
    [algorithm]: {
      architecture,
      parameters: learned.network.parameters,
      adaptation: adaptationOf(algorithm, learned, plan.alpha, null),
    },
    untrained: { architecture, parameters: network.parameters, adaptation: plan.alpha },
  };
  const given = { count: whole('tasks'), shots, queries, ways };
  const exams: Exam[] = [
    { name: 'invented', tasks: tasksOf(inventedCharacters(seed, 'heldOut'), STREAMS.heldOut), ...given },
    ...(flags.test === undefined
      ? []
      : [
          {
            name: flags.test,
            tasks: tasksOf(drawnCharacters(readZip(flags.test), null), STREAMS.heldOut),
            ...given,
          },
        ]),
  ];
  for (const exam of exams)
    for (const line of await judge(engine, exam, networks, whole('steps'))) console.log(line);
}

if (flags.help) console.log(HELP);
else await study();
