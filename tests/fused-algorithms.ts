/** What the fused engines train: of all others TensorFlow.js alone is asked. */
import { missingCourse } from '#fused/schedules/training-schedule.ts';
import { GENERAL_ALGORITHMS } from '#training/learner-facts.ts';

export const FUSED_ALGORITHMS = GENERAL_ALGORITHMS.filter((algorithm) => missingCourse(algorithm) === null);
