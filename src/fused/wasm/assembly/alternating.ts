/** The quadratic programs of a support vector machine's head, by alternating directions: `meta/svm.ts` states them. */
import { meanSquare, solve } from './systems';

declare const SLACK_PRICE: f64;
declare const PENALTY_SHARE: f64;
declare const RELAXATION: f64;

/** Far more than any needs; who has moved by less than so much of the largest number has arrived. */
const MOST_ALTERNATIONS: i32 = 2000;
const ARRIVED: f64 = 1e-13;

/** ρ. */
export function penaltyOf(features: usize, width: i32, count: i32, lambda: f64): f64 {
  return PENALTY_SHARE * (meanSquare(features, width, count) + lambda);
}

/** Sums over classes become 0 in each row of right + ρ(solution − multipliers), at `to`. */
function centre(count: i32, outputs: i32, rho: f64, right: usize, solution: usize, multipliers: usize, to: usize): void {
  for (let point = 0; point < count; point++) {
    const row = <usize>(point * outputs) << 3;
    const end = row + (<usize>outputs << 3);
    let sum: f64 = 0;
    for (let at = row; at < end; at += 8) {
      const towards = load<f64>(right + at) + rho * (load<f64>(solution + at) - load<f64>(multipliers + at));
      store<f64>(to + at, towards);
      sum += towards;
    }
    const mean = sum / <f64>outputs;
    for (let at = row; at < end; at += 8) store<f64>(to + at, load<f64>(to + at) - mean);
  }
}

/**
 * solution = the least of ½⟨Z, MZ⟩ − ⟨Z, right⟩ over rows that sum to 0 and bounds Z ≤ sC·Y; with a `dual`, over those where
 * what is at its bound there is 0 instead. `factor` is that of M + ρI, `aside` room for two more as large.
 */
export function alternate(
  factor: usize,
  count: i32,
  outputs: i32,
  rho: f64,
  right: usize,
  y: usize,
  scale: f64,
  dual: usize,
  solution: usize,
  aside: usize,
): void {
  const size = <usize>(count * outputs);
  const multipliers = aside;
  const summing = aside + (size << 3);
  const bound = scale * SLACK_PRICE;
  memory.fill(solution, 0, size << 3);
  memory.fill(multipliers, 0, size << 3);
  for (let step = 0; step < MOST_ALTERNATIONS; step++) {
    centre(count, outputs, rho, right, solution, multipliers, summing);
    solve(factor, count, outputs, summing);
    let moved: f64 = 0;
    let largest: f64 = 0;
    for (let i: usize = 0; i < size; i++) {
      const at = i << 3;
      const before = load<f64>(solution + at);
      const held = load<f64>(multipliers + at);
      const proposed = RELAXATION * load<f64>(summing + at) + (1 - RELAXATION) * before + held;
      const highest = bound * <f64>load<f32>(y + (i << 2));
      let allowed = proposed;
      if (dual == 0) allowed = min(proposed, highest);
      else if (load<f64>(dual + at) >= highest) allowed = 0;
      store<f64>(solution + at, allowed);
      store<f64>(multipliers + at, proposed - allowed);
      moved = max(moved, max(abs(allowed - before), abs(proposed - allowed - held)));
      largest = max(largest, abs(allowed));
    }
    // What is no number never arrives.
    if (moved <= ARRIVED * largest || isNaN(moved)) return;
  }
}
