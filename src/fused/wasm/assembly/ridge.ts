/**
 * Ridge regression of the last layer and the way back through it, in float64: `meta/ridge.ts` and
 * `meta/learners/ridge-head.ts` state the mathematics and the letters.
 */
import { exponential } from './functions';
import { dotWide } from './lanes';
import { biasOf, inputsOf, layers, outputsOf, parameters, weightsOf } from './network';
import { backwardFromSums, deltasOf, descendBelow, entering } from './sweeps';

/** The parts of the room, as fused/schedules/head-fit.ts counts it. */
let solution: usize = 0;
let solutionBack: usize = 0;

function divide(room: usize, count: i32, outputs: i32): void {
  solution = room + (<usize>(count * count) << 3);
  solutionBack = solution + (<usize>(count * outputs) << 3);
}

/** Cholesky's factor of F̂F̂ᵀ + λI, [count, count], of which only the lower triangle is written. */
function factorise(features: usize, width: i32, count: i32, lambda: f64, factor: usize): void {
  const stride = <usize>width << 2;
  const rowBytes = <usize>count << 3;
  for (let i = 0; i < count; i++) {
    const row = factor + <usize>i * rowBytes;
    for (let j = 0; j <= i; j++) {
      const other = factor + <usize>j * rowBytes;
      let sum = 1 + dotWide(features + <usize>i * stride, features + <usize>j * stride, width);
      if (i == j) sum += lambda;
      for (let k: usize = 0; k < <usize>j; k++) sum -= load<f64>(row + (k << 3)) * load<f64>(other + (k << 3));
      const at = row + (<usize>j << 3);
      store<f64>(at, i == j ? sqrt(sum) : sum / load<f64>(other + (<usize>j << 3)));
    }
  }
}

/** right [count, columns] becomes the solution of the factorised system where it stands. */
function solve(factor: usize, count: i32, columns: i32, right: usize): void {
  const rowBytes = <usize>count << 3;
  const rightBytes = <usize>columns << 3;
  for (let column: usize = 0; column < <usize>columns; column++) {
    const at = right + (column << 3);
    for (let i = 0; i < count; i++) {
      const row = factor + <usize>i * rowBytes;
      let sum = load<f64>(at + <usize>i * rightBytes);
      for (let k = 0; k < i; k++) sum -= load<f64>(row + (<usize>k << 3)) * load<f64>(at + <usize>k * rightBytes);
      store<f64>(at + <usize>i * rightBytes, sum / load<f64>(row + (<usize>i << 3)));
    }
    for (let i = count - 1; i >= 0; i--) {
      let sum = load<f64>(at + <usize>i * rightBytes);
      for (let k = i + 1; k < count; k++) {
        sum -= load<f64>(factor + <usize>k * rowBytes + (<usize>i << 3)) * load<f64>(at + <usize>k * rightBytes);
      }
      store<f64>(at + <usize>i * rightBytes, sum / load<f64>(factor + <usize>i * (rowBytes + 8)));
    }
  }
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
  logLambda: usize,
  room: usize,
  next: usize,
): void {
  const last = layers - 1;
  const outputs = outputsOf(last);
  const features = entering(last, x, record, count);
  divide(room, count, outputs);
  const lambda = f32x4.extract_lane(exponential(v128.load32_splat(logLambda)), 0);
  factorise(features, inputsOf(last), count, <f64>lambda, room);
  for (let i: usize = 0; i < <usize>(count * outputs); i++) {
    const error = <f64>load<f32>(y + (i << 2)) - <f64>load<f32>(predicted + (i << 2));
    store<f64>(solution + (i << 3), error);
  }
  solve(room, count, outputs, solution);
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

/** direction, a gradient with respect to `next`, becomes that with respect to θ, and behind it stands that of log λ. */
export function fitBack(
  theta: usize,
  x: usize,
  count: i32,
  record: usize,
  room: usize,
  next: usize,
  direction: usize,
): void {
  const last = layers - 1;
  const outputs = outputsOf(last);
  const features = entering(last, x, record, count);
  divide(room, count, outputs);
  projectHead(features, count, direction, solutionBack);
  solve(room, count, outputs, solutionBack);
  addToHead(features, count, solutionBack, -1, direction);
  store<f32>(direction + (<usize>parameters << 2), <f32>-alongMove(direction, theta, next));
  if (last == 0) return;
  byFeatures(count, direction, next, deltasOf(last - 1, count, record));
  backwardFromSums(last - 1, theta, count, record);
  descendBelow(last, x, count, record, direction, 1, -1, direction);
}
