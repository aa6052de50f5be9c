/**
 * Context parameters, which enter the first layer by weights W [units, count] and act through its bias:
 * `schedules/schedule.ts` states the mathematics.
 */
import { biasOf, outputsOf } from './network';

/** Column `column` of W times the first bias of a vector, in float64. */
function alongColumn(weights: usize, count: i32, column: i32, vector: usize): f64 {
  const units = outputsOf(0);
  const bias = vector + biasOf(0);
  let sum: f64 = 0;
  for (let unit = 0; unit < units; unit++) {
    const weight = load<f32>(weights + (<usize>(unit * count + column) << 2));
    sum += <f64>weight * <f64>load<f32>(bias + (<usize>unit << 2));
  }
  return sum;
}

/** Adds factor·W Wᵀ g to the first bias of the vector at `to`, g being that of the vector at `gradient`. */
export function moveContext(to: usize, weights: usize, count: i32, factor: f32, gradient: usize): void {
  const units = outputsOf(0);
  const bias = to + biasOf(0);
  for (let column = 0; column < count; column++) {
    const stride = <f64>factor * alongColumn(weights, count, column, gradient);
    for (let unit = 0; unit < units; unit++) {
      const at = bias + (<usize>unit << 2);
      const weight = load<f32>(weights + (<usize>(unit * count + column) << 2));
      store<f32>(at, <f32>(<f64>load<f32>(at) + stride * <f64>weight));
    }
  }
}

/** to −= rate·(v gᵀ + g vᵀ) W, [units, count], v and g being the first biases of two vectors; from zero at the first. */
export function scaleContext(
  to: usize,
  weights: usize,
  count: i32,
  rate: f32,
  direction: usize,
  gradient: usize,
  isFirst: bool,
): void {
  const units = outputsOf(0);
  const v = direction + biasOf(0);
  const g = gradient + biasOf(0);
  for (let column = 0; column < count; column++) {
    const alongGradient = alongColumn(weights, count, column, gradient);
    const alongDirection = alongColumn(weights, count, column, direction);
    for (let unit = 0; unit < units; unit++) {
      const at = to + (<usize>(unit * count + column) << 2);
      const own = <usize>unit << 2;
      const slope = <f64>load<f32>(v + own) * alongGradient + <f64>load<f32>(g + own) * alongDirection;
      const before: f64 = isFirst ? 0 : <f64>load<f32>(at);
      store<f32>(at, <f32>(before - <f64>rate * slope));
    }
  }
}
