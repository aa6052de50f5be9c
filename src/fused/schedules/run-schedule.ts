/** Which schedule a training run follows at which iteration. */
import { isFirstOrderAt } from '#training/derivative-order.ts';
import { LEARNERS } from '#training/learners.ts';
import type { TrainingPlan } from '#training/meta-engine.ts';
import { multiStepEpoch } from '#training/multi-step-weights.ts';
import { trainingShape } from './request-shapes.ts';
import type { Schedule } from './schedule.ts';
import { trainingSchedule } from './training-schedule.ts';

/** Iterations from `iteration` on for which the schedule stays as it is. */
export function scheduleLasts(plan: TrainingPlan, iteration: number): number {
  const { algorithm, iterations, firstOrderSteps = 0 } = plan;
  const ofOrder = isFirstOrderAt(plan, iteration) ? firstOrderSteps - iteration : Infinity;
  if (LEARNERS[algorithm].judgedAfter !== 'everyStep') return ofOrder;
  const epoch = multiStepEpoch(iterations);
  return Math.min(ofOrder, epoch - (iteration % epoch));
}

/** One task’s share of the meta-step after so many. */
export function scheduleAt(plan: TrainingPlan, iteration: number): Schedule {
  return trainingSchedule(plan.algorithm, trainingShape(plan, iteration));
}
