/**
 * Every algorithm's meta-gradient in float64 without any engine, step by step as the formulas stand on paper
 * (shared mathematics: v ← v − H(α∘v) from the last inner step to the first).
 */
import { innerBatchRange } from '#training/inner-batch.ts';
import type { InnerLoopPlan } from '#training/meta-engine.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import { type Architecture, headOffset, layerCount, parameterLayout } from '#models/architecture.ts';
import type { GeneralAlgorithm } from '#training/learner-facts.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { referenceContext } from './float64-context.ts';
import { conjugateGradientSolve, denseSolve, plus, product, type Solve } from './float64-linear.ts';
import type { BesidePoints, LossDerivatives, Vector } from './float64-derivatives.ts';
import { differentiate } from './float64-network.ts';
import { backward, forward, type OptimisedStep, type ReferenceState } from './float64-optimiser.ts';

export interface ReferenceProblem extends InnerLoopPlan {
  readonly architecture: Architecture;
  readonly parameters: ArrayLike<number>;
  /** Meta-SGD's; `null` stands for α everywhere. */
  readonly rates: ArrayLike<number> | null;
  /** A ridge head's; 0 where none is given. */
  readonly logLambda?: number;
  /** CAVIA's, [units, count]. */
  readonly contextWeights?: ArrayLike<number>;
  /** MAML++'s, [steps, layers]; α everywhere where none is given. */
  readonly stepRates?: ArrayLike<number>;
  /** Whether MAML++ takes its inner gradients as fixed. */
  readonly isFirstOrder?: boolean;
  readonly tasks: readonly TaskData[];
}

export interface ReferenceMetaGradient {
  readonly gradient: Vector;
  readonly alphaGradient: Vector | null;
  readonly logLambdaGradient?: number;
  readonly contextGradient?: Vector;
  readonly stepRateGradient?: Vector;
  readonly meanQueryLossAfterAdaptation: number;
  /** Query losses [tasks][innerSteps + 1] along the algorithm's inner loop. */
  readonly queryLosses: readonly number[][];
  /** Smallest |z| of any hidden unit at any point and step, where z = 0 is the kink of ReLU. */
  readonly closestToKink: number;
}

/** Derivatives at θ, and the Hessian-vector product along `direction` where one is given. */
type Derivatives = (theta: Vector, points: BesidePoints, direction?: Vector | null) => LossDerivatives;

interface InnerStep {
  readonly theta: Vector;
  readonly support: PointSet;
  /** ∇L_S(θ_k). */
  readonly gradient: Vector;
}

/** With what an optimiser, or plain descent, made of the gradient. */
interface TakenStep extends InnerStep {
  readonly taken: OptimisedStep;
}

interface InnerPath {
  readonly steps: readonly InnerStep[];
  readonly adapted: Vector;
}

interface TakenPath extends InnerPath {
  readonly steps: readonly TakenStep[];
}

/** The rates of a step, one for each parameter. */
type RatesOfStep = (step: number) => ArrayLike<number>;

/** A task's queries, with its support set beside them. */
function queriesOf({ support, query }: TaskData): BesidePoints {
  return { ...query, beside: support };
}

/** θ_0 … θ_n. */
function visited(path: InnerPath): Vector[] {
  return [...path.steps.map(({ theta }) => theta), path.adapted];
}

/** Points `first` … `first + count − 1`. */
function cut({ x, y, count: all }: PointSet, first: number, count: number): PointSet {
  const part = (values: Float32Array) => {
    const width = values.length / all;
    return values.subarray(first * width, (first + count) * width);
  };
  return { x: part(x), y: part(y), count };
}

/** θ_{k+1} = θ_k − rates ∘ d, d being what the optimiser makes of ∇L_S(θ_k) + λ(θ_k − θ_0); the pull λ is iMAML's. */
function follow(
  derivatives: Derivatives,
  start: Vector,
  supports: readonly PointSet[],
  ratesOf: RatesOfStep,
  optimiser: StatefulOptimiser | null = null,
  pull = 0,
): TakenPath {
  let theta = start;
  let state: ReferenceState = [];
  const steps = supports.map((support, index) => {
    const { gradient } = derivatives(theta, support);
    const pulled = gradient.map((slope, at) => slope + pull * ((theta[at] ?? NaN) - (start[at] ?? NaN)));
    const taken = forward(optimiser, state, pulled, index);
    const step = { theta, support, gradient, taken };
    state = taken.state;
    const rates = ratesOf(index);
    theta = theta.map((value, at) => value - (rates[at] ?? NaN) * (taken.direction[at] ?? NaN));
    return step;
  });
  return { steps, adapted: theta };
}

