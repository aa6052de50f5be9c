/** The self-check finds SIMD kernels of which a single sign or lane is wrong, whichever file it stands in. */
import { expect, test } from 'vitest';
import { compileKernels } from '#cli/host/simd-kernels.ts';
import { english } from '#core/saying.ts';
import { createFusedEngine } from '#fused/fused-engine.ts';
import { simdMachine } from '#fused/wasm/machine.ts';
import { selfChecks } from '#training/self-check.ts';
import { makeCheck } from '#worker/self-check/make-check.ts';
import { createTrainer } from '#worker/trainer.ts';
import { CLASS_CASES, HEAD_CASES, ORACLE_CASES, RULE_CASES } from '../../../oracle.ts';
import { chosen } from '../../../repeats.ts';

const CHECKS = selfChecks(ORACLE_CASES);
/** Those that nothing else could fail. */
const RULE_CHECKS = selfChecks(RULE_CASES).filter(
  ({ kind }) => kind === 'adaptation' || kind === 'metaGradient',
);
/** The page's self-check has no networks that descend on classes; these stand for such checks. */
const CLASS_CHECKS = selfChecks(CLASS_CASES).filter(({ kind }) => kind === 'metaGradient');

const HEAD_CHECKS = selfChecks(HEAD_CASES).filter(
  ({ kind }) => kind === 'adaptation' || kind === 'metaGradient',
);

interface Fault {
  readonly right: string;
  readonly wrong: string;
}

const FAULTS: readonly Fault[] = [
  {
    right: 'f32x4.sub(v128.load(a + at), v128.load(b + at)), factors)',
    wrong: 'f32x4.add(v128.load(a + at), v128.load(b + at)), factors)',
  },
  {
    right: 'f32x4.sub(f32x4.mul(keep, v128.load(base))',
    wrong: 'f32x4.add(f32x4.mul(keep, v128.load(base))',
  },
  { right: 'v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)', wrong: 'v128.shuffle<f32>(ab, cd, 3, 2, 6, 7)' },
  { right: 'f32x4.splat(-2), a)', wrong: 'f32x4.splat(2), a)' },
  { right: 'f32x4.sub(one, f32x4.add(a, a))', wrong: 'f32x4.sub(one, a)' },
  { right: 'return f32x4.neg(a);', wrong: 'return a;' },
  { right: 'put(sums + at, f32x4.add(changed,', wrong: 'put(sums + at, f32x4.sub(changed,' },
  { right: 'v128.and(f32x4.gt(a, ZERO), sum)', wrong: 'v128.and(f32x4.lt(a, ZERO), sum)' },
  { right: 'if (left2 != 0) sum += dot(', wrong: 'if (left2 != 0) sum -= dot(' },
  {
    right: 'f32x4.sub(before, f32x4.mul(v128.load(gradient',
    wrong: 'f32x4.add(before, f32x4.mul(v128.load(gradient',
  },
  { right: 'addScaled(residual, residual, -stride', wrong: 'addScaled(residual, residual, stride' },
  { right: 'placed(schedule, 10), -1,', wrong: 'placed(schedule, 10), 1,' },
  {
    right: 'f32x4.sub(v128.load(parameters + at), move)',
    wrong: 'f32x4.add(v128.load(parameters + at), move)',
  },
  {
    right: 'f32x4.max(f32x4.min(mean, bound), f32x4.neg(bound))',
    wrong: 'f32x4.max(f32x4.min(mean, bound), bound)',
  },
  { right: 'f32x4.add(total, v128.load(direction))', wrong: 'f32x4.sub(total, v128.load(direction))' },
  { right: 'if (i == j) sum += lambda', wrong: 'if (i == j) sum -= lambda' },
  { right: 'sum -= load<f64>(solutionBack + row)', wrong: 'sum += load<f64>(solutionBack + row)' },
  { right: 'solutionBack, -1, direction)', wrong: 'solutionBack, 1, direction)' },
  { right: '<f32>-alongMove(', wrong: '<f32>alongMove(' },
  { right: 'return f32x4.mul(sum, i32x4.shl(exponent, 23))', wrong: 'return i32x4.shl(exponent, 23)' },
  { right: 'v128.store(to1, c1, 32);', wrong: 'v128.store(to1, c, 32);' },
  { right: 'b4 = multiplyAdd(b4, splat, rb);', wrong: 'b4 = multiplyAdd(b4, splat, ra);' },
  { right: 'l += 2 * leftStride;', wrong: 'l += leftStride;' },
  { right: 'if (row < rows) wideTile(', wrong: 'if (row > rows) wideTile(' },
  { right: 'descendFour(to + 16, base + 16,', wrong: 'descendFour(to + 16, base,' },
  { right: '-number(pass, 14), gradient)', wrong: 'number(pass, 14), gradient)' },
  { right: '(before - <f64>rate * slope)', wrong: '(before + <f64>rate * slope)' },
  { right: '* alongGradient + <f64>load', wrong: '* alongGradient - <f64>load' },
];

