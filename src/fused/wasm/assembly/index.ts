/** Follows a schedule (fused/schedules/schedule.ts, as encoding.ts writes it down) for one task. */
import { moveContext, scaleContext } from './context';
import { fitBack, fitHead } from './head-fit';
import { gatherAdam, gatherMomentum, returnAdam, returnMomentum } from './inner-optimiser';
import { addScaled, dot, put, scaled, squaredDistance, ZERO } from './lanes';
import { descendLayers, scaleLayers } from './layer-rates';
import { lossOf } from './losses';
import { parameters, read } from './network';
import { backward, descend, descendHessianProduct, forward } from './sweeps';

export { addDirections, takeStep } from './outer-step';

declare const OF_TASK: u32;
declare const PASSES_AT: i32;
declare const PASS_WORDS: i32;
declare const STEPS_BACK_AT: i32;
declare const STEP_BACK_WORDS: i32;
declare const FIT_AT: i32;
declare const OWN_RATES: i32;
declare const OF_CONTEXT: i32;
declare const OF_LAYERS: i32;
declare const BY_MOMENTUM: i32;
declare const BY_ADAM: i32;

/** Smallest normal number, by which a residual that has vanished is not divided. */
const LEAST: f32 = 1.1754944e-38;

/** Memory that all tasks share, and the task's own. */
let shared: usize = 0;
let task: usize = 0;

/** What the schedule calls a place, as an address. */
function placed(words: usize, word: i32): usize {
  const place = load<u32>(words + (<usize>word << 2));
  return place >= OF_TASK ? task + (<usize>(place - OF_TASK) << 2) : shared + (<usize>place << 2);
}

function count(words: usize, word: i32): i32 {
  return load<i32>(words + (<usize>word << 2));
}

function number(words: usize, word: i32): f32 {
  return load<f32>(words + (<usize>word << 2));
}

/** What a pass's optimiser makes of its gradient, or without one the gradient. */
function directionOf(pass: usize, gradient: usize): usize {
  const kind = count(pass, 23);
  if (kind == 0) return gradient;
  const isFirst = count(pass, 24) == 1;
  const direction = placed(pass, 25);
  const before = placed(pass, 26);
  const after = placed(pass, 27);
  if (kind == BY_MOMENTUM) {
    gatherMomentum(gradient, before, after, isFirst, number(pass, 30));
  } else {
    gatherAdam(
      gradient,
      before,
      after,
      placed(pass, 28),
      placed(pass, 29),
      isFirst,
      number(pass, 30),
      number(pass, 31),
      direction,
    );
  }
  return direction;
}

/**
 * next = θ − rate·rates∘(g + pull·(θ − origin)), g being what an optimiser makes of it if there is one, or the step of a context
 * or of layers, with |g| and |θ − origin|.
 */
function takeDetail(pass: usize): void {
  const theta = placed(pass, 0);
  const gradient = placed(pass, 11);
  const origin = placed(pass, 16);
  const next = placed(pass, 19);
  const kind = count(pass, 20);
  const rates = kind == OWN_RATES ? placed(pass, 21) : 0;
  const rate = f32x4.splat(number(pass, 14));
  const pull = f32x4.splat(number(pass, 15));
  store<f32>(placed(pass, 18), sqrt(dot(gradient, gradient, parameters)));
  store<f32>(placed(pass, 17), sqrt(squaredDistance(theta, origin, parameters)));
  if (kind == OF_CONTEXT) {
    memory.copy(next, theta, <usize>parameters << 2);
    moveContext(next, placed(pass, 21), count(pass, 22), -number(pass, 14), gradient);
    return;
  }
  if (kind == OF_LAYERS) {
    descendLayers(next, theta, placed(pass, 21), gradient);
    return;
  }
  const direction = directionOf(pass, gradient);
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    const parameter = v128.load(theta + at);
    const moved = f32x4.sub(parameter, v128.load(origin + at));
    const stride = rates == 0 ? rate : f32x4.mul(rate, v128.load(rates + at));
    const slope = f32x4.add(v128.load(direction + at), f32x4.mul(pull, moved));
    put(next + at, f32x4.sub(parameter, f32x4.mul(stride, slope)), parameters - i);
  }
}