/** How to go back through an inner loop. */
interface WayBack {
  readonly ratesOf: RatesOfStep;
  readonly optimiser: StatefulOptimiser | null;
  /** Of the losses, w_1 … w_n. */
  readonly weights: readonly number[];
  readonly isFirstOrder: boolean;
}

/**
 * The gradient of Σ_k w_k L_Q(θ_k) with respect to θ_0 and to the rates of each step. From the last step to the first,
 * ∂α_k = −d ∘ v, and v ← v + H_S(θ_k) b + w_k ∇L_Q(θ_k), b being the gradient with respect to ∇L_S(θ_k): −rates ∘ v without
 * an optimiser, and none where inner gradients count as fixed.
 */
function goBack(
  derivatives: Derivatives,
  path: TakenPath,
  query: BesidePoints,
  { ratesOf, optimiser, weights, isFirstOrder }: WayBack,
): { v: Vector; alphas: readonly Vector[] } {
  const weighed = (theta: Vector, weight: number): Vector =>
    weight === 0
      ? new Float64Array(theta.length)
      : derivatives(theta, query).gradient.map((slope) => weight * slope);
  const backwards = path.steps.map((step, index) => ({ ...step, index, weight: weights[index - 1] ?? 0 }));
  let v = weighed(path.adapted, weights.at(-1) ?? 1);
  let byState: ReferenceState = [];
  const alphas: Vector[] = [];
  for (const { theta, support, taken, weight, index } of backwards.toReversed()) {
    const after = v;
    alphas.unshift(after.map((value, at) => -(taken.direction[at] ?? NaN) * value));
    const rates = ratesOf(index);
    const byDirection = after.map((value, at) => -value * (rates[at] ?? NaN));
    const found = backward(optimiser, taken, byDirection, byState);
    byState = found.byState;
    const curved = isFirstOrder ? null : derivatives(theta, support, found.byGradient).product;
    v = plus(curved === null ? v : plus(v, 1, curved), 1, weighed(theta, weight));
  }
  return { v, alphas };
}

/** All points of a task. */
function pool({ support, query }: TaskData): PointSet {
  const join = (axis: 'x' | 'y') => Float32Array.of(...support[axis], ...query[axis]);
  return { x: join('x'), y: join('y'), count: support.count + query.count };
}

interface TaskResult {
  readonly path: InnerPath;
  readonly gradient: Vector;
  readonly alphaGradient: Vector | null;
  readonly logLambdaGradient?: number;
  readonly contextGradient?: Vector;
  readonly stepRateGradient?: Vector;
}

/** Sums over the parameters of each layer. */
function sumsByLayer(architecture: Architecture, vector: Vector): number[] {
  const sums = Array.from({ length: layerCount(architecture) }, () => 0);
  for (const { layer, offset, size } of parameterLayout(architecture)) {
    for (const value of vector.subarray(offset, offset + size)) sums[layer] = (sums[layer] ?? 0) + value;
  }
  return sums;
}

/** CAVIA: b ← b − α W Wᵀg, and from the last step to the first ∂W ← ∂W − α (v gᵀ + g vᵀ) W and v ← v − αH (W Wᵀv). */
function contextResult(
  { architecture, parameters, alpha, contextWeights = [] }: ReferenceProblem,
  supports: readonly PointSet[],
  query: BesidePoints,
  derivatives: Derivatives,
): TaskResult {
  const { spread, byWeights } = referenceContext(architecture, contextWeights);
  let theta: Vector = Float64Array.from(parameters);
  const steps = supports.map((support) => {
    const { gradient } = derivatives(theta, support);
    const step = { theta, support, gradient };
    theta = plus(theta, -alpha, spread(gradient));
    return step;
  });
  let v = derivatives(theta, query).gradient;
  let contextGradient: Vector = new Float64Array(contextWeights.length);
  for (const step of steps.toReversed()) {
    contextGradient = plus(contextGradient, -alpha, byWeights(v, step.gradient));
    v = plus(v, -alpha, derivatives(step.theta, step.support, spread(v)).product);
  }
  return { path: { steps, adapted: theta }, gradient: v, alphaGradient: null, contextGradient };
}

