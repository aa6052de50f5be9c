/** What claims are measured with: the shipped weights, held-out tasks, and the SIMD engine in Node. */
import { readWeights } from '../../src/cli/files.ts';
import { SHIPPED_RECIPES } from '../../src/cli/reproduction/recipes.ts';
import { simdKernels } from '../../src/cli/host/simd-kernels.ts';
import { STREAMS } from '#core/rng.ts';
import { familyOf } from '#families/family-of.ts';
import type { SinusoidId } from '#formats/manifest.ts';
import { sampleTasks, type Sight, type TaskData } from '#families/task.ts';
import { createFusedEngine, type FusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import type { Network } from '#models/architecture.ts';
import { norm } from '#models/vectors.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { type Adaptation, adaptationOf, type Learned } from '#training/learned.ts';
import { factsOf, type MetaAlgorithm } from '#training/learner-facts.ts';
import type { TrainingPlan, Trajectory } from '#training/meta-engine.ts';
import { type LossSummary, summariseSteps, taskDivergenceThreshold } from '#training/metrics.ts';
import { JUDGING_QUERY_POINTS, JUDGING_SEED } from '#training/published.ts';
import { type GaugeOther, otherRequest } from '#training/second-order.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import { planOf } from '#training/training-plan.ts';
import { quantile, TASKS } from './figures.ts';

/** Tasks of a meta-batch. */
export const BATCH = 25;

/** Weights that adapt: what ships, or the random ones of the page. */
export type Subject = SinusoidId | 'random';

/** What differs from the page's defaults, in which a task has five support points and α = 0.01. */
export interface Conditions {
  readonly settings?: Partial<Settings>;
  readonly steps?: number;
  readonly tasks?: number;
  /** Keeps the support points on one side. */
  readonly half?: 'right';
}

export interface Losses {
  readonly summaries: readonly LossSummary[];
  /** Query losses of every task after a step. */
  readonly at: (step: number) => Float64Array;
}

/** The meta-gradients of the same tasks, batch by batch. */
export interface Gradients {
  /** Between the exact and the first-order one, in degrees, each of one meta-batch. */
  readonly angles: readonly number[];
  /** Between the exact one and what is left of it without the identity. */
  readonly withoutIdentity: readonly number[];
  /** Length of what the first order leaves out, as a share of the exact one's. */
  readonly shares: readonly number[];
}

export interface Lab {
  readonly engine: FusedEngine;
  readonly subject: (id: Subject) => Promise<{
    readonly network: Network;
    readonly rates: Adaptation;
    readonly settings: Settings;
    readonly sees: Sight;
  }>;
  readonly losses: (id: Subject, conditions?: Conditions) => Promise<Losses>;
  /** Median query error of other weights after one step. */
  readonly medianAfterOne: (network: Network) => Promise<number>;
  /** Median query errors of other weights after 0 to 10 steps. */
  readonly mediansOf: (network: Network) => Promise<readonly number[]>;
  readonly trajectories: (
    id: Subject,
    alpha: number,
    conditions?: Conditions,
  ) => Promise<readonly Trajectory[]>;
  readonly gradients: (id: Subject, alpha: number, innerSteps: number) => Promise<Gradients>;
  /** The direction of one algorithm on one meta-batch. */
  readonly direction: (
    id: Subject,
    algorithm: MetaAlgorithm,
    batch: number,
    settings: Partial<Settings>,
  ) => Promise<Float32Array>;
  /** Another meta-gradient beside the exact one, of the same meta-batches of 25, over 2,000 tasks. */
  readonly besideExact: (
    id: Subject,
    against: Exclude<GaugeOther, 'otherTasks'>,
    settings: Partial<Settings>,
  ) => Promise<{
    /** Between both, in degrees. */
    readonly angles: readonly number[];
    /** Of the other one, as a multiple of the exact one's. */
    readonly lengths: readonly number[];
  }>;
  /** What a run from random weights has become after so many meta-steps each; the plan may say what no settings do. */
  readonly train: (
    settings: Partial<Settings>,
    milestones: readonly number[],
    plan?: Partial<TrainingPlan>,
  ) => Promise<readonly Network[]>;
  /**
   * Milliseconds of processor of a meta-step of each: the median of many short chains, taken in turns, since others may be at
   * work on the machine.
   */
  readonly stepTimes: (settings: readonly Partial<Settings>[]) => Promise<readonly number[]>;
}

export function angleBetween(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const [a, b] = [Float64Array.from(one), Float64Array.from(other)];
  const along = a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0);
  return (Math.acos(Math.min(1, Math.max(-1, along / (norm(a) * norm(b))))) * 180) / Math.PI;
}

