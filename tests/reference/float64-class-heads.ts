/**
 * Heads of classes that are solved for, in float64 without any engine: features by plain loops, the ridge head by elimination, the
 * support vector machine by block coordinate descent with exact projections (which no engine uses), and meta-gradients by
 * central differences of the whole, so that nothing is taken from how engines differentiate.
 */
import type { TaskData } from '#families/task.ts';
import { headOffset } from '#models/architecture.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import type { ClassAlgorithm } from '#training/learner-facts.ts';
import { SLACK_PRICE } from '#training/svm-head.ts';
import { activate } from './float64-activation.ts';
import type { Vector } from './float64-derivatives.ts';
import { denseSolve } from './float64-linear.ts';

type Matrix = readonly (readonly number[])[];

export interface ClassHeadProblem {
  readonly architecture: Mlp;
  /** θ, log λ and log s, one behind the other. */
  readonly learned: ArrayLike<number>;
  readonly tasks: readonly TaskData[];
}

function rowsOf(values: ArrayLike<number>, count: number): Matrix {
  const width = values.length / count;
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (__, column) => values[row * width + column] ?? NaN),
  );
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? NaN), 0);
}

/** What enters the head at x, and a 1 behind it. */
function extendedAt({ layerSizes, activation }: Mlp, learned: Vector, x: readonly number[]): number[] {
  let offset = 0;
  let values = [...x];
  for (const { inputs, outputs } of linearLayers({ layerSizes, activation }).slice(0, -1)) {
    const [weights, biases] = [offset, offset + inputs * outputs];
    values = Array.from({ length: outputs }, (_, unit) => {
      const row = [...learned.subarray(weights + unit * inputs, weights + (unit + 1) * inputs)];
      return activate(activation, dot(row, values) + (learned[biases + unit] ?? NaN))[0];
    });
    offset = biases + outputs;
  }
  return [...values, 1];
}

/** The head as rows of classes, the bias at the end of each. */
function priorOf({ layerSizes }: Mlp, learned: Vector, head: number): number[][] {
  const [width = 0, classes = 0] = layerSizes.slice(-2);
  return Array.from({ length: classes }, (_, own) => [
    ...learned.subarray(head + own * width, head + (own + 1) * width),
    learned[head + width * classes + own] ?? NaN,
  ]);
}

/** The number that, taken from all of `wished`, lets what is left under its bounds sum to 0. */
function levelOf(wished: readonly number[], bounds: readonly number[]): number {
  const excess = wished.map((value, index) => value - (bounds[index] ?? NaN)).toSorted((a, b) => a - b);
  let sum = bounds.reduce((all, bound) => all + bound, 0);
  return Math.min(
    ...excess.map((value, index) => {
      sum += value;
      return sum / (index + 1);
    }),
  );
}

export interface SolvedDual {
  /** A, [points][classes], and the bounds above it. */
  readonly coefficients: Matrix;
  readonly bounds: Matrix;
  /** The largest slope downhill that is left, within bounds and sums, relative to the margin s. */
  readonly residual: number;
}

/** The least of ½⟨A, MA⟩ − ⟨A, right⟩ under bounds, its rows summing to 0. */
export function solveDual(system: Matrix, right: Matrix, bounds: Matrix, scale: number): SolvedDual {
  const classes = right[0]?.length ?? 0;
  const found = right.map((row) => row.map(() => 0));
  const slopes = (point: number) =>
    Array.from({ length: classes }, (_, own) =>
      (system[point] ?? []).reduce(
        (sum, value, other) => sum + value * (found[other]?.[own] ?? NaN),
        -(right[point]?.[own] ?? NaN),
      ),
    );
  for (let sweep = 0; sweep < 20_000; sweep++) {
    let moved = 0;
    for (const [point, limits] of bounds.entries()) {
      const curvature = system[point]?.[point] ?? NaN;
      const before = found[point] ?? [];
      const wished = slopes(point).map((slope, own) => (before[own] ?? NaN) - slope / curvature);
      const level = levelOf(wished, limits);
      found[point] = wished.map((value, own) => Math.min(limits[own] ?? NaN, value - level));
      for (const [own, value] of found[point].entries())
        moved = Math.max(moved, Math.abs(value - (before[own] ?? NaN)));
    }
    if (moved < 1e-16 * scale) break;
  }
  // At the optimum all free numbers of a row have one slope, and no bound one has a higher.
  const residuals = bounds.map((limits, point) => {
    const ofRow = slopes(point);
    const isFree = (own: number) => (found[point]?.[own] ?? NaN) < (limits[own] ?? NaN);
    const free = ofRow.filter((_, own) => isFree(own));
    const level = free.reduce((sum, slope) => sum + slope, 0) / free.length;
    const off = ofRow.map((slope, own) =>
      isFree(own) ? Math.abs(slope - level) : Math.max(0, slope - level),
    );
    return Math.max(...off);
  });
  return { coefficients: found, bounds, residual: Math.max(...residuals) / scale };
}