const CLASS_FAULTS: readonly Fault[] = [
  // Losses.
  { right: '/ sum - load<f32>(at(y, first + i))', wrong: '/ sum + load<f32>(at(y, first + i))' },
  { right: '(load<f32>(place) - along)', wrong: '(load<f32>(place) + along)' },
  {
    right: 'const rest = f32x4.extract_lane(logarithmOfOneMore(splat(share - 1)), 0)',
    wrong: 'const rest = share - 1',
  },
  // Patches.
  {
    right: 'const left = STRIDE * (place % across) - PADDING;',
    wrong: 'const left = STRIDE * (place % across);',
  },
  { right: 'if (left < 0) clear(to, channels);', wrong: '' },
  { right: 'fold(layer, pictures, transposed,', wrong: 'fold(layer, 1, transposed,' },
  {
    right: 'layer == 0 ? 0 : entering(layer, 0, change, count)',
    wrong: 'layer == 0 ? 0 : entering(layer, 0, record, count)',
  },
  // Normalisation, sweep by sweep.
  { right: 'dot(even, even, count) / <f32>count + EPSILON', wrong: 'dot(even, even, count) + EPSILON' },
  {
    right: 'put(deltas + at, f32x4.mul(inverse, rest), count - i)',
    wrong: 'put(deltas + at, rest, count - i)',
  },
  { right: 'const changed = f32x4.mul(inverse, rest);', wrong: 'const changed = rest;' },
  { right: 'along * dot(even, changedEven, count)', wrong: 'along' },
  {
    right: 'f32x4.sub(f32x4.mul(inverses, rest), shrunk)',
    wrong: 'f32x4.add(f32x4.mul(inverses, rest), shrunk)',
  },
  {
    right: 'const pairs = left2 == 0 ? 1 : 2;\n  for (let row = 0; row < rows; row += 4)',
    wrong: 'const pairs = 1;\n  for (let row = 0; row < rows; row += 4)',
  },
];

/** Of heads of classes that are solved for. */
const HEAD_FAULTS: readonly Fault[] = [
  { right: 'allowed = min(proposed, highest)', wrong: 'allowed = max(proposed, highest)' },
  { right: 'else if (load<f64>(dual + at) >= highest) allowed = 0;', wrong: '' },
  { right: 'load<f64>(to + at) - mean', wrong: 'load<f64>(to + at) + mean' },
  {
    right: 'scale * <f64>load<f32>(y + (i << 2)) -',
    wrong: '<f64>load<f32>(y + (i << 2)) -',
  },
];

