/**
 * What an inner optimiser makes of a gradient, and the way back through its step: `training/inner-optimiser.ts` has the
 * formulas, `schedules/schedule.ts` those of the way back. Vectors before the first step, in either direction, are zero.
 */
import { put, ZERO } from './lanes';
import { parameters } from './network';

declare const DECAY_FIRST: f32;
declare const DECAY_SECOND: f32;
/** 1 − the decays; taken from their roundings, the second would be off by 1e-5. */
declare const SHARE_FIRST: f32;
declare const SHARE_SECOND: f32;
declare const INNER_ADAM_EPSILON: f32;

/** after = decay·before + share·now, four numbers at a time. */
@inline
function averaged(before: usize, isFirst: bool, decay: f32, now: v128, share: f32): v128 {
  const fresh = f32x4.mul(f32x4.splat(share), now);
  return isFirst ? fresh : f32x4.add(f32x4.mul(f32x4.splat(decay), v128.load(before)), fresh);
}

/** √(v/c₂ + ε), `ofSpread` being 1/c₂. */
@inline
function rootOf(spread: v128, ofSpread: f32): v128 {
  const corrected = f32x4.mul(spread, f32x4.splat(ofSpread));
  return f32x4.sqrt(f32x4.add(corrected, f32x4.splat(INNER_ADAM_EPSILON)));
}

/** m after a step of momentum, which is also what is gone down. */
export function gatherMomentum(gradient: usize, before: usize, after: usize, isFirst: bool, decay: f32): void {
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    put(after + at, averaged(before + at, isFirst, decay, v128.load(gradient + at), 1), parameters - i);
  }
}

/** m and v after a step of Adam, and at `direction` what is gone down; `ofMean` and `ofSpread` are 1/c₁ and 1/c₂. */
export function gatherAdam(
  gradient: usize,
  meanBefore: usize,
  meanAfter: usize,
  spreadBefore: usize,
  spreadAfter: usize,
  isFirst: bool,
  ofMean: f32,
  ofSpread: f32,
  direction: usize,
): void {
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    const left = parameters - i;
    const slope = v128.load(gradient + at);
    const mean = averaged(meanBefore + at, isFirst, DECAY_FIRST, slope, SHARE_FIRST);
    const square = f32x4.mul(slope, slope);
    const spread = averaged(spreadBefore + at, isFirst, DECAY_SECOND, square, SHARE_SECOND);
    const corrected = f32x4.mul(mean, f32x4.splat(ofMean));
    put(meanAfter + at, mean, left);
    put(spreadAfter + at, spread, left);
    put(direction + at, f32x4.div(corrected, rootOf(spread, ofSpread)), left);
  }
}

/** Back through a step of momentum: `along` holds u and becomes that along which H is asked. */
export function returnMomentum(along: usize, asked: usize, isFirst: bool, decay: f32): void {
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    const later = isFirst ? ZERO : v128.load(asked + at);
    const whole = f32x4.add(v128.load(along + at), later);
    put(along + at, whole, parameters - i);
    put(asked + at, f32x4.mul(f32x4.splat(decay), whole), parameters - i);
  }
}

/** Back through a step of Adam, m and v being those after it. */
export function returnAdam(
  along: usize,
  gradient: usize,
  meanAfter: usize,
  spreadAfter: usize,
  askedOfMean: usize,
  askedOfSpread: usize,
  isFirst: bool,
  ofMean: f32,
  ofSpread: f32,
): void {
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    const left = parameters - i;
    const root = rootOf(v128.load(spreadAfter + at), ofSpread);
    const ofDirection = f32x4.div(f32x4.mul(v128.load(along + at), f32x4.splat(ofMean)), root);
    const bent = f32x4.mul(v128.load(meanAfter + at), f32x4.splat(0.5 * ofSpread));
    const ofSquares = f32x4.div(f32x4.mul(ofDirection, bent), f32x4.mul(root, root));
    const laterMean = isFirst ? ZERO : v128.load(askedOfMean + at);
    const laterSpread = isFirst ? ZERO : v128.load(askedOfSpread + at);
    const mean = f32x4.add(laterMean, ofDirection);
    const spread = f32x4.sub(laterSpread, ofSquares);
    const bySpread = f32x4.mul(f32x4.mul(f32x4.splat(2 * SHARE_SECOND), v128.load(gradient + at)), spread);
    put(along + at, f32x4.add(f32x4.mul(f32x4.splat(SHARE_FIRST), mean), bySpread), left);
    put(askedOfMean + at, f32x4.mul(f32x4.splat(DECAY_FIRST), mean), left);
    put(askedOfSpread + at, f32x4.mul(f32x4.splat(DECAY_SECOND), spread), left);
  }
}
