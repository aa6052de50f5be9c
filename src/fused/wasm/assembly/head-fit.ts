/**
 * The last layer is solved for, by ridge regression or as a support vector machine, and the way back through it, in float64:
 * `meta/ridge.ts`, `meta/svm.ts` and `meta/solved-head.ts` state the mathematics and the letters.
 */
import { alternate, penaltyOf } from './alternating';
import { exponential } from './functions';
import { dotWide } from './lanes';
import { biasOf, inputsOf, layers, outputsOf, parameters, weightsOf } from './network';
import { backwardFromSums, deltasOf, descendBelow, entering } from './sweeps';
import { factorise, solve } from './systems';

declare const RIDGE: i32;
declare const SVM: i32;

/** The parts of the room, as fused/schedules/head-fit.ts counts it. */
let solution: usize = 0;
let solutionBack: usize = 0;
/** And where directions alternate: a right-hand side, and room for two more of its size. */
let right: usize = 0;
let aside: usize = 0;

function divide(room: usize, count: i32, outputs: i32): void {
  const size = <usize>(count * outputs) << 3;
  solution = room + (<usize>(count * count) << 3);
  solutionBack = solution + size;
  right = solutionBack + size;
  aside = right + size;
}

/** e to the power of the number at `logarithm`. */
function raised(logarithm: usize): f64 {
  return <f64>f32x4.extract_lane(exponential(v128.load32_splat(logarithm)), 0);
}

/** Adds `sign`·F̂ᵀ·coefficients, coefficients [count, outputs], to the head of the vector at `to`. */
function addToHead(features: usize, count: i32, coefficients: usize, sign: f64, to: usize): void {
  const last = layers - 1;
  const width = inputsOf(last);
  const outputs = outputsOf(last);
  for (let output = 0; output < outputs; output++) {
    const weights = to + weightsOf(last) + (<usize>(output * width) << 2);
    // The feature behind the last is 1.
    for (let feature = 0; feature <= width; feature++) {
      let sum: f64 = 0;
      for (let point = 0; point < count; point++) {
        const factor = load<f64>(coefficients + (<usize>(point * outputs + output) << 3));
        sum += feature == width ? factor : factor * <f64>load<f32>(features + (<usize>(point * width + feature) << 2));
      }
      const at = feature == width ? to + biasOf(last) + (<usize>output << 2) : weights + (<usize>feature << 2);
      store<f32>(at, <f32>(<f64>load<f32>(at) + sign * sum));
    }
  }
}

/** next = θ with the solution in the head's place, from a pass over the `count` points. */
export function fitHead(
  theta: usize,
  x: usize,
  y: usize,
  count: i32,
  record: usize,
  predicted: usize,
  rule: i32,
  logLambda: usize,
  room: usize,
  next: usize,
): void {
  const last = layers - 1;
  const outputs = outputsOf(last);
  const width = inputsOf(last);
  const features = entering(last, x, record, count);
  divide(room, count, outputs);
  const lambda = raised(logLambda);
  const scale = rule == RIDGE ? 1 : raised(logLambda + 4);
  const errors = rule == SVM ? right : solution;
  for (let i: usize = 0; i < <usize>(count * outputs); i++) {
    const error = scale * <f64>load<f32>(y + (i << 2)) - <f64>load<f32>(predicted + (i << 2));
    store<f64>(errors + (i << 3), error);
  }
  if (rule == SVM) {
    const penalty = penaltyOf(features, width, count, lambda);
    factorise(features, width, count, lambda + penalty, room);
    alternate(room, count, outputs, penalty, right, y, scale, 0, solution, aside);
  } else {
    factorise(features, width, count, lambda, room);
    solve(room, count, outputs, solution);
  }
  memory.copy(next, theta, <usize>parameters << 2);
  addToHead(features, count, solution, 1, next);
}