function takePass(pass: usize, outputs: i32): void {
  const theta = placed(pass, 0);
  const x = placed(pass, 1);
  const y = placed(pass, 2);
  const points = count(pass, 3);
  const record = placed(pass, 4);
  const predicted = placed(pass, 5);
  const judged = count(pass, 7);
  const skipped = count(pass, 32);
  // Points in front of the judged ones are there to lend their statistics.
  const counted = skipped > 0 ? skipped : judged;
  forward(theta, x, points, counted, record, predicted);
  const first = <usize>(skipped * outputs) << 2;
  const loss = lossOf(predicted + first, y + first, judged, outputs);
  if (count(pass, 8) == 1) {
    backward(theta, predicted, y, points, skipped, counted, record);
    descend(x, points, record, placed(pass, 10), number(pass, 12), number(pass, 13), placed(pass, 11));
  }
  store<f32>(placed(pass, 6), loss);
  if (count(pass, 9) == 1) takeDetail(pass);
}

/** along = rates ∘ v, alphaTo −= gradient ∘ v. */
function scaleDirection(step: usize, direction: usize, along: usize): void {
  const rates = placed(step, 12);
  const gradient = placed(step, 13);
  const alphaTo = placed(step, 14);
  const isFirst = count(step, 15) == 1;
  for (let i = 0; i < parameters; i += 4) {
    const at = <usize>i << 2;
    const v = v128.load(direction + at);
    const before = isFirst ? ZERO : v128.load(alphaTo + at);
    put(along + at, f32x4.mul(v128.load(rates + at), v), parameters - i);
    put(alphaTo + at, f32x4.sub(before, f32x4.mul(v128.load(gradient + at), v)), parameters - i);
  }
}

/** Back through the optimiser of a step, from u to that along which H is asked. */
function returnOptimiser(step: usize, direction: usize, along: usize): void {
  const kind = count(step, 21);
  const isFirst = count(step, 22) == 1;
  if (count(step, 8) != OWN_RATES) scaled(along, number(step, 30), direction, parameters);
  if (kind == BY_MOMENTUM) {
    returnMomentum(along, placed(step, 26), isFirst, number(step, 28));
  } else if (kind == BY_ADAM) {
    returnAdam(
      along,
      placed(step, 23),
      placed(step, 24),
      placed(step, 25),
      placed(step, 26),
      placed(step, 27),
      isFirst,
      number(step, 28),
      number(step, 29),
    );
  }
}

/** The rates of layers, and the gradient with respect to them. */
function scaleByLayer(step: usize, direction: usize, along: usize): void {
  const cleared = count(step, 16);
  if (cleared > 0) memory.fill(placed(step, 15), 0, <usize>cleared << 2);
  scaleLayers(along, direction, placed(step, 12), placed(step, 13), placed(step, 14));
}

/** Before a step of conjugate gradients, at whose first the search goes along the residual and the solution is zero. */
function beginSolving(step: usize, direction: usize, along: usize): void {
  const bytes = <usize>parameters << 2;
  if (count(step, 18) == 1) {
    memory.copy(along, placed(step, 17), bytes);
    memory.fill(placed(step, 16), 0, bytes);
  }
  memory.copy(direction, along, bytes);
}

/** A step of conjugate gradients (Hestenes & Stiefel 1952), the product with the matrix being at `direction`. */
function endSolving(step: usize, direction: usize, along: usize): void {
  const solution = placed(step, 16);
  const residual = placed(step, 17);
  const before = dot(residual, residual, parameters);
  const bend = dot(along, direction, parameters);
  const stride = before / (abs(bend) < LEAST ? LEAST : bend);
  addScaled(residual, residual, -stride, direction, parameters);
  addScaled(solution, solution, stride, along, parameters);
  const turn = dot(residual, residual, parameters) / max(before, LEAST);
  addScaled(along, residual, turn, along, parameters);
}

