/** The losses: values, δ of the outputs, and what R{δ} is of R{z}. */
import { scale, scaledDifference, squaredDistance } from './lanes';

/** The mean squared error of `size` outputs. */
export function lossOf(predicted: usize, y: usize, size: i32): f32 {
  return squaredDistance(predicted, y, size) / <f32>size;
}

/** δ of `size` outputs. */
export function deltaOf(to: usize, predicted: usize, y: usize, size: i32): void {
  scaledDifference(to, predicted, y, 2 / <f32>size, size);
}

/** R{δ} of `size` outputs, where R{z} stands. */
export function changeOf(changed: usize, size: i32): void {
  scale(changed, 2 / <f32>size, size);
}