/** U = F̂G of the head of a gradient, [count, outputs]. */
function projectHead(features: usize, count: i32, gradient: usize, to: usize): void {
  const last = layers - 1;
  const width = inputsOf(last);
  const outputs = outputsOf(last);
  for (let point = 0; point < count; point++) {
    const row = features + (<usize>(point * width) << 2);
    for (let output = 0; output < outputs; output++) {
      const weights = gradient + weightsOf(last) + (<usize>(output * width) << 2);
      const bias = load<f32>(gradient + biasOf(last) + (<usize>output << 2));
      store<f64>(to + (<usize>(point * outputs + output) << 3), <f64>bias + dotWide(row, weights, width));
    }
  }
}

/** ⟨W, w − w₀⟩ over the head. */
function alongMove(direction: usize, theta: usize, next: usize): f64 {
  const head = weightsOf(layers - 1);
  const count = parameters - <i32>(head >> 2);
  let sum: f64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = head + (i << 2);
    const moved = <f64>load<f32>(next + at) - <f64>load<f32>(theta + at);
    sum += <f64>load<f32>(direction + at) * moved;
  }
  return sum;
}

/** The inner product of two vectors' heads. */
function headProduct(left: usize, other: usize): f64 {
  const head = weightsOf(layers - 1);
  return dotWide(left + head, other + head, parameters - <i32>(head >> 2));
}

/** ⟨U, C⟩. */
function alongSolutions(size: i32): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < <usize>size; i++) {
    sum += load<f64>(solution + (i << 3)) * load<f64>(solutionBack + (i << 3));
  }
  return sum;
}

/** C Wᵀ − U wᵀ without the column of the bias, [count, H]; W is in the head's place of `direction`, w in that of `next`. */
function byFeatures(count: i32, direction: usize, next: usize, to: usize): void {
  const last = layers - 1;
  const width = inputsOf(last);
  const outputs = outputsOf(last);
  const byPrior = direction + weightsOf(last);
  const head = next + weightsOf(last);
  for (let point = 0; point < count; point++) {
    const own = <usize>(point * outputs) << 3;
    for (let feature = 0; feature < width; feature++) {
      let sum: f64 = 0;
      for (let output = 0; output < outputs; output++) {
        const at = <usize>(output * width + feature) << 2;
        const row = own + (<usize>output << 3);
        sum += load<f64>(solution + row) * <f64>load<f32>(byPrior + at);
        sum -= load<f64>(solutionBack + row) * <f64>load<f32>(head + at);
      }
      store<f32>(to, <f32>sum);
      to += 4;
    }
  }
}

/** direction, a gradient with respect to `next`, becomes that with respect to θ, and behind it stand those of log λ and log s. */
export function fitBack(
  theta: usize,
  x: usize,
  y: usize,
  count: i32,
  record: usize,
  rule: i32,
  logLambda: usize,
  room: usize,
  next: usize,
  direction: usize,
): void {
  const last = layers - 1;
  const outputs = outputsOf(last);
  const features = entering(last, x, record, count);
  divide(room, count, outputs);
  const byLogLambda = direction + (<usize>parameters << 2);
  const byLogScale = byLogLambda + 4;
  const alongHead = rule == RIDGE ? 0 : headProduct(direction, next);
  if (rule == SVM) {
    const lambda = raised(logLambda);
    const penalty = penaltyOf(features, inputsOf(last), count, lambda);
    projectHead(features, count, direction, right);
    const scale = raised(logLambda + 4);
    alternate(room, count, outputs, penalty, right, y, scale, solution, solutionBack, aside);
    store<f32>(byLogLambda, <f32>(-lambda * alongSolutions(count * outputs)));
  } else {
    projectHead(features, count, direction, solutionBack);
    solve(room, count, outputs, solutionBack);
  }
  addToHead(features, count, solutionBack, -1, direction);
  if (rule != SVM) store<f32>(byLogLambda, <f32>-alongMove(direction, theta, next));
  if (rule != RIDGE) store<f32>(byLogScale, <f32>(alongHead - headProduct(direction, theta)));
  if (last == 0) return;
  byFeatures(count, direction, next, deltasOf(last - 1, count, record));
  backwardFromSums(last - 1, theta, count, record);
  descendBelow(last, x, count, record, direction, 1, -1, direction);
}