function takeStepBack(step: usize): void {
  const direction = placed(step, 5);
  const along = placed(step, 7);
  const solves = count(step, 10) == 1;
  const kind = count(step, 8);
  if (kind == OWN_RATES) scaleDirection(step, direction, along);
  if (kind == OF_CONTEXT) {
    memory.fill(along, 0, <usize>parameters << 2);
    moveContext(along, placed(step, 12), count(step, 16), 1, direction);
    scaleContext(
      placed(step, 14),
      placed(step, 12),
      count(step, 16),
      number(step, 6),
      direction,
      placed(step, 13),
      count(step, 15) == 1,
    );
  }
  if (kind == OF_LAYERS) scaleByLayer(step, direction, along);
  if (count(step, 21) != 0) returnOptimiser(step, direction, along);
  if (solves) beginSolving(step, direction, along);
  if (count(step, 20) == 0) {
    descendHessianProduct(
      placed(step, 0),
      placed(step, 1),
      placed(step, 19),
      count(step, 2),
      placed(step, 3),
      placed(step, 4),
      along,
      number(step, 6),
      direction,
    );
  }
  if (count(step, 9) == 1) addScaled(direction, direction, 1, placed(step, 11), parameters);
  if (solves) endSolving(step, direction, along);
}

/** Solves for the head after the pass of which the schedule says so. */
function takeFit(fit: usize, pass: usize): void {
  fitHead(
    placed(pass, 0),
    placed(pass, 1),
    placed(pass, 2),
    count(pass, 3),
    placed(pass, 4),
    placed(pass, 5),
    count(fit, 7),
    placed(fit, 2),
    placed(fit, 4),
    placed(fit, 3),
  );
}

/** What the instance is to follow: addresses of the network's and the schedule's words and of the memories. */
export function prepare(
  network: usize,
  room: usize,
  roomToo: usize,
  sharedMemory: usize,
  taskMemory: usize,
): void {
  read(network, room, roomToo);
  shared = sharedMemory;
  task = taskMemory;
}

/** Follows the schedule for the task whose `points` are given and leaves its first `results` numbers at `to`. */
export function follow(schedule: usize, outputs: i32, points: usize, results: i32, to: usize): void {
  memory.copy(placed(schedule, 1), points, <usize>count(schedule, 0) << 2);
  const passes = count(schedule, 6);
  const fit = schedule + (<usize>FIT_AT << 2);
  const fitted = count(fit, 0) == 1 ? count(fit, 1) : -1;
  for (let index = 0; index < passes; index++) {
    const pass = schedule + (<usize>(PASSES_AT + PASS_WORDS * index) << 2);
    takePass(pass, outputs);
    if (index == fitted) takeFit(fit, pass);
  }
  if (count(schedule, 8) == 1) {
    addScaled(placed(schedule, 9), placed(schedule, 10), -1, placed(schedule, 11), parameters);
  }
  const stepsBack = count(schedule, 7);
  for (let index = 0; index < stepsBack; index++) {
    takeStepBack(schedule + (<usize>(STEPS_BACK_AT + STEP_BACK_WORDS * index) << 2));
  }
  if (fitted >= 0 && count(fit, 5) == 1) {
    const pass = schedule + (<usize>(PASSES_AT + PASS_WORDS * fitted) << 2);
    fitBack(
      placed(pass, 0),
      placed(pass, 1),
      placed(pass, 2),
      count(pass, 3),
      placed(pass, 4),
      count(fit, 7),
      placed(fit, 2),
      placed(fit, 4),
      placed(fit, 3),
      placed(fit, 6),
    );
  }
  memory.copy(to, task, <usize>results << 2);
}