/** The system of a task at what is learned. */
function posed({ architecture }: ClassHeadProblem, learned: Vector, { support }: TaskData) {
  const head = headOffset(architecture);
  const [lambda, scale] = [Math.exp(learned.at(-2) ?? NaN), Math.exp(learned.at(-1) ?? NaN)];
  const features = rowsOf(support.x, support.count).map((x) => extendedAt(architecture, learned, x));
  const prior = priorOf(architecture, learned, head);
  const system = features.map((row, i) =>
    features.map((other, j) => dot(row, other) + (i === j ? lambda : 0)),
  );
  const targets = rowsOf(support.y, support.count);
  const right = targets.map((row, point) =>
    row.map((target, own) => scale * target - dot(features[point] ?? [], prior[own] ?? [])),
  );
  const bounds = targets.map((row) => row.map((target) => SLACK_PRICE * scale * target));
  return { features, prior, system, right, bounds, scale };
}

/** The support vector machine of a task. */
export function dualOf(problem: ClassHeadProblem, task: TaskData): SolvedDual {
  const { system, right, bounds, scale } = posed(problem, Float64Array.from(problem.learned), task);
  return solveDual(system, right, bounds, scale);
}

/** The head that is solved for on a task's support points, a row of each class with its bias at the end, and the logits of its queries. */
function solved(algorithm: ClassAlgorithm, problem: ClassHeadProblem, learned: Vector, task: TaskData) {
  const { features, prior, system, right, bounds, scale } = posed(problem, learned, task);
  const ridge = () => {
    const columns = prior.map((_, own) =>
      denseSolve(
        (vector) => Float64Array.from(system, (row) => dot(row, [...vector])),
        Float64Array.from(right, (row) => row[own] ?? NaN),
      ),
    );
    return right.map((_, point) => columns.map((column) => column[point] ?? NaN));
  };
  const coefficients = algorithm === 'r2d2' ? ridge() : solveDual(system, right, bounds, scale).coefficients;
  const head = prior.map((row, own) =>
    row.map((value, feature) =>
      coefficients.reduce(
        (sum, ofPoint, point) => sum + (ofPoint[own] ?? NaN) * (features[point]?.[feature] ?? NaN),
        value,
      ),
    ),
  );
  const logits = rowsOf(task.query.x, task.query.count).map((x) => {
    const entering = extendedAt(problem.architecture, learned, x);
    return head.map((row) => dot(row, entering));
  });
  return { head, logits };
}

/** The cross-entropy of a task's queries under that head. */
function queryLoss(algorithm: ClassAlgorithm, problem: ClassHeadProblem, learned: Vector, task: TaskData) {
  const { query } = task;
  const targets = rowsOf(query.y, query.count);
  const losses = solved(algorithm, problem, learned, task).logits.map((logits, point) => {
    const whole = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    return dot(
      targets[point] ?? [],
      logits.map((logit) => whole - logit),
    );
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / query.count;
}

/** The mean query loss over the tasks, its gradient by all that is learned, and what is solved for in each of them. */
export function referenceClassHead(algorithm: ClassAlgorithm, problem: ClassHeadProblem) {
  const learned = Float64Array.from(problem.learned);
  const lossAt = (at: Vector) =>
    problem.tasks.reduce((sum, task) => sum + queryLoss(algorithm, problem, at, task), 0) /
    problem.tasks.length;
  const step = 1e-5;
  const gradient = learned.map((value, index) => {
    const [above, below] = [value + step, value - step].map((moved) => lossAt(learned.with(index, moved)));
    return ((above ?? NaN) - (below ?? NaN)) / (2 * step);
  });
  const solutions = problem.tasks.map((task) => solved(algorithm, problem, learned, task));
  return { loss: lossAt(learned), gradient, solutions };
}