/** Of rates of layers in steps, and of inner optimisers. */
const RULE_FAULTS: readonly Fault[] = [
  // Rates of layers.
  {
    right: 'put(to + at, f32x4.sub(v128.load(base + at), stride), size - i)',
    wrong: 'put(to + at, f32x4.add(v128.load(base + at), stride), size - i)',
  },
  { right: '<f64>load<f32>(sum) - asked)', wrong: '<f64>load<f32>(sum) + asked)' },
  { right: 'rates + (<usize>layer << 2)', wrong: 'rates' },
  { right: 'if (cleared > 0) memory.fill(', wrong: 'if (cleared < 0) memory.fill(' },
  { right: 'if (count(step, 20) == 0) {', wrong: 'if (true) {' },
  { right: 'placed(step, 11), parameters);', wrong: 'placed(step, 7), parameters);' },
  // Optimisers, forwards.
  {
    right: 'f32x4.add(f32x4.mul(f32x4.splat(decay), v128.load(before)), fresh)',
    wrong: 'f32x4.sub(f32x4.mul(f32x4.splat(decay), v128.load(before)), fresh)',
  },
  { right: 'const square = f32x4.mul(slope, slope);', wrong: 'const square = slope;' },
  {
    right: 'f32x4.mul(spread, f32x4.splat(ofSpread))',
    wrong: 'f32x4.mul(spread, f32x4.splat(1))',
  },
  { right: 'f32x4.splat(INNER_ADAM_EPSILON)', wrong: 'f32x4.splat(-INNER_ADAM_EPSILON)' },
  // And backwards.
  {
    right: 'f32x4.add(v128.load(along + at), later)',
    wrong: 'f32x4.sub(v128.load(along + at), later)',
  },
  { right: 'put(asked + at, f32x4.mul(f32x4.splat(decay), whole)', wrong: 'put(asked + at, whole' },
  { right: 'f32x4.add(laterMean, ofDirection)', wrong: 'f32x4.sub(laterMean, ofDirection)' },
  { right: 'f32x4.sub(laterSpread, ofSquares)', wrong: 'f32x4.add(laterSpread, ofSquares)' },
  { right: 'f32x4.splat(0.5 * ofSpread)', wrong: 'f32x4.splat(-0.5 * ofSpread)' },
  { right: 'mean), bySpread), left)', wrong: 'mean), ZERO), left)' },
  { right: 'f32x4.mul(f32x4.splat(DECAY_FIRST), mean), left)', wrong: 'ZERO, left)' },
  { right: 'f32x4.mul(f32x4.splat(DECAY_SECOND), spread), left)', wrong: 'ZERO, left)' },
  { right: 'number(step, 30), direction,', wrong: '-number(step, 30), direction,' },
];

/** What fails of the checks, up to the first failure. */
async function firstFailure(change: (source: string) => string, checks = CHECKS): Promise<string | null> {
  const module = await WebAssembly.compile(await compileKernels('-O0', change));
  const engine = createFusedEngine(simdMachine(module));
  for (const check of checks) {
    const result = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
    if (!result.passed) return `${check.kind}: ${english(result.found)}`;
  }
  return null;
}

async function expectFound({ right, wrong }: Fault, checks: typeof CHECKS): Promise<void> {
  let replaced = 0;
  const failure = await firstFailure((source) => {
    replaced += source.split(right).length - 1;
    return source.replaceAll(right, wrong);
  }, checks);
  expect(replaced).toBeGreaterThan(0);
  expect(failure).not.toBe(null);
}

// Each takes a second to compile.
test.each(chosen(FAULTS, (_, index) => index % 4 === 1))(
  '“$wrong”',
  (fault) => expectFound(fault, CHECKS),
  60_000,
);

test.each(chosen(CLASS_FAULTS, (_, index) => index % 6 === 1))(
  'of classes, “$wrong”',
  (fault) => expectFound(fault, CLASS_CHECKS),
  60_000,
);

test.each(chosen(HEAD_FAULTS, (_, index) => index === 0))(
  'of heads of classes, “$wrong”',
  (fault) => expectFound(fault, HEAD_CHECKS),
  60_000,
);

test.each(chosen(RULE_FAULTS, (_, index) => index % 6 === 1))(
  'of rates and optimisers, “$wrong”',
  (fault) => expectFound(fault, RULE_CHECKS),
  60_000,
);

test.each([CHECKS, CLASS_CHECKS])(
  'nothing is found where nothing is wrong',
  async (...checks) => {
    expect(await firstFailure((source) => source, checks)).toBe(null);
  },
  60_000,
);
