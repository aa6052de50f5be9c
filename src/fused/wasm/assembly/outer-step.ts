/**
 * The mean of the tasks' directions and one step along it, of Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1) or of plain
 * descent. Every number is reckoned by itself, so that threads may share them out.
 */
import { put, ZERO } from './lanes';

declare const DECAY_FIRST: f32;
declare const DECAY_SECOND: f32;

/** The exponent of what is not finite. */
const NOT_FINITE: i32 = 0x7f800000;

/** sum = directions of `tasks` tasks, `stride` bytes apart, in their order, on top of what is there unless `isFirst`. */
export function addDirections(
  sum: usize,
  directions: usize,
  stride: usize,
  tasks: i32,
  count: i32,
  isFirst: bool,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    let total = isFirst ? ZERO : v128.load(sum + at);
    let direction = directions + at;
    for (let task = 0; task < tasks; task++) {
      total = f32x4.add(total, v128.load(direction));
      direction += stride;
    }
    put(sum + at, total, count - i);
  }
}

@inline
function decayed(moment: v128, decay: f32, value: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(decay), moment), f32x4.mul(f32x4.splat(1 - decay), value));
}

/** The step of `count` parameters down the mean of `sum` over `tasks` tasks; `clip` 0 does not clip. */
export function takeStep(
  parameters: usize,
  firstMoment: usize,
  secondMoment: usize,
  sum: usize,
  count: i32,
  tasks: i32,
  isPlain: bool,
  clip: f32,
  rate: f32,
  epsilon: f32,
): void {
  const bound = f32x4.splat(clip);
  const rates = f32x4.splat(rate);
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const mean = f32x4.div(v128.load(sum + at), f32x4.splat(<f32>tasks));
    let gradient = mean;
    if (clip != 0) {
      // A gradient that is not finite must not be hidden by its bounds.
      const broken = i32x4.eq(v128.and(mean, i32x4.splat(NOT_FINITE)), i32x4.splat(NOT_FINITE));
      gradient = v128.bitselect(mean, f32x4.max(f32x4.min(mean, bound), f32x4.neg(bound)), broken);
    }
    let move = f32x4.mul(rates, gradient);
    let first = ZERO;
    let second = ZERO;
    if (!isPlain) {
      first = decayed(v128.load(firstMoment + at), DECAY_FIRST, gradient);
      second = decayed(v128.load(secondMoment + at), DECAY_SECOND, f32x4.mul(gradient, gradient));
      move = f32x4.div(f32x4.mul(rates, first), f32x4.add(f32x4.sqrt(second), f32x4.splat(epsilon)));
    }
    put(firstMoment + at, first, count - i);
    put(secondMoment + at, second, count - i);
    put(parameters + at, f32x4.sub(v128.load(parameters + at), move), count - i);
  }
}
