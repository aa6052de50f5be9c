/**
 * What the task kernel does for one task, as data: passes over points, then steps back through them by
 * Hessian-vector products. Algorithms differ in their schedule only.
 */
import { PlaygroundError } from '#core/errors.ts';
import type { Architecture } from '#models/mlp.ts';
import { said } from '#core/saying.ts';
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
  /**
   * Distance |parameters − origin|₂ and norm of the gradient g at `descent.to`, and a step down it, if wanted:
   * next = parameters − rate·rates∘(g + pull·(parameters − origin)), without `rates` the same rate for all.
   */
  readonly detail: {
    readonly origin: Place;
    readonly distanceTo: Place;
    readonly normTo: Place;
    readonly next: Place;
    readonly rate: number;
    readonly rates: Place | null;
    readonly pull: number;
  } | null;
}

/** direction −= rate · H(parameters) · along, over the points and the record of a pass with a descent. */
export interface StepBack {
  readonly parameters: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  readonly change: Place;
  readonly along: Place;
  readonly direction: Place;
  readonly rate: number;
  /** Beforehand along = rates ∘ direction and alphaTo −= gradient ∘ direction, from zero at the first. */
  readonly scale: {
    readonly rates: Place;
    readonly gradient: Place;
    readonly alphaTo: Place;
    readonly isFirst: boolean;
  } | null;
  /** Afterwards direction += added. */
  readonly added: Place | null;
  /**
   * The step is one of conjugate gradients: `along` is the search direction and `direction` becomes its product with
   * I − rate·H. The first begins at zero, with the residual as it is found.
   */
  readonly solve: {
    readonly solution: Place;
    readonly residual: Place;
    readonly isFirst: boolean;
  } | null;
}

export interface Schedule {
  readonly architecture: Architecture;
  /** Where the task's points go, and how many numbers they are. */
  readonly points: { readonly to: Place; readonly size: number };
  readonly passes: readonly Pass[];
  readonly stepsBack: readonly StepBack[];
  /** Between the two, to = left − right, vectors as long as θ. */
  readonly difference: { readonly to: Place; readonly left: Place; readonly right: Place } | null;
  readonly taskSize: number;
}

/** Which of the sampled tasks a dispatch takes. */
export interface TaskRange {
  readonly sharedSize: number;
  readonly first: number;
  readonly inStep: number;
}

const HEADER_WORDS = 12;
const PASS_WORDS = 24;
const STEP_BACK_WORDS = 20;
const PASSES_AT = HEADER_WORDS;
const STEPS_BACK_AT = PASSES_AT + PASS_WORDS * MOST_PASSES;

export const SCHEDULE_BYTES = 4 * (STEPS_BACK_AT + STEP_BACK_WORDS * MOST_STEPS_BACK);

/** The schedule as the kernel's uniform block. @throws PlaygroundError `engine-failed` if it is too long for that. */
export function encodeSchedule(schedule: Schedule, range: TaskRange): ArrayBuffer {
  const { points, passes, stepsBack, difference, taskSize } = schedule;
  if (passes.length > MOST_PASSES || stepsBack.length > MOST_STEPS_BACK) {
    throw new PlaygroundError(
      'engine-failed',
      said`Expected at most ${MOST_PASSES} passes and ${MOST_STEPS_BACK} steps back, found ${passes.length} and ${stepsBack.length}.`,
      said`Fewer inner steps need fewer.`,
    );
  }
  const buffer = new ArrayBuffer(SCHEDULE_BYTES);
  const words = new Uint32Array(buffer);
  const floats = new Float32Array(buffer);
  words.set([points.size, points.to, range.first, range.inStep]);
  words.set([range.sharedSize, taskSize, passes.length, stepsBack.length], 4);
  if (difference !== null) words.set([1, difference.to, difference.left, difference.right], 8);
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
      floats.set([detail.rate, detail.pull], at + 14);
      words.set([detail.origin, detail.distanceTo, detail.normTo, detail.next], at + 16);
      words.set(detail.rates === null ? [0, 0] : [1, detail.rates], at + 20);
    }
  });
  stepsBack.forEach((step, index) => {
    const at = STEPS_BACK_AT + STEP_BACK_WORDS * index;
    words.set([step.parameters, step.points.x, step.points.count, step.record], at);
    const { scale, added, solve } = step;
    words.set([step.change, step.direction, 0, step.along], at + 4);
    floats[at + 6] = step.rate;
    words.set([scale === null ? 0 : 1, added === null ? 0 : 1, solve === null ? 0 : 1, added ?? 0], at + 8);
    if (scale !== null)
      words.set([scale.rates, scale.gradient, scale.alphaTo, scale.isFirst ? 1 : 0], at + 12);
    if (solve !== null) words.set([solve.solution, solve.residual, solve.isFirst ? 1 : 0], at + 16);
  });
  return buffer;
}

/** The uniform block in WGSL. */
export const SCHEDULE_CODE = `
struct Schedule {
  pointsSize : u32, pointsTo : u32, firstTask : u32, tasksAStep : u32,
  sharedSize : u32, taskSize : u32, passes : u32, stepsBack : u32,
  differences : u32, differenceTo : u32, differenceLeft : u32, differenceRight : u32,
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
  let pass5 = schedule.passWords[index * ${PASS_WORDS / 4}u + 5u];
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
  let pull = bitcast<f32>(pass3.w);
  let origin = placed(pass4.x, taskStart);
  let distanceTo = placed(pass4.y, taskStart);
  let normTo = placed(pass4.z, taskStart);
  let next = placed(pass4.w, taskStart);
  let hasRates = pass5.x == 1u;
  let rates = placed(pass5.y, taskStart);`;

/** The statements that take step back `index` apart. */
export const STEP_BACK_CODE = `
  let step0 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u];
  let step1 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 1u];
  let step2 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 2u];
  let step3 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 3u];
  let step4 = schedule.stepBackWords[index * ${STEP_BACK_WORDS / 4}u + 4u];
  let theta = placed(step0.x, taskStart);
  let x = placed(step0.y, taskStart);
  let count = step0.z;
  let record = placed(step0.w, taskStart);
  let change = placed(step1.x, taskStart);
  let direction = placed(step1.y, taskStart);
  let rate = bitcast<f32>(step1.z);
  let along = placed(step1.w, taskStart);
  let scales = step2.x;
  let adds = step2.y;
  let solves = step2.z;
  let added = placed(step2.w, taskStart);
  let rates = placed(step3.x, taskStart);
  let gradient = placed(step3.y, taskStart);
  let alphaTo = placed(step3.z, taskStart);
  let isFirstScale = step3.w == 1u;
  let solution = placed(step4.x, taskStart);
  let residual = placed(step4.y, taskStart);
  let isFirstSolve = step4.z == 1u;`;
