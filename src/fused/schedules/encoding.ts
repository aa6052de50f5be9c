/** A schedule as words, the same for every machine that follows it. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { HeadRule } from '#training/learner.ts';
import type { Schedule } from './schedule.ts';

/** Which of the sampled tasks a dispatch takes. */
export interface TaskRange {
  readonly sharedSize: number;
  readonly first: number;
  readonly inStep: number;
}

export const MOST_PASSES = 48;
export const MOST_STEPS_BACK = 24;
/** Where the words of a head's fit stand. */
export const FIT_AT = 12;
/** By what it is solved for. */
export const FIT_RULES: Readonly<Record<HeadRule, number>> = { ridge: 0, scaledRidge: 1, svm: 2 };
/** How a step goes where it is more than plain: by a rate for each parameter, as the context's, or by a rate for each layer. */
export const OWN_RATES = 1;
export const OF_CONTEXT = 2;
export const OF_LAYERS = 3;
/** By which optimiser it goes, if by any. */
export const BY_MOMENTUM = 1;
export const BY_ADAM = 2;
const HEADER_WORDS = 20;
export const PASS_WORDS = 36;
export const STEP_BACK_WORDS = 32;
export const PASSES_AT = HEADER_WORDS;
export const STEPS_BACK_AT = PASSES_AT + PASS_WORDS * MOST_PASSES;

export const SCHEDULE_BYTES = 4 * (STEPS_BACK_AT + STEP_BACK_WORDS * MOST_STEPS_BACK);

/** Why a schedule is too long for a machine's words, or `null` where it is not. */
export function scheduleTooLong({ passes, stepsBack }: Schedule): Words | null {
  if (passes.length <= MOST_PASSES && stepsBack.length <= MOST_STEPS_BACK) return null;
  return said`Expected at most ${MOST_PASSES} passes and ${MOST_STEPS_BACK} steps back, found ${passes.length} and ${stepsBack.length}.`;
}

/** An optimiser's number among the words, and two numbers of its step: μ, or the factors 1/c₁ and 1/c₂ of Adam's corrections. */
function optimiserWords(by: StatefulOptimiser, step: number): { kind: number; numbers: [number, number] } {
  if (by.kind === 'momentum') return { kind: BY_MOMENTUM, numbers: [by.decay, 0] };
  const factor = (decay: number) => 1 / (1 - decay ** (step + 1));
  return { kind: BY_ADAM, numbers: [factor(DECAY_FIRST), factor(DECAY_SECOND)] };
}

/** The schedule as words that a machine follows. @throws PlaygroundError `engine-failed` if it is too long for that. */
export function encodeSchedule(schedule: Schedule, range: TaskRange): ArrayBuffer {
  const { points, passes, stepsBack, difference, fit, taskSize } = schedule;
  const refusal = scheduleTooLong(schedule);
  if (refusal !== null)
    throw new PlaygroundError('engine-failed', refusal, said`Fewer inner steps need fewer.`);
  const buffer = new ArrayBuffer(SCHEDULE_BYTES);
  const words = new Uint32Array(buffer);
  const floats = new Float32Array(buffer);
  words.set([points.size, points.to, range.first, range.inStep]);
  words.set([range.sharedSize, taskSize, passes.length, stepsBack.length], 4);
  if (difference !== null) words.set([1, difference.to, difference.left, difference.right], 8);
  if (fit !== null) {
    words.set([1, fit.after, fit.logLambda, fit.next, fit.room], FIT_AT);
    if (fit.back !== null) words.set([1, fit.back], FIT_AT + 5);
    words[FIT_AT + 7] = FIT_RULES[fit.rule];
  }
  passes.forEach((pass, index) => {
    const at = PASSES_AT + PASS_WORDS * index;
    const { x, y, count } = pass.points;
    const { descent, detail, loss } = pass;
    words.set([pass.parameters, x, y, count], at);
    words.set([pass.record, pass.predicted, loss.to, loss.judged], at + 4);
    words.set([descent === null ? 0 : 1, detail === null ? 0 : 1], at + 8);
    words[at + 32] = loss.skipped;
    if (descent !== null) {
      words.set([descent.base, descent.to], at + 10);
      floats.set([descent.keep, descent.rate], at + 12);
    }
    if (detail !== null) {
      floats.set([detail.rate, detail.pull], at + 14);
      words.set([detail.origin, detail.distanceTo, detail.normTo, detail.next], at + 16);
      const { rates, context, layerRates, optimiser } = detail;
      if (rates !== null) words.set([OWN_RATES, rates], at + 20);
      if (context !== null) words.set([OF_CONTEXT, context.weights, context.count], at + 20);
      if (layerRates !== null) words.set([OF_LAYERS, layerRates], at + 20);
      if (optimiser !== null) {
        const { by, step, mean, spread, direction } = optimiser;
        const { kind, numbers } = optimiserWords(by, step);
        words.set([kind, step === 0 ? 1 : 0, direction, mean.before, mean.after], at + 23);
        if (spread !== null) words.set([spread.before, spread.after], at + 28);
        floats.set(numbers, at + 30);
      }
    }
  });
  stepsBack.forEach((step, index) => {
    const at = STEPS_BACK_AT + STEP_BACK_WORDS * index;
    words.set([step.parameters, step.points.x, step.points.count, step.record], at);
    const { scale, context, layers, optimiser, added, solve } = step;
    words.set([step.change, step.direction, 0, step.along], at + 4);
    floats[at + 6] = step.rate;
    const kinds = [scale === null ? 0 : OWN_RATES, context === null ? 0 : OF_CONTEXT];
    const kind = Math.max(...kinds, layers === null ? 0 : OF_LAYERS);
    words.set([kind, added === null ? 0 : 1, solve === null ? 0 : 1, added ?? 0], at + 8);
    if (scale !== null)
      words.set([scale.rates, scale.gradient, scale.alphaTo, scale.isFirst ? 1 : 0], at + 12);
    if (context !== null) {
      words.set([context.weights, context.gradient, context.to, context.isFirst ? 1 : 0], at + 12);
      words[at + 16] = context.count;
    }
    if (solve !== null) words.set([solve.solution, solve.residual, solve.isFirst ? 1 : 0], at + 16);
    if (layers !== null) {
      const { rates, gradient, to, cleared } = layers;
      words.set([rates, gradient, to, cleared?.from ?? 0, cleared?.count ?? 0], at + 12);
    }
    words.set([step.points.y, step.isFixed ? 1 : 0], at + 19);
    if (optimiser !== null) {
      const { by, gradient, mean, spread, askedOfMean, askedOfSpread } = optimiser;
      const { kind: which, numbers } = optimiserWords(by, optimiser.step);
      words.set([which, optimiser.isFirst ? 1 : 0, gradient, mean, spread ?? mean], at + 21);
      words.set([askedOfMean, askedOfSpread ?? askedOfMean], at + 26);
      floats.set([...numbers, optimiser.rate], at + 28);
    }
  });
  return buffer;
}
