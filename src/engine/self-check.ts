/** Makes the self-check's checks: an engine's answers against PyTorch's, against finite differences, against plain arithmetic. */
import { DECAY_FIRST, DECAY_SECOND } from '#core/adam.ts';
import { initialiseNetwork } from '#core/initialisation.ts';
import { headRates, type InnerRates, type Learned } from '#core/learned.ts';
import type { MetaEngine, TrainingPlan, TrainingProgress, TrainingSnapshot } from '#core/meta-engine.ts';
import type { Network } from '#core/model.ts';
import { outerRates } from '#core/optimiser.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import {
  CHECK_TOLERANCES,
  type CheckKind,
  type CheckResult,
  type MetaGradientCase,
  type OracleCase,
  type SelfCheck,
} from '#core/self-check.ts';
import type { MetaAlgorithm, Settings } from '#core/settings.ts';
import { type PointSet, sampleTasks } from '#core/task.ts';
import { trainedArchitecture } from '#core/trained-architecture.ts';
import { norm } from '#core/vectors.ts';
import { planOf } from './training-plan.ts';

/** What of an engine is checked, wherever it runs. */
export interface CheckedEngine extends Pick<MetaEngine, 'adapt' | 'evaluate' | 'metaGradient'> {
  begin(settings: Settings, start: Learned): void | Promise<void>;
  train(steps: number): Promise<TrainingProgress>;
  snapshot(): Promise<TrainingSnapshot | null>;
}

/** An error relative to what was expected, and of what it is. */
interface Finding {
  readonly of: string;
  readonly error: number;
}

type Vector = ArrayLike<number>;

/** |found − expected|₂ / scale; not a number where lengths differ. */
function distance(found: Vector, expected: Vector, scale: number): number {
  if (found.length !== expected.length) return Number.NaN;
  let squares = 0;
  for (let index = 0; index < expected.length; index++) {
    squares += ((found[index] ?? Number.NaN) - (expected[index] ?? Number.NaN)) ** 2;
  }
  return Math.sqrt(squares) / Math.max(scale, Number.MIN_VALUE);
}

function compare(of: string, found: Vector, expected: Vector): Finding {
  return { of, error: distance(found, expected, norm(expected)) };
}

/** Read by iMAML alone: a pull strong enough for I + H/λ to be positive, and more than enough steps to solve with it. */
const PROXIMAL = { lambda: 20, conjugateGradientSteps: 12 };
/** With which its inner loop does not leap over the pull. */
const PROXIMAL_ALPHA = 0.02;
/** Gradients, unlike losses, stand out from their rounding on a short way. */
const GRADIENT_STEP = 0.01;

async function checkAdaptation(engine: CheckedEngine, oracle: OracleCase): Promise<Finding[]> {
  const { at, tasks, alpha, innerSteps, expected } = oracle;
  const { architecture, parameters } = at.network;
  const [first] = tasks;
  const request = {
    architecture,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => alpha),
    tasks,
    innerSteps,
  };
  // Predictions are wanted where the first task is judged, so that its losses tell of them.
  const gridX = first?.query.x ?? new Float32Array();
  const trajectories = await engine.adapt({ ...request, gridX });
  const { losses } = await engine.evaluate(request);
  const [of0] = trajectories;
  const predicted = of0?.predictions.map((prediction) => {
    const targets = first?.query.y ?? [];
    return distance(prediction, targets, 1) ** 2 / targets.length;
  });
  const moved = Float64Array.from(parameters, (value, index) => (of0?.adapted[index] ?? Number.NaN) - value);
  const gradients = (of0?.gradientNorm ?? []).slice(0, 1);
  return [
    compare('adapted parameters', of0?.adapted ?? [], expected.adaptedParametersOfTask0),
    compare(
      'support losses',
      trajectories.flatMap(({ supportLoss }) => [...supportLoss]),
      expected.supportLossByStep.flat(),
    ),
    compare(
      'query losses',
      trajectories.flatMap(({ queryLoss }) => [...queryLoss]),
      expected.queryLossByStep.flat(),
    ),
    compare('evaluated losses', losses, expected.queryLossByStep.flat()),
    compare('predictions', predicted ?? [], expected.queryLossByStep[0] ?? []),
    compare('distance moved', [of0?.distanceMoved.at(-1) ?? Number.NaN], [norm(moved)]),
    // The first step covers α times the gradient.
    compare('gradient norm', gradients, [(of0?.distanceMoved[1] ?? Number.NaN) / alpha]),
  ];
}

