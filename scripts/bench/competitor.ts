/** What the benchmark compares: libraries, each computing the same MAML meta-gradients in its own way. */
import { STREAMS } from '#core/rng.ts';
import { inventedCharacters } from '#families/characters/characters.ts';
import { characterTasks } from '#families/characters/tasks.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Architecture, Network } from '#models/architecture.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { type PointSet, sampleTasks, stackPoints, type TaskData } from '#families/task.ts';
import { planOf } from '#training/training-plan.ts';

/** Inner learning rate α of every case on sinusoids. */
export const ALPHA = 0.01;

/** Of those on characters. */
const CHARACTERS_ALPHA = 0.4;

const SEED = 1;

/**
 * One size of the problem: two hidden ReLU layers of `width`, as many query points as shots; or `WAYS` invented characters, `shots`
 * drawings and `QUERIES` queries of each, told apart by the usual convolutional network with `width` filters in each block.
 */
export interface BenchCase {
  readonly family: 'sinusoid' | 'characters';
  /** Tasks per meta-batch T. */
  readonly metaBatch: number;
  readonly shots: number;
  readonly innerSteps: number;
  readonly width: number;
}

/** What a row of the table is, and what work its steps include. */
export interface Competitor {
  readonly name: string;
  readonly includes: string;
  /** Adapter or processor in the library's own words, or `null` where it does not tell. */
  adapter(): Promise<string | null>;
  /** Bytes of GPU buffers alive, or `null` where nobody counts them. */
  gpuBytes(): number | null;
  prepare(benchCase: BenchCase): Promise<PreparedCase>;
}

export interface PreparedCase {
  /** Takes `count` meta-steps and waits for their results. */
  run(count: number): Promise<void>;
  /** Meta-gradient of the first batch in the flat layout: weight [out, in], then bias, layer by layer. */
  gradient(): Promise<Float32Array>;
  dispose(): void;
}

/** What every competitor starts from; the points are [T, K, 1]. */
export interface BenchInputs {
  readonly network: Network;
  readonly support: PointSet;
  readonly query: PointSet;
}

const WAYS = 5;
const QUERIES = 5;
const SIDE = 14;

function architectureOf({ family, width }: BenchCase): Architecture {
  if (family === 'characters') return { ...USUAL_CONV, filters: USUAL_CONV.filters.map(() => width) };
  return { layerSizes: [1, width, width, 1], activation: 'relu' };
}

export function benchNetwork(benchCase: BenchCase): Network {
  return initialiseNetwork(architectureOf(benchCase), 'glorot', SEED);
}

/** The run that our own engines train, whose first meta-batch is that of every competitor. */
export function benchPlan(benchCase: BenchCase): TrainingPlan {
  const { family, metaBatch, shots, innerSteps } = benchCase;
  const common = {
    ...planOf(DEFAULT_SETTINGS),
    architecture: architectureOf(benchCase),
    innerSteps,
    beta: 0.001,
    metaBatch,
  };
  if (family === 'characters') {
    const stream = STREAMS.metaTraining;
    return {
      ...common,
      loss: 'crossEntropy',
      tasks: characterTasks(inventedCharacters(SEED, 'training'), {
        seed: SEED,
        stream,
        ways: WAYS,
        side: SIDE,
      }),
      counts: { shots: WAYS * shots, queryPoints: WAYS * QUERIES },
      alpha: CHARACTERS_ALPHA,
    };
  }
  return {
    ...common,
    tasks: sinusoidTasks(PAPER_RANGES, SEED),
    counts: { shots, queryPoints: shots },
    alpha: ALPHA,
  };
}

/** The first meta-batch of a case. */
export function benchTasks(benchCase: BenchCase): TaskData[] {
  const { tasks, counts, metaBatch } = benchPlan(benchCase);
  return sampleTasks(tasks, 0, metaBatch, counts);
}

/** The weights and the first meta-batch of a case. */
export function benchInputs(benchCase: BenchCase): BenchInputs {
  const tasks = benchTasks(benchCase);
  return {
    network: benchNetwork(benchCase),
    support: stackPoints(tasks.map((task) => task.support)),
    query: stackPoints(tasks.map((task) => task.query)),
  };
}
