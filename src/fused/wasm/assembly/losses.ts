/** The losses over points of `outputs` numbers each: values, δ of the outputs, and what R{δ} is of R{z}. */
import { exponential, logarithm } from './functions';
import { put, scale, scaledDifference, squaredDistance } from './lanes';
import { loss, transposedToo as raised } from './network';

// Exponentials of one point stand in the room for transposed weights, where then are none.

// As fused/wasm/words.ts numbers them.
const SQUARED_ERROR: i32 = 0;

@inline
function at(numbers: usize, index: i32): usize {
  return numbers + (<usize>index << 2);
}

function highest(row: usize, count: i32): f32 {
  let most = load<f32>(row);
  for (let i = 1; i < count; i++) most = max(most, load<f32>(at(row, i)));
  return most;
}

/** e to the power of each number of a row less `most`, at `to`; answers their sum. */
function raise(row: usize, count: i32, most: f32, to: usize): f32 {
  const mosts = f32x4.splat(most);
  for (let i = 0; i < count; i += 4) {
    put(at(to, i), exponential(f32x4.sub(v128.load(at(row, i)), mosts)), count - i);
  }
  let sum: f32 = 0;
  for (let i = 0; i < count; i++) sum += load<f32>(at(to, i));
  return sum;
}

/** The loss of the first `points` points. */
export function lossOf(predicted: usize, y: usize, points: i32, outputs: i32): f32 {
  const size = points * outputs;
  if (loss == SQUARED_ERROR) return squaredDistance(predicted, y, size) / <f32>size;
  let sum: f32 = 0;
  for (let point = 0; point < points; point++) {
    const row = at(predicted, point * outputs);
    const target = at(y, point * outputs);
    const most = highest(row, outputs);
    const whole = most + logarithm(raise(row, outputs, most, raised));
    for (let i = 0; i < outputs; i++) sum += load<f32>(at(target, i)) * (whole - load<f32>(at(row, i)));
  }
  return sum / <f32>points;
}

/** δ of the outputs: of a cross-entropy (p − y)/points, p being the softmax of what is predicted. */
export function deltaOf(to: usize, predicted: usize, y: usize, points: i32, outputs: i32): void {
  const size = points * outputs;
  if (loss == SQUARED_ERROR) return scaledDifference(to, predicted, y, 2 / <f32>size, size);
  const share: f32 = 1 / <f32>points;
  for (let point = 0; point < points; point++) {
    const first = point * outputs;
    const row = at(predicted, first);
    const sum = raise(row, outputs, highest(row, outputs), raised);
    for (let i = 0; i < outputs; i++) {
      const error = load<f32>(at(raised, i)) / sum - load<f32>(at(y, first + i));
      store<f32>(at(to, first + i), share * error);
    }
  }
}

/** R{δ} where R{z} stands: of a cross-entropy p ∘ (R{z} − p·R{z})/points, where p is told by δ and y. */
export function changeOf(changed: usize, deltas: usize, y: usize, points: i32, outputs: i32): void {
  const size = points * outputs;
  if (loss == SQUARED_ERROR) return scale(changed, 2 / <f32>size, size);
  const share: f32 = 1 / <f32>points;
  for (let point = 0; point < points; point++) {
    const first = point * outputs;
    let along: f32 = 0;
    for (let i = 0; i < outputs; i++) {
      const p = <f32>points * load<f32>(at(deltas, first + i)) + load<f32>(at(y, first + i));
      store<f32>(at(raised, i), p);
      along += p * load<f32>(at(changed, first + i));
    }
    for (let i = 0; i < outputs; i++) {
      const place = at(changed, first + i);
      store<f32>(place, share * load<f32>(at(raised, i)) * (load<f32>(place) - along));
    }
  }
}
