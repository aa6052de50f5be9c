/**
 * Every algorithm's meta-gradient in float64 without any engine, step by step as the formulas stand on paper
 * (shared mathematics: v ← v − H(α∘v) from the last inner step to the first).
 */
import { innerBatchRange } from '#training/inner-batch.ts';
import type { InnerLoopPlan } from '#training/meta-engine.ts';
import { type Architecture, headOffset } from '#models/architecture.ts';
import type { GeneralAlgorithm } from '#training/learner-facts.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { referenceContext } from './float64-context.ts';
import { conjugateGradientSolve, denseSolve, plus, product, type Solve } from './float64-linear.ts';
import type { LossDerivatives, Vector } from './float64-derivatives.ts';
import { differentiate } from './float64-network.ts';

export interface ReferenceProblem extends InnerLoopPlan {
  readonly architecture: Architecture;
  readonly parameters: ArrayLike<number>;
  /** Meta-SGD's; `null` stands for α everywhere. */
  readonly rates: ArrayLike<number> | null;
  /** A ridge head's; 0 where none is given. */
  readonly logLambda?: number;
  /** CAVIA's, [units, count]. */
  readonly contextWeights?: ArrayLike<number>;
  readonly tasks: readonly TaskData[];
}

export interface ReferenceMetaGradient {
  readonly gradient: Vector;
  readonly alphaGradient: Vector | null;
  readonly logLambdaGradient?: number;
  readonly contextGradient?: Vector;
  readonly meanQueryLossAfterAdaptation: number;
  /** Query losses [tasks][innerSteps + 1] along the algorithm's inner loop. */
  readonly queryLosses: readonly number[][];
  /** Smallest |z| of any hidden unit at any point and step, where z = 0 is the kink of ReLU. */
  readonly closestToKink: number;
}

/** Derivatives at θ, and the Hessian-vector product along `direction` where one is given. */
type Derivatives = (theta: Vector, points: PointSet, direction?: Vector | null) => LossDerivatives;

interface InnerStep {
  readonly theta: Vector;
  readonly support: PointSet;
  /** ∇L_S(θ_k). */
  readonly gradient: Vector;
}

