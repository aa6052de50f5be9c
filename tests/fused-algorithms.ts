/** What the fused engines train: of all others TensorFlow.js alone is asked. */
import { missingCourse } from '#fused/schedules/training-schedule.ts';
import { GENERAL_ALGORITHMS } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';

export const FUSED_ALGORITHMS = GENERAL_ALGORITHMS.filter((algorithm) => missingCourse(algorithm) === null);

/** Those for which there are kernels on WebGPU as well: it has none for rates that change from step to step. */
export const WEBGPU_ALGORITHMS = FUSED_ALGORITHMS.filter(
  (algorithm) => LEARNERS[algorithm].innerLoop !== 'stepRates',
);
