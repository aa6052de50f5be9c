/** Random networks and tasks for engines to be compared on, as fast-check draws and shrinks them. */
import fc from 'fast-check';
import { initialiseContext, initialiseNetwork } from '#models/initialisation.ts';
import type { InnerLoopPlan } from '#training/meta-engine.ts';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import { layerCount, type Network, parameterLayout } from '#models/architecture.ts';
import { type RandomSource, randomSource, STREAMS } from '#core/rng.ts';
import type { PointSet, TaskData } from '#families/task.ts';

/** A network without its weights: what a kernel is compiled for. */
export interface RandomShape {
  /** Sizes from input to output. */
  readonly layerSizes: readonly number[];
  readonly activation: Activation;
}

/** What is asked of a network: data to a kernel. */
export interface RandomLoop {
  readonly shots: number;
  readonly innerBatch: number | null;
  readonly queryPoints: number;
  readonly innerSteps: number;
  readonly taskCount: number;
  readonly alpha: number;
  readonly seed: number;
}

export interface RandomCase extends RandomShape, RandomLoop {}

type Drawn<Value> = { readonly [Key in keyof Value]: fc.Arbitrary<Value[Key]> };

/** Networks with what may be asked of them, so that no case takes long. */
export interface RandomFamily {
  /** How often it is drawn. */
  readonly weight: number;
  readonly shape: Drawn<RandomShape>;
  readonly loop: Drawn<RandomLoop>;
}

const from = (min: number, max: number) => fc.integer({ min, max });

function shapesUpTo(widest: number): Drawn<RandomShape> {
  const hidden = fc.array(from(1, widest), { maxLength: 3 });
  return {
    layerSizes: fc
      .tuple(from(1, 5), hidden, from(1, 5))
      .map(([inputs, widths, outputs]) => [inputs, ...widths, outputs]),
    activation: fc.constantFrom(...ACTIVATIONS),
  };
}

function loopsOf(shots: fc.Arbitrary<number>, innerSteps: fc.Arbitrary<number>): Drawn<RandomLoop> {
  return {
    shots,
    innerBatch: fc.option(from(1, 12)),
    queryPoints: from(1, 12),
    innerSteps,
    taskCount: from(1, 3),
    // So small that adapting stays tame and float32 is enough.
    alpha: from(1, 20).map((thousandths) => thousandths / 1000),
    seed: from(0, 2 ** 32 - 1),
  };
}

/** One to four layers of odd widths; now and then many inner steps or many shots. */
export const RANDOM_FAMILIES: readonly RandomFamily[] = [
  { weight: 6, shape: shapesUpTo(20), loop: loopsOf(from(1, 12), from(1, 5)) },
  { weight: 2, shape: shapesUpTo(67), loop: loopsOf(from(1, 12), from(1, 2)) },
  { weight: 1, shape: shapesUpTo(12), loop: loopsOf(from(1, 12), fc.constant(20)) },
  { weight: 1, shape: shapesUpTo(20), loop: loopsOf(from(13, 100), from(1, 2)) },
];

function drawPoints(
  random: RandomSource,
  major: number,
  count: number,
  inputs: number,
  outputs: number,
): PointSet {
  const draw = (axis: number, size: number) =>
    Float32Array.from({ length: size }, (_, index) => 4 * random.uniform(major + axis, index) - 2);
  return { x: draw(0, count * inputs), y: draw(1, count * outputs), count };
}

/** Counters of the rates; tasks take those from 1 upwards. */
const RATES = 0xffff;
const STEP_RATES = 0xfffe;

export interface Problem extends InnerLoopPlan {
  readonly network: Network;
  /** Meta-SGD's α. */
  readonly rates: Float32Array;
  /** CAVIA's, of one to ten context parameters. */
  readonly contextWeights: Float32Array;
  /** MAML++'s, of each layer in each step. */
  readonly stepRates: Float32Array;
  readonly tasks: readonly TaskData[];
}

// λ above any curvature downwards, so that iMAML's system has one solution that float32 can find.
const PROXIMAL = { lambda: 20, conjugateGradientSteps: 4 };

/** Weights by Glorot, biases from U[−½, ½] because zeros hide mistakes, points from U[−2, 2], rates from U[α/2, 3α/2]. */
export function problemOf(random: RandomCase): Problem {
  const { layerSizes, activation, shots, queryPoints, innerBatch, innerSteps, taskCount, alpha, seed } =
    random;
  const network = initialiseNetwork({ layerSizes, activation }, 'glorot', seed);
  const source = randomSource(seed, STREAMS.shownTask);
  for (const { role, offset, size } of parameterLayout(network.architecture)) {
    if (role === 'weight') continue;
    for (let index = offset; index < offset + size; index++) {
      network.parameters[index] = source.uniform(0, index) - 0.5;
    }
  }
  const [inputs, outputs] = [layerSizes[0] ?? 1, layerSizes.at(-1) ?? 1];
  const tasks = Array.from({ length: taskCount }, (_, task) => ({
    support: drawPoints(source, 4 * task + 1, shots, inputs, outputs),
    query: drawPoints(source, 4 * task + 3, queryPoints, inputs, outputs),
  }));
  const rates = network.parameters.map((_, index) => alpha * (0.5 + source.uniform(RATES, index)));
  const contextWeights = initialiseContext(network.architecture, 1 + (seed % 10), 'glorot', seed);
  const stepRates = Float32Array.from(
    { length: innerSteps * layerCount(network.architecture) },
    (_, index) => alpha * (0.5 + source.uniform(STEP_RATES, index)),
  );
  const inner = { alpha, innerSteps, innerBatch, proximal: PROXIMAL };
  return { network, loss: 'squaredError', rates, contextWeights, stepRates, tasks, ...inner };
}