interface InnerPath {
  readonly steps: readonly InnerStep[];
  readonly adapted: Vector;
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

/** θ_{k+1} = θ_k − rates ∘ (∇L_S(θ_k) + λ(θ_k − θ_0)); the pull λ is iMAML's. */
function follow(
  derivatives: Derivatives,
  start: Vector,
  supports: readonly PointSet[],
  rates: ArrayLike<number>,
  pull = 0,
): InnerPath {
  let theta = start;
  const steps = supports.map((support) => {
    const { gradient } = derivatives(theta, support);
    const step = { theta, support, gradient };
    theta = theta.map((value, index) => {
      const slope = (gradient[index] ?? NaN) + pull * (value - (start[index] ?? NaN));
      return value - (rates[index] ?? NaN) * slope;
    });
    return step;
  });
  return { steps, adapted: theta };
}

/**
 * The gradient of Σ_k w_k L_Q(θ_k) with respect to θ_0 and to the rates; `weights` are w_1 … w_n. From the last step to
 * the first, ∂α ← ∂α − ∇L_S(θ_k) ∘ v and v ← v − H_S(θ_k) (rates ∘ v) + w_k ∇L_Q(θ_k).
 */
function goBack(
  derivatives: Derivatives,
  path: InnerPath,
  query: PointSet,
  rates: ArrayLike<number>,
  weights: readonly number[],
): { v: Vector; alpha: Vector } {
  const weighed = (theta: Vector, weight: number): Vector =>
    weight === 0
      ? new Float64Array(theta.length)
      : derivatives(theta, query).gradient.map((slope) => weight * slope);
  const backwards = path.steps.map((step, index) => ({ ...step, weight: weights[index - 1] ?? 0 }));
  let v = weighed(path.adapted, weights.at(-1) ?? 1);
  let alpha: Vector = new Float64Array(v.length);
  for (const { theta, support, gradient, weight } of backwards.toReversed()) {
    alpha = alpha.map((value, index) => value - (gradient[index] ?? NaN) * (v[index] ?? NaN));
    const along = v.map((value, index) => value * (rates[index] ?? NaN));
    const curved = derivatives(theta, support, along).product;
    v = plus(plus(v, -1, curved), 1, weighed(theta, weight));
  }
  return { v, alpha };
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
}

/** CAVIA: b ← b − α W Wᵀg, and from the last step to the first ∂W ← ∂W − α (v gᵀ + g vᵀ) W and v ← v − αH (W Wᵀv). */
function contextResult(
  { architecture, parameters, alpha, contextWeights = [] }: ReferenceProblem,
  supports: readonly PointSet[],
  query: PointSet,
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
  { support, query }: TaskData,
  derivatives: Derivatives,
  squared: Derivatives,
): TaskResult {
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
  const { architecture, alpha, innerSteps, innerBatch, proximal } = problem;
  const { support, query } = task;
  const start = Float64Array.from(problem.parameters);
  const uniform = start.map(() => alpha);
  const supports = Array.from({ length: innerSteps }, (_, step) => {
    const { first, count } = innerBatchRange(step, support.count, innerBatch);
    return cut(support, first, count);
  });
  const atEnd = Array.from({ length: innerSteps }, (_, step) => (step === innerSteps - 1 ? 1 : 0));
  const walk = (rates: ArrayLike<number>, pull = 0) => follow(derivatives, start, supports, rates, pull);
  const walkBack = (rates: ArrayLike<number>, weights: readonly number[]) => {
    const path = walk(rates);
    const { v, alpha: alphaGradient } = goBack(derivatives, path, query, rates, weights);
    return { path, gradient: v, alphaGradient };
  };
  const withPath = (gradientAt: (path: InnerPath) => Vector, pull = 0) => {
    const path = walk(uniform, pull);
    return { path, gradient: gradientAt(path), alphaGradient: null };
  };
  const equal = atEnd.map(() => 1 / innerSteps);
  const headOnly = new Float64Array(start.length).fill(alpha, headOffset(architecture));
  switch (algorithm) {
    case 'maml':
      return { ...walkBack(uniform, atEnd), alphaGradient: null };
    case 'anil':
      return { ...walkBack(headOnly, atEnd), alphaGradient: null };
    case 'multiStepLoss':
      return { ...walkBack(uniform, equal), alphaGradient: null };
    case 'metaSgd':
      return walkBack(problem.rates ?? uniform, atEnd);
    case 'fomaml':
      return withPath(({ adapted }) => derivatives(adapted, query).gradient);
    case 'reptile':
      return withPath(({ adapted }) => plus(start, -1, adapted));
    case 'imaml': {
      const { lambda } = proximal;
      return withPath(({ adapted }) => {
        const system = (vector: Vector) =>
          plus(vector, 1 / lambda, derivatives(adapted, support, vector).product);
        return solve(system, derivatives(adapted, query).gradient);
      }, lambda);
    }
    case 'ridgeHead':
      return ridgeResult(problem, task, derivatives, squared);
    case 'cavia':
      return contextResult(problem, supports, query, derivatives);
    case 'pretrained':
      return withPath(() => derivatives(start, pool(task)).gradient);
    default:
      return algorithm satisfies never;
  }
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
    const query = tasks[index]?.query ?? { x: new Float32Array(), y: new Float32Array(), count: 0 };
    return visited(path).map((theta) => derivatives(theta, query).loss);
  });
  const final = queryLosses.map((losses) => losses.at(-1) ?? NaN);
  const alphaGradients = results.flatMap(({ alphaGradient }) =>
    alphaGradient === null ? [] : [alphaGradient],
  );
  const ofPenalty = results.flatMap(({ logLambdaGradient }) => logLambdaGradient ?? []);
  const ofContext = results.flatMap(({ contextGradient }) =>
    contextGradient === undefined ? [] : [contextGradient],
  );
  return {
    gradient: meanOf(results.map(({ gradient }) => gradient)),
    alphaGradient: alphaGradients.length === 0 ? null : meanOf(alphaGradients),
    ...(ofPenalty.length === 0
      ? {}
      : { logLambdaGradient: ofPenalty.reduce((sum, value) => sum + value, 0) / tasks.length }),
    ...(ofContext.length === 0 ? {} : { contextGradient: meanOf(ofContext) }),
    meanQueryLossAfterAdaptation: final.reduce((sum, loss) => sum + loss, 0) / tasks.length,
    queryLosses,
    closestToKink,
  };
}