async function checkMetaGradients(engine: CheckedEngine, oracle: OracleCase): Promise<Finding[]> {
  const { at, tasks, alpha, innerSteps, expected } = oracle;
  const inner = { tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const findings: Finding[] = [];
  const second: Partial<Record<MetaAlgorithm, { readonly found: Vector; readonly expected: Vector }>> = {};
  for (const { algorithm, gradient, alphaGradient } of expected.metaGradients) {
    const rates = algorithm === 'metaSgd' ? at.rates : null;
    const found = await engine.metaGradient({ algorithm, at: { ...at, rates }, ...inner });
    findings.push(compare(algorithm, found.gradient, gradient));
    if (alphaGradient !== null)
      findings.push(compare(`${algorithm}, of α`, found.alphaGradient ?? [], alphaGradient));
    second[algorithm] = { found: found.gradient, expected: gradient };
    // Only these two adapt otherwise than MAML, whose loss the cases hold.
    if (algorithm === 'anil' || algorithm === 'metaSgd') continue;
    const loss = [found.meanQueryLossAfterAdaptation];
    findings.push(compare(`${algorithm}, its loss`, loss, [expected.meanQueryLossAfterAdaptation]));
  }
  const { maml, fomaml } = second;
  if (maml === undefined || fomaml === undefined) return findings;
  // α makes the second-order part so small that the whole gradient hardly shows a mistake in it.
  const part = (which: 'found' | 'expected') =>
    Float64Array.from(maml[which], (value, index) => value - (fomaml[which][index] ?? Number.NaN));
  const added = part('expected');
  const scale = norm(added) + SECOND_ORDER_ROUNDING * norm(maml.expected);
  findings.push({ of: 'second order', error: distance(part('found'), added, scale) });
  return findings;
}

/** The second-order part is a difference of two gradients, which has their rounding. */
const SECOND_ORDER_ROUNDING = 1e-2;

/** Steps of the central differences, as multiples of the smallest, with their weights (fourth order). */
const STENCIL = [
  { at: -2, weight: 1 / 12 },
  { at: -1, weight: -8 / 12 },
  { at: 1, weight: 8 / 12 },
  { at: 2, weight: -1 / 12 },
] as const;
/** Long enough to stand out from float32's rounding of a loss, short enough for the stencil. */
const STENCIL_STEP = 0.02;

/** What one may follow: how fast the mean loss after adapting rises along a direction of θ, and of Meta-SGD's α behind it. */
interface Slope {
  readonly of: string;
  readonly algorithm: MetaAlgorithm;
  readonly rates: InnerRates;
  readonly learnsRates: boolean;
}

function slopesOf({ at, alpha }: MetaGradientCase): Slope[] {
  const head = headRates(at.network.architecture, alpha);
  return [
    { of: 'maml', algorithm: 'maml', rates: alpha, learnsRates: false },
    { of: 'anil', algorithm: 'anil', rates: head, learnsRates: false },
    { of: 'metaSgd', algorithm: 'metaSgd', rates: at.rates ?? alpha, learnsRates: true },
  ];
}

/** Of length 1. */
function unit(vector: Vector): Float64Array {
  const length = norm(vector);
  return Float64Array.from(vector, (value) => value / length);
}

function displaced(vector: Float32Array, direction: Vector, stride: number, from = 0): Float32Array {
  return vector.map((value, index) => value + stride * (direction[from + index] ?? Number.NaN));
}

async function checkSlopes(engine: CheckedEngine, given: MetaGradientCase): Promise<Finding[]> {
  const { at, tasks, alpha, innerSteps } = given;
  const { network } = at;
  const size = network.parameters.length;
  const findings: Finding[] = [];
  for (const { of, algorithm, rates, learnsRates } of slopesOf(given)) {
    const inner = { tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
    const learned = { network, rates: learnsRates && typeof rates !== 'number' ? rates : null };
    const found = await engine.metaGradient({ algorithm, at: learned, ...inner });
    const gradient = [...found.gradient, ...(found.alphaGradient ?? [])];
    const random = randomSource(1, STREAMS.shownTask);
    // Along the gradient nothing of it may be too long; along any other direction nothing may be missing.
    const directions = [
      unit(gradient),
      unit(gradient.map((value, index) => (random.uniform(0, index) < 0.5 ? value : -value))),
      unit(gradient.map((_, index) => random.uniform(1, index) - 0.5)),
    ];
    const places = directions.flatMap((direction) =>
      STENCIL.map((point) => ({ direction, stride: point.at * STENCIL_STEP })),
    );
    const pairs = places.flatMap((place) => tasks.map((task) => ({ ...place, task })));
    const { losses, stepCount } = await engine.evaluate({
      architecture: network.architecture,
      parameters: pairs.map(({ direction, stride }) => displaced(network.parameters, direction, stride)),
      rates: pairs.map(({ direction, stride }) =>
        learned.rates === null ? rates : displaced(learned.rates, direction, stride, size),
      ),
      tasks: pairs.map(({ task }) => task),
      innerSteps,
    });
    const meanLossAt = (place: number) =>
      tasks.reduce(
        (sum, _, task) => sum + (losses[(place * tasks.length + task + 1) * stepCount - 1] ?? Number.NaN),
        0,
      ) / tasks.length;
    const rises = directions.map((_, index) =>
      STENCIL.reduce(
        (sum, { weight }, point) => sum + weight * meanLossAt(index * STENCIL.length + point),
        0,
      ),
    );
    const expected = directions.map((direction) =>
      direction.reduce((sum, value, index) => sum + value * (gradient[index] ?? Number.NaN), 0),
    );
    findings.push({
      of,
      error: distance(
        rises.map((rise) => rise / STENCIL_STEP),
        expected,
        norm(gradient),
      ),
    });
  }
  return [...findings, ...(await checkImplicit(engine, given))];
}

/** ∇L at θ: Reptile's direction after one inner step of rate 1. */
async function gradientAt(engine: CheckedEngine, network: Network, points: PointSet): Promise<Float32Array> {
  const tasks = [{ support: points, query: points }];
  const inner = { tasks, alpha: 1, innerSteps: 1, innerBatch: null, proximal: PROXIMAL };
  const at = { network, rates: null };
  return (await engine.metaGradient({ algorithm: 'reptile', at, ...inner })).gradient;
}

/** iMAML's v solves v + H·v/λ = ∇L_Q at the adapted θ (arXiv:1909.04630, eq. 6); differences of gradients stand in for H. */
async function checkImplicit(engine: CheckedEngine, given: MetaGradientCase): Promise<Finding[]> {
  const { at, innerSteps } = given;
  const { lambda } = PROXIMAL;
  const alpha = PROXIMAL_ALPHA;
  const { architecture, parameters: origin } = at.network;
  const [task] = given.tasks;
  if (task === undefined) return [];
  const gradient = (parameters: Float32Array, points: PointSet) =>
    gradientAt(engine, { architecture, parameters }, points);
  let theta = origin;
  for (let step = 0; step < innerSteps; step++) {
    const slope = await gradient(theta, task.support);
    theta = theta.map(
      (value, index) =>
        value - alpha * ((slope[index] ?? Number.NaN) + lambda * (value - (origin[index] ?? Number.NaN))),
    );
  }
  const inner = { tasks: [task], alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const found = await engine.metaGradient({ algorithm: 'imaml', at: { ...at, rates: null }, ...inner });
  const direction = unit(found.gradient);
  const ahead = await gradient(displaced(theta, direction, GRADIENT_STEP), task.support);
  const behind = await gradient(displaced(theta, direction, -GRADIENT_STEP), task.support);
  const bend = norm(found.gradient) / (2 * GRADIENT_STEP * lambda);
  const left = Float64Array.from(
    found.gradient,
    (value, index) => value + bend * ((ahead[index] ?? Number.NaN) - (behind[index] ?? Number.NaN)),
  );
  return [compare('imaml', left, await gradient(theta, task.query))];
}

/** Meta-steps of a run that is checked. */
const TRAINING_STEPS = 20;

interface Trained {
  readonly parameters: Float64Array;
  readonly lossAfter: readonly number[];
}

/** The run in plain arithmetic: tasks drawn here, the outer step taken here, only the meta-gradients are the engine's. */
async function trainPlainly(engine: CheckedEngine, plan: TrainingPlan, start: Learned): Promise<Trained> {
  const { architecture } = start.network;
  const parameters = Float64Array.from(start.network.parameters);
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  const lossAfter: number[] = [];
  for (let step = 0; step < TRAINING_STEPS; step++) {
    const network = { architecture, parameters: Float32Array.from(parameters) };
    const tasks = sampleTasks(plan.tasks, step * plan.metaBatch, plan.metaBatch, plan.counts);
    const found = await engine.metaGradient({ ...plan, at: { network, rates: null }, tasks });
    lossAfter.push(found.meanQueryLossAfterAdaptation);
    const { rate, epsilon } = outerRates(plan, step + 1);
    const bound = plan.clip ?? Infinity;
    found.gradient.forEach((value, index) => {
      const gradient = Math.max(-bound, Math.min(bound, value));
      const m = DECAY_FIRST * (first[index] ?? 0) + (1 - DECAY_FIRST) * gradient;
      const v = DECAY_SECOND * (second[index] ?? 0) + (1 - DECAY_SECOND) * gradient * gradient;
      first[index] = m;
      second[index] = v;
      const stride = plan.optimiser === 'sgd' ? gradient : m / (Math.sqrt(v) + epsilon);
      parameters[index] = (parameters[index] ?? Number.NaN) - rate * stride;
    });
  }
  return { parameters, lossAfter };
}

/** Those of a single input. */
function firstPoints({ x, y }: PointSet, count: number): PointSet {
  return { x: x.subarray(0, count), y: y.subarray(0, count), count };
}

async function checkTraining(engine: CheckedEngine, settings: Settings): Promise<Finding[]> {
  const plan = planOf(settings);
  const network = initialiseNetwork(trainedArchitecture(settings), 'glorot', settings.seed);
  const start = { network, rates: null };
  await engine.begin(settings, start);
  const progress = await engine.train(TRAINING_STEPS);
  const snapshot = await engine.snapshot();
  const expected = await trainPlainly(engine, plan, start);
  const tasks = sampleTasks(plan.tasks, 0, plan.metaBatch, plan.counts).map(({ support, query }) => ({
    support: firstPoints(support, plan.innerBatch ?? support.count),
    query,
  }));
  const trajectories = await engine.adapt({
    architecture: network.architecture,
    parameters: tasks.map(() => network.parameters),
    rates: tasks.map(() => plan.alpha),
    tasks,
    innerSteps: 1,
    gridX: new Float32Array(1),
  });
  const before = trajectories.map(({ supportLoss }) => supportLoss[0] ?? Number.NaN);
  const covered = (to: Vector) =>
    Float64Array.from(to, (value, index) => value - (network.parameters[index] ?? Number.NaN));
  return [
    compare('weights', covered(snapshot?.parameters ?? []), covered(expected.parameters)),
    compare('losses after adapting', progress.lossAfter, expected.lossAfter),
    compare('loss before adapting', progress.lossBefore.slice(0, 1), [
      before.reduce((sum, loss) => sum + loss, 0) / before.length,
    ]),
  ];
}

function findingsOf(engine: CheckedEngine, check: SelfCheck): Promise<Finding[]> {
  switch (check.kind) {
    case 'adaptation':
      return checkAdaptation(engine, check.oracle);
    case 'metaGradient':
      return checkMetaGradients(engine, check.oracle);
    case 'slope':
      return checkSlopes(engine, check.given);
    case 'training':
      return checkTraining(engine, check.settings);
    default:
      return Promise.reject(new Error(check satisfies never));
  }
}

function judge(kind: CheckKind, findings: readonly Finding[]): CheckResult {
  const tolerance = CHECK_TOLERANCES[kind];
  // What is no number is worse than any.
  const size = ({ error }: Finding) => (Number.isNaN(error) ? Infinity : error);
  const worst = findings.reduce((one, other) => (size(other) > size(one) ? other : one));
  return { error: worst.error, tolerance, passed: worst.error <= tolerance, found: worst.of };
}

/** One check of an engine. What it throws is its failure. */
export async function makeCheck(engine: CheckedEngine, check: SelfCheck): Promise<CheckResult> {
  try {
    return judge(check.kind, await findingsOf(engine, check));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { error: Number.NaN, tolerance: CHECK_TOLERANCES[check.kind], passed: false, found };
  }
}