/**
 * A ridge head by what an engine has not: Hessian-vector products. With L the mean over K points and their outputs, the head
 * minimises c·L + λ/2·|w − w₀|², c = K·outputs/2; its minimum is one Newton step from w₀, and the implicit function theorem
 * gives the rest.
 */
function ridgeResult(
  problem: ReferenceProblem,
  task: TaskData,
  derivatives: Derivatives,
  squared: Derivatives,
): TaskResult {
  const { support } = task;
  const query = queriesOf(task);
  const { architecture, logLambda = 0 } = problem;
  const lambda = Math.exp(logLambda);
  const scale = support.y.length / 2;
  const start = Float64Array.from(problem.parameters);
  const head = headOffset(architecture);
  const ofHead = (vector: Vector): Vector => vector.slice(head);
  const whole = (ofLast: Vector): Vector => {
    const vector = new Float64Array(start.length);
    vector.set(ofLast, head);
    return vector;
  };
  const curved = (at: Vector, along: Vector) => squared(at, support, whole(along)).product;
  const system = (along: Vector) =>
    plus(
      along.map((value) => lambda * value),
      scale,
      ofHead(curved(start, along)),
    );
  const { gradient } = squared(start, support);
  const moved = denseSolve(
    system,
    ofHead(gradient).map((value) => -scale * value),
  );
  const adapted = plus(start, 1, whole(moved));
  const judged = derivatives(adapted, query).gradient;
  const along = denseSolve(system, ofHead(judged));
  return {
    path: { steps: [{ theta: start, support, gradient }], adapted },
    gradient: plus(judged, -scale, curved(adapted, along)),
    alphaGradient: null,
    logLambdaGradient: -lambda * product(along, moved),
  };
}

/** One task's share: the mean over the tasks is the meta-gradient. */
function taskResult(
  algorithm: GeneralAlgorithm,
  problem: ReferenceProblem,
  task: TaskData,
  derivatives: Derivatives,
  /** Of the squared error, by which a head is solved for whatever it is judged by. */
  squared: Derivatives,
  solve: Solve,
): TaskResult {
  const { architecture, alpha, innerSteps, innerBatch, proximal, innerOptimiser: optimiser = null } = problem;
  const { support } = task;
  const query = queriesOf(task);
  const start = Float64Array.from(problem.parameters);
  const uniform = start.map(() => alpha);
  const supports = Array.from({ length: innerSteps }, (_, step) => {
    const { first, count } = innerBatchRange(step, support.count, innerBatch);
    return cut(support, first, count);
  });
  const atEnd = Array.from({ length: innerSteps }, (_, step) => (step === innerSteps - 1 ? 1 : 0));
  const walkBack = (rates: ArrayLike<number>, weights: readonly number[], by: StatefulOptimiser | null) => {
    const ratesOf = () => rates;
    const path = follow(derivatives, start, supports, ratesOf, by);
    const way = { ratesOf, optimiser: by, weights, isFirstOrder: false };
    const { v, alphas } = goBack(derivatives, path, query, way);
    return { path, gradient: v, alphaGradient: sumOf(alphas) };
  };
  const withPath = (
    gradientAt: (path: InnerPath) => Vector,
    by: StatefulOptimiser | null,
    pull = 0,
  ): TaskResult => {
    const path = follow(derivatives, start, supports, () => uniform, by, pull);
    return { path, gradient: gradientAt(path), alphaGradient: null };
  };
  const equal = atEnd.map(() => 1 / innerSteps);
  const headOnly = new Float64Array(start.length).fill(alpha, headOffset(architecture));
  switch (algorithm) {
    case 'maml':
      return { ...walkBack(uniform, atEnd, optimiser), alphaGradient: null };
    case 'anil':
      return { ...walkBack(headOnly, atEnd, optimiser), alphaGradient: null };
    case 'multiStepLoss':
      return { ...walkBack(uniform, equal, optimiser), alphaGradient: null };
    case 'metaSgd':
      return walkBack(problem.rates ?? uniform, atEnd, null);
    case 'fomaml':
      return withPath(({ adapted }) => derivatives(adapted, query).gradient, optimiser);
    case 'reptile':
      return withPath(({ adapted }) => plus(start, -1, adapted), optimiser);
    case 'imaml': {
      const { lambda } = proximal;
      return withPath(
        ({ adapted }) => {
          const system = (vector: Vector) =>
            plus(vector, 1 / lambda, derivatives(adapted, support, vector).product);
          return solve(system, derivatives(adapted, query).gradient);
        },
        null,
        lambda,
      );
    }
    case 'ridgeHead':
      return ridgeResult(problem, task, derivatives, squared);
    case 'cavia':
      return contextResult(problem, supports, query, derivatives);
    case 'mamlPlusPlus': {
      const layers = layerCount(architecture);
      const { stepRates = Array.from({ length: innerSteps * layers }, () => alpha), isFirstOrder = false } =
        problem;
      const learnedSteps = stepRates.length / layers;
      const ratesOf = (step: number) => {
        const rates = new Float64Array(start.length);
        for (const { layer, offset, size } of parameterLayout(architecture)) {
          const rate = stepRates[Math.min(step, learnedSteps - 1) * layers + layer] ?? NaN;
          rates.fill(rate, offset, offset + size);
        }
        return rates;
      };
      const path = follow(derivatives, start, supports, ratesOf);
      const way = { ratesOf, optimiser: null, weights: equal, isFirstOrder };
      const { v, alphas } = goBack(derivatives, path, query, way);
      const stepRateGradient = new Float64Array(stepRates.length);
      alphas.forEach((ofStep, step) => {
        const first = Math.min(step, learnedSteps - 1) * layers;
        sumsByLayer(architecture, ofStep).forEach((sum, layer) => {
          stepRateGradient[first + layer] = (stepRateGradient[first + layer] ?? 0) + sum;
        });
      });
      return { path, gradient: v, alphaGradient: null, stepRateGradient };
    }
    case 'pretrained':
      return withPath(() => derivatives(start, pool(task)).gradient, null);
    default:
      return algorithm satisfies never;
  }
}

