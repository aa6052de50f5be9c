/** What the fused engine cannot do, in words, before it is asked to. */
import { listed, said, type Words } from '#core/saying.ts';
import { modelName, parameterCount } from '#models/architecture.ts';
import { partsOf } from '#training/adaptation-parts.ts';
import { batchedContexts } from '#training/context-weights.ts';
import { learnedSize } from '#training/learned.ts';
import type { Work } from '#training/meta-engine.ts';
import type { FusedMachine } from './machine.ts';
import { noModel } from './schedules/by-model.ts';
import { scheduleTooLong } from './schedules/encoding.ts';
import { sharedMemory } from './schedules/memory-layout.ts';
import {
  metaGradientShape,
  solvedShape,
  trainingShape,
  contextShape,
  trajectoryShape,
} from './schedules/request-shapes.ts';
import type { Schedule } from './schedules/schedule.ts';
import {
  missingCourse,
  NO_OPTIMISER,
  type TrainingShape,
  trainingSchedule,
} from './schedules/training-schedule.ts';
import { type TrajectoryShape, trajectorySchedule } from './schedules/trajectory-schedule.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';

/** Why a machine has too little room for one task and what all share, all in numbers, or `null` where it has enough. */
export function tooLarge(needed: number, room: number): Words | null {
  if (needed <= room) return null;
  return said`Expected a task to need at most ${4 * room} bytes of memory, found ${4 * needed}.`;
}

type Able = Pick<FusedMachine, 'models' | 'losses' | 'heads' | 'room'>;

/** That a machine does not solve for heads as a schedule has it, or `null` where it does. */
function missingHead({ fit }: Schedule, { heads }: Able): Words | null {
  if (fit === null || heads.has(fit.rule)) return null;
  return said`Expected a head that the fused engine has kernels for (${listed([...heads])}), found ${fit.rule}.`;
}

function refusedSchedule(schedule: Schedule, learned: number, machine: Able): Words | null {
  const shared = sharedMemory(learned, parameterCount(schedule.architecture)).size;
  const needed = shared + schedule.taskSize;
  return missingHead(schedule, machine) ?? scheduleTooLong(schedule) ?? tooLarge(needed, machine.room);
}

export const NO_MEMORY = said`Expected networks that adapt by steps or in closed form, found one that remembers points.`;

export const NO_STEP_RATES = said`Expected inner learning rates that stay the same from step to step, found some that change.`;

export const NO_MINIBATCHES = said`Expected adaptations that take all support points in every step, found one in minibatches.`;

/** That a machine has no kernels for a model or a loss, or `null` where it has. */
function missingKernels(
  { architecture, loss }: Pick<Schedule, 'architecture' | 'loss'>,
  { models, losses }: Able,
): Words | null {
  if (!models.has(modelName(architecture))) return noModel(architecture, models);
  if (losses.has(loss)) return null;
  return said`Expected a loss that the fused engine has kernels for (${listed([...losses])}), found ${loss}.`;
}

function refusedTraining(algorithm: MetaAlgorithm, shape: TrainingShape, machine: Able): Words | null {
  const missing = missingKernels(shape, machine) ?? missingCourse(algorithm, shape);
  if (missing !== null) return missing;
  return refusedSchedule(
    trainingSchedule(algorithm, shape),
    learnedSize(algorithm, shape.architecture, shape),
    machine,
  );
}

/** Why a machine cannot do this, or `null`. What a driver refuses is not known before. */
export function refusalOf(work: Work, machine: Able): Words | null {
  switch (work.name) {
    case 'train':
      return refusedTraining(work.request.algorithm, trainingShape(work.request, 0), machine);
    case 'metaGradient':
      return refusedTraining(work.request.algorithm, metaGradientShape(work.request), machine);
    case 'adapt': {
      const missing = missingKernels(work.request, machine);
      if (missing !== null) return missing;
      const { descent, optimised, stepped, context, closed, remembering } = partsOf(work.request);
      if (remembering !== null) return NO_MEMORY;
      if (optimised.length > 0) return NO_OPTIMISER;
      if (stepped !== null) return NO_STEP_RATES;
      if ((work.request.innerBatch ?? null) !== null) return NO_MINIBATCHES;
      const refused = (shape: TrajectoryShape) => {
        const { schedule } = trajectorySchedule(shape);
        return refusedSchedule(schedule, parameterCount(schedule.architecture), machine);
      };
      const ofDescent = descent === null ? null : refused(trajectoryShape(descent.request));
      const ofClosed =
        closed.map(({ request }) => refused(solvedShape(request))).find((words) => words !== null) ?? null;
      if (ofDescent !== null || ofClosed !== null || context === null) return ofDescent ?? ofClosed;
      const { count } = batchedContexts(work.request.architecture, context.request.contexts);
      return refused(contextShape(context.request, count));
    }
    default:
      return work satisfies never;
  }
}
