/** What the benchmark compares: libraries, each computing the same MAML meta-gradients in its own way. */
import { initialiseNetwork } from '#models/initialisation.ts';
import type { Architecture, Network } from '#models/architecture.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { PAPER_RANGES, sinusoidTasks } from '#families/sinusoid/sinusoid.ts';
import { type PointSet, sampleTasks, stackPoints, type TaskData } from '#families/task.ts';
import { planOf } from '#training/training-plan.ts';

/** Inner learning rate α of every case. */
export const ALPHA = 0.01;

const SEED = 1;

/** One size of the problem: two hidden ReLU layers of `width`, as many query points as shots. */
export interface BenchCase {
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

function architectureOf({ width }: BenchCase): Architecture {
  return { layerSizes: [1, width, width, 1], activation: 'relu' };
}

export function benchNetwork(benchCase: BenchCase): Network {
  return initialiseNetwork(architectureOf(benchCase), 'glorot', SEED);
}

/** The run that our own engines train, whose first meta-batch is that of every competitor. */
export function benchPlan(benchCase: BenchCase): TrainingPlan {
  const { metaBatch, shots, innerSteps } = benchCase;
  return {
    ...planOf(DEFAULT_SETTINGS),
    architecture: architectureOf(benchCase),
    tasks: sinusoidTasks(PAPER_RANGES, SEED),
    counts: { shots, queryPoints: shots },
    alpha: ALPHA,
    innerSteps,
    beta: 0.001,
    metaBatch,
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