function sumOf(vectors: readonly Vector[]): Vector {
  const zero: Vector = new Float64Array(vectors[0]?.length ?? 0);
  return vectors.reduce((sum, vector) => plus(sum, 1, vector), zero);
}

function meanOf(vectors: readonly Vector[]): Vector {
  const zero: Vector = new Float64Array(vectors[0]?.length ?? 0);
  return vectors.reduce((sum, vector) => plus(sum, 1 / vectors.length, vector), zero);
}

/** The direction of an engine's `metaGradient`; `solve` is how iMAML's linear system is solved. */
export function referenceMetaGradient(
  algorithm: GeneralAlgorithm,
  problem: ReferenceProblem,
  solve: Solve = conjugateGradientSolve(problem.proximal.conjugateGradientSteps),
): ReferenceMetaGradient {
  const { architecture, tasks } = problem;
  let closestToKink = Infinity;
  const derivativesOf =
    (loss: LossName): Derivatives =>
    (theta, points, direction = null) => {
      const found = differentiate(architecture, theta, direction, points, loss);
      closestToKink = Math.min(closestToKink, found.closestToKink);
      return found;
    };
  const [derivatives, squared] = [derivativesOf(problem.loss), derivativesOf('squaredError')];
  const results = tasks.map((task) => taskResult(algorithm, problem, task, derivatives, squared, solve));
  const queryLosses = results.map(({ path }, index) => {
    const task = tasks[index];
    return task === undefined ? [] : visited(path).map((theta) => derivatives(theta, queriesOf(task)).loss);
  });
  const final = queryLosses.map((losses) => losses.at(-1) ?? NaN);
  const alphaGradients = results.flatMap(({ alphaGradient }) =>
    alphaGradient === null ? [] : [alphaGradient],
  );
  const ofPenalty = results.flatMap(({ logLambdaGradient }) => logLambdaGradient ?? []);
  const ofContext = results.flatMap(({ contextGradient }) =>
    contextGradient === undefined ? [] : [contextGradient],
  );
  const ofStepRates = results.flatMap(({ stepRateGradient }) =>
    stepRateGradient === undefined ? [] : [stepRateGradient],
  );
  return {
    gradient: meanOf(results.map(({ gradient }) => gradient)),
    alphaGradient: alphaGradients.length === 0 ? null : meanOf(alphaGradients),
    ...(ofPenalty.length === 0
      ? {}
      : { logLambdaGradient: ofPenalty.reduce((sum, value) => sum + value, 0) / tasks.length }),
    ...(ofContext.length === 0 ? {} : { contextGradient: meanOf(ofContext) }),
    ...(ofStepRates.length === 0 ? {} : { stepRateGradient: meanOf(ofStepRates) }),
    meanQueryLossAfterAdaptation: final.reduce((sum, loss) => sum + loss, 0) / tasks.length,
    queryLosses,
    closestToKink,
  };
}