const CHUNK = 100;
const { loss: LOSS } = familyOf(DEFAULT_SETTINGS);
/** Meta-steps of a chain that is timed, and how often each is. */
const CHAIN = 4;
const ROUNDS = 25;
/** Meta-steps of a long training that are taken at once. */
const STRETCH = 500;

function heldOut({ settings = {}, tasks = TASKS, half }: Conditions, sees: Sight, first: number): TaskData[] {
  const wanted: Settings = { ...DEFAULT_SETTINGS, ...settings, seed: JUDGING_SEED };
  const distribution = tasksOf(wanted, STREAMS.heldOut, sees);
  const counts = { shots: wanted.shots, queryPoints: JUDGING_QUERY_POINTS };
  const sampled = sampleTasks(distribution, first, Math.min(CHUNK, tasks - first), counts);
  if (half === undefined) return sampled;
  // The points of a task are of one curve, so those on the right come from a larger draw of the same.
  const many = sampleTasks(distribution, first, Math.min(CHUNK, tasks - first), {
    ...counts,
    shots: JUDGING_QUERY_POINTS,
  });
  return many.map(({ support, query }) => {
    const kept = [...support.x.keys()].filter((index) => (support.x[index] ?? 0) > 0).slice(0, wanted.shots);
    const pick = (values: Float32Array) => Float32Array.from(kept, (index) => values[index] ?? Number.NaN);
    return { query, support: { x: pick(support.x), y: pick(support.y), count: kept.length } };
  });
}

