/**
 * What the task kernel does for one task, as data: passes over points, then steps back through them by
 * Hessian-vector products. Algorithms differ in their schedule only.
 */
import { PlaygroundError } from '#core/errors.ts';
import type { Architecture } from '#core/model.ts';
import type { Place } from './place.ts';

const MOST_PASSES = 48;
const MOST_STEPS_BACK = 24;

/** Points as [count, inputs] at `x` and [count, outputs] at `y`. */
export interface PlacedPoints {
  readonly x: Place;
  readonly y: Place;
  readonly count: number;
}

/** A forward pass over some points, and if `descent` is given a gradient and its use: to = keep·base − rate·gradient. */
export interface Pass {
  readonly parameters: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  /** Outputs, [count, outputs]. */
  readonly predicted: Place;
  /** Mean squared error of the first `judged` points. */
  readonly loss: { readonly judged: number; readonly to: Place };
  readonly descent: {
    readonly base: Place;
    readonly to: Place;
    readonly keep: number;
    readonly rate: number;
  } | null;
  /** Distance |parameters − origin|₂ and norm of the gradient at `descent.to`, and a step down it, if wanted. */
  readonly detail: {
    readonly origin: Place;
    readonly distanceTo: Place;
    readonly normTo: Place;
    readonly next: Place;
    readonly rate: number;
  } | null;
}

/** direction −= rate · H(parameters) · direction, over the points and the record of a pass with a descent. */
export interface StepBack {
  readonly parameters: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  readonly change: Place;
  readonly direction: Place;
  readonly rate: number;
}

export interface Schedule {
  readonly architecture: Architecture;
  /** Where the task's points go, and how many numbers they are. */
  readonly points: { readonly to: Place; readonly size: number };
  readonly passes: readonly Pass[];
  readonly stepsBack: readonly StepBack[];
  readonly taskSize: number;
}

/** Which of the sampled tasks a dispatch takes. */
export interface TaskRange {
  readonly sharedSize: number;
  readonly first: number;
  readonly inStep: number;
}

const HEADER_WORDS = 8;
const PASS_WORDS = 20;
const STEP_BACK_WORDS = 8;
const PASSES_AT = HEADER_WORDS;
const STEPS_BACK_AT = PASSES_AT + PASS_WORDS * MOST_PASSES;

export const SCHEDULE_BYTES = 4 * (STEPS_BACK_AT + STEP_BACK_WORDS * MOST_STEPS_BACK);

/** The schedule as the kernel's uniform block. @throws PlaygroundError `engine-failed` if it is too long for that. */
export function encodeSchedule(schedule: Schedule, range: TaskRange): ArrayBuffer {
  const { points, passes, stepsBack, taskSize } = schedule;
  if (passes.length > MOST_PASSES || stepsBack.length > MOST_STEPS_BACK) {
    throw new PlaygroundError(
      'engine-failed',
      `Expected at most ${MOST_PASSES} passes and ${MOST_STEPS_BACK} steps back, found ${passes.length} and ${stepsBack.length}.`,
      'Fewer inner steps need fewer.',
    );
  }
  const buffer = new ArrayBuffer(SCHEDULE_BYTES);
  const words = new Uint32Array(buffer);
  const floats = new Float32Array(buffer);
  words.set([points.size, points.to, range.first, range.inStep]);
  words.set([range.sharedSize, taskSize, passes.length, stepsBack.length], 4);
  passes.forEach((pass, index) => {
    const at = PASSES_AT + PASS_WORDS * index;
    const { x, y, count } = pass.points;
    const { descent, detail, loss } = pass;
    words.set([pass.parameters, x, y, count], at);
    words.set([pass.record, pass.predicted, loss.to, loss.judged], at + 4);
    words.set([descent === null ? 0 : 1, detail === null ? 0 : 1], at + 8);
    if (descent !== null) {
      words.set([descent.base, descent.to], at + 10);
      floats.set([descent.keep, descent.rate], at + 12);
    }
    if (detail !== null) {
      floats[at + 14] = detail.rate;
      words.set([detail.origin, detail.distanceTo, detail.normTo, detail.next], at + 16);
    }
  });
  stepsBack.forEach((step, index) => {
    const at = STEPS_BACK_AT + STEP_BACK_WORDS * index;
    words.set([step.parameters, step.points.x, step.points.count, step.record], at);
    words.set([step.change, step.direction], at + 4);
    floats[at + 6] = step.rate;
  });
  return buffer;
}

/** The uniform block in WGSL. */
export const SCHEDULE_CODE = `
struct Schedule {
  pointsSize : u32, pointsTo : u32, firstTask : u32, tasksAStep : u32,
  sharedSize : u32, taskSize : u32, passes : u32, stepsBack : u32,
  passWords : array<vec4<u32>, ${(PASS_WORDS / 4) * MOST_PASSES}>,
  stepBackWords : array<vec4<u32>, ${(STEP_BACK_WORDS / 4) * MOST_STEPS_BACK}>,
}`;

/** The statements that take pass `index` apart. */
export const PASS_CODE = `
  let pass0 = schedule.passWords[index * ${PASS_WORDS / 4}u];
  let pass1 = schedule.passWords[index * ${PASS_WORDS / 4}u + 1u];
  let pass2 = schedule.passWords[index * ${PASS_WORDS / 4}u + 2u];
  let pass3 = schedule.passWords[index * ${PASS_WORDS / 4}u + 3u];
  let pass4 = schedule.passWords[index * ${PASS_WORDS / 4}u + 4u];
  let theta = placed(pass0.x, taskStart);
  let x = placed(pass0.y, taskStart);
  let y = placed(pass0.z, taskStart);
  let count = pass0.w;
  let record = placed(pass1.x, taskStart);
  let predicted = placed(pass1.y, taskStart);
  let lossTo = placed(pass1.z, taskStart);
  let judged = pass1.w;
  let descents = pass2.x;
  let details = pass2.y;
  let base = placed(pass2.z, taskStart);
  let to = placed(pass2.w, taskStart);
  let keep = bitcast<f32>(pass3.x);
  let rate = bitcast<f32>(pass3.y);
  let detailRate = bitcast<f32>(pass3.z);
  let origin = placed(pass4.x, taskStart);
  let distanceTo = placed(pass4.y, taskStart);
  let normTo = placed(pass4.z, taskStart);
  let next = placed(pass4.w, taskStart);`;

/** The statements that take step back `index` apart. */
export const STEP_BACK_CODE = `
  let step0 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u];
  let step1 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 1u];
  let theta = placed(step0.x, taskStart);
  let x = placed(step0.y, taskStart);
  let count = step0.z;
  let record = placed(step0.w, taskStart);
  let change = placed(step1.x, taskStart);
  let direction = placed(step1.y, taskStart);
  let rate = bitcast<f32>(step1.z);`;