export async function openLab(): Promise<Lab> {
  const module = await WebAssembly.compile(await simdKernels());
  const engine = createFusedEngine(simdMachine(module));

  const subject: Lab['subject'] = async (id) => {
    if (id === 'random') {
      const { architecture, initialisation, seed } = DEFAULT_SETTINGS;
      return {
        network: initialiseNetwork(architecture, initialisation, seed),
        rates: DEFAULT_SETTINGS.alpha,
        settings: DEFAULT_SETTINGS,
        sees: 'points',
      };
    }
    const weights = await readWeights(SHIPPED_RECIPES[id].file);
    const { details, network } = weights;
    return {
      network,
      rates: adaptationOf(details.origin, weights, DEFAULT_SETTINGS.alpha, null),
      settings: { ...details.settings, architecture: network.architecture },
      sees: factsOf(details.origin).sees,
    };
  };

  const ratesAt = (rates: Adaptation, alpha: number | undefined) =>
    typeof rates === 'number' && rates !== 0 ? (alpha ?? rates) : rates;

  const lossesOf = async (
    { network, rates, sees }: Awaited<ReturnType<Lab['subject']>>,
    conditions: Conditions,
  ): Promise<Losses> => {
    const { steps = 10, tasks: count = TASKS, settings = {} } = conditions;
    const all = new Float32Array(count * (steps + 1));
    for (let first = 0; first < count; first += CHUNK) {
      const tasks = heldOut(conditions, sees, first);
      const { losses: found } = await engine.evaluate({
        architecture: network.architecture,
        parameters: tasks.map(() => network.parameters),
        rates: tasks.map(() => ratesAt(rates, settings.alpha)),
        tasks,
        innerSteps: steps,
        loss: LOSS,
      });
      all.set(found, first * (steps + 1));
    }
    const threshold = taskDivergenceThreshold({ ...DEFAULT_SETTINGS, ...settings });
    return {
      summaries: summariseSteps(all, steps + 1, threshold),
      at: (step) =>
        Float64Array.from({ length: count }, (_, task) => all[task * (steps + 1) + step] ?? Number.NaN),
    };
  };

  const losses: Lab['losses'] = async (id, conditions = {}) => lossesOf(await subject(id), conditions);

  const trajectories: Lab['trajectories'] = async (id, alpha, conditions = {}) => {
    const { network, rates } = await subject(id);
    const { steps = 10, tasks: count = TASKS } = conditions;
    const found: Trajectory[] = [];
    for (let first = 0; first < count; first += CHUNK) {
      const tasks = heldOut(conditions, 'points', first);
      const part = await engine.adapt({
        architecture: network.architecture,
        parameters: tasks.map(() => network.parameters),
        rates: tasks.map(() => ratesAt(rates, alpha)),
        tasks,
        innerSteps: steps,
        loss: LOSS,
        gridX: new Float32Array(1),
      });
      found.push(...part);
    }
    return found;
  };

  const request = async (id: Subject, batch: number, changes: Partial<Settings>) => {
    const { network } = await subject(id);
    const settings = { ...DEFAULT_SETTINGS, ...changes };
    const { shots, queryPoints, metaBatch } = settings;
    const heldOutTasks = tasksOf(settings, STREAMS.heldOut, 'points');
    const tasks = sampleTasks(heldOutTasks, batch * metaBatch, metaBatch, { shots, queryPoints });
    const { loss, alpha, innerSteps, innerBatch, proximal } = planOf(settings);
    const at: Learned = { network, rates: null };
    return { at, loss, tasks, alpha, innerSteps, innerBatch, proximal };
  };

  const direction: Lab['direction'] = async (id, algorithm, batch, changes) =>
    (await engine.metaGradient({ algorithm, ...(await request(id, batch, changes)) })).gradient;

  const besideExact: Lab['besideExact'] = async (id, against, changes) => {
    const angles: number[] = [];
    const lengths: number[] = [];
    for (let batch = 0; batch < TASKS / BATCH; batch++) {
      const asked = await request(id, batch, changes);
      const exact = (await engine.metaGradient({ algorithm: 'maml', ...asked })).gradient;
      const other = (await engine.metaGradient(otherRequest(asked, against, []))).gradient;
      angles.push(angleBetween(exact, other));
      lengths.push(norm(other) / norm(exact));
    }
    return { angles, lengths };
  };

  const train: Lab['train'] = async (changes, milestones, plan = {}) => {
    const settings = { ...DEFAULT_SETTINGS, ...changes };
    const { architecture, initialisation, seed } = settings;
    const network = initialiseNetwork(architecture, initialisation, seed);
    engine.begin({ ...planOf(settings), ...plan }, { network, rates: null });
    const found: Network[] = [];
    let done = 0;
    for (const milestone of milestones) {
      for (; done < milestone; done += Math.min(STRETCH, milestone - done)) {
        await engine.metaTrain(Math.min(STRETCH, milestone - done));
      }
      const { parameters } = (await engine.snapshot()) ?? network;
      found.push({ architecture, parameters });
    }
    return found;
  };

  return {
    engine,
    subject,
    losses,
    async medianAfterOne(network) {
      const random = await subject('random');
      const { summaries } = await lossesOf({ ...random, network }, { steps: 1 });
      return summaries[1]?.median ?? Number.NaN;
    },
    async mediansOf(network) {
      const random = await subject('random');
      const { summaries } = await lossesOf({ ...random, network }, {});
      return summaries.map(({ median }) => median ?? Number.NaN);
    },
    trajectories,
    direction,
    besideExact,
    train,
    async gradients(id, alpha, innerSteps) {
      const angles: number[] = [];
      const withoutIdentity: number[] = [];
      const shares: number[] = [];
      for (let batch = 0; batch < TASKS / BATCH; batch++) {
        const changes = { trainingAlpha: alpha, trainingSteps: innerSteps };
        const exact = await direction(id, 'maml', batch, changes);
        const firstOrder = await direction(id, 'fomaml', batch, changes);
        const left = exact.map((value, index) => value - (firstOrder[index] ?? Number.NaN));
        angles.push(angleBetween(exact, firstOrder));
        withoutIdentity.push(angleBetween(exact, left));
        shares.push(norm(left) / norm(exact));
      }
      return { angles, withoutIdentity, shares };
    },
    async stepTimes(all) {
      const plans = all.map((changes) => {
        const settings = { ...DEFAULT_SETTINGS, ...changes };
        const { architecture, initialisation, seed } = settings;
        const start = { network: initialiseNetwork(architecture, initialisation, seed), rates: null };
        return { plan: planOf(settings), start, times: new Array<number>() };
      });
      for (let round = 0; round < ROUNDS; round++) {
        for (const timed of plans) {
          engine.begin(timed.plan, timed.start);
          await engine.metaTrain(CHAIN);
          const begun = process.cpuUsage();
          await engine.metaTrain(CHAIN);
          timed.times.push(process.cpuUsage(begun).user / 1000);
        }
      }
      return plans.map(({ times }) => quantile(times, 0.5) / CHAIN);
    },
  };
}
