/** What the fused engine cannot do, in words, before it is asked to. */
import { listed, said, type Words } from '#core/saying.ts';
import { modelName, parameterCount } from '#models/architecture.ts';
import { partsOf } from '#training/adaptation-parts.ts';
import { batchedContexts } from '#training/context-weights.ts';
import {
  type Adaptation,
  isOptimised,
  isRemembering,
  isStepped,
  learnedSize,
  takesOptimiser,
} from '#training/learned.ts';
import { LEARNERS } from '#training/learners.ts';
import type { AdaptRequest, InnerLoopPlan, Work } from '#training/meta-engine.ts';
import type { FusedMachine } from './machine.ts';
import { noModel } from './schedules/by-model.ts';
import { scheduleTooLong } from './schedules/encoding.ts';
import { sharedMemory } from './schedules/memory-layout.ts';
import {
  metaGradientShape,
  optimisedShape,
  solvedShape,
  steppedShape,
  trainingShape,
  contextShape,
  trajectoryShape,
} from './schedules/request-shapes.ts';
import type { Schedule, StepKind } from './schedules/schedule.ts';
import type { TrainingShape } from './schedules/training-draft.ts';
import { missingCourse, trainingSchedule } from './schedules/training-schedule.ts';
import { type TrajectoryShape, trajectorySchedule } from './schedules/trajectory-schedule.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';

/** Why a machine has too little room for one task and what all share, all in numbers, or `null` where it has enough. */
export function tooLarge(needed: number, room: number): Words | null {
  if (needed <= room) return null;
  return said`Expected a task to need at most ${4 * room} bytes of memory, found ${4 * needed}.`;
}

type Able = Pick<
  FusedMachine,
  'models' | 'losses' | 'normalisations' | 'steps' | 'heads' | 'room' | 'beside'
>;

/** That a machine does not solve for heads as a schedule has it, or `null` where it does. */
function missingHead({ fit }: Schedule, { heads }: Able): Words | null {
  if (fit === null || heads.has(fit.rule)) return null;
  return said`Expected a head that the fused engine has kernels for (${listed([...heads])}), found ${fit.rule}.`;
}

function refusedSchedule(schedule: Schedule, learned: number, machine: Able): Words | null {
  const shared = sharedMemory(learned, parameterCount(schedule.architecture)).size;
  const needed = shared + schedule.taskSize + machine.beside(schedule.architecture);
  return missingHead(schedule, machine) ?? scheduleTooLong(schedule) ?? tooLarge(needed, machine.room);
}

export const NO_MEMORY = said`Expected networks that adapt by steps or in closed form, found one that remembers points.`;

export const NO_OPTIMISER = said`Expected inner steps of plain gradient descent, found those of an optimiser with a state.`;

export const NO_STEP_RATES = said`Expected inner learning rates that stay the same from step to step, found some that change.`;

export const NO_MINIBATCHES = said`Expected adaptations that take all support points in every step, found one in minibatches.`;

/** That a machine has no kernels for a kind of steps, or `null` where it has. */
function missingSteps(kind: StepKind | null, { steps }: Pick<Able, 'steps'>): Words | null {
  if (kind === null || steps.has(kind)) return null;
  return kind === 'stepRates' ? NO_STEP_RATES : NO_OPTIMISER;
}

/** That a machine has no kernels for the way in which a network adapts, or `null` where it has. */
export function missingAdaptation(rule: Adaptation, machine: Pick<Able, 'steps'>): Words | null {
  if (isRemembering(rule)) return NO_MEMORY;
  if (isOptimised(rule)) return missingSteps(rule.optimiser.kind, machine);
  return missingSteps(isStepped(rule) ? 'stepRates' : null, machine);
}

/** The kind of a training's inner steps, if it is more than descent by rates which stay the same. */
function stepsOf(algorithm: MetaAlgorithm, { innerOptimiser }: OptimiserOf): StepKind | null {
  if (LEARNERS[algorithm].innerLoop === 'stepRates') return 'stepRates';
  return takesOptimiser(algorithm) ? (innerOptimiser?.kind ?? null) : null;
}

type OptimiserOf = Pick<InnerLoopPlan, 'innerOptimiser'>;

/** That there is no schedule for a learner, or that a machine has no kernels for its inner steps, or `null` where all is there. */
export function missingTraining(
  algorithm: MetaAlgorithm,
  inner: OptimiserOf,
  machine: Pick<Able, 'steps'>,
): Words | null {
  return missingCourse(algorithm) ?? missingSteps(stepsOf(algorithm, inner), machine);
}

/** That a machine has no kernels for a model, its normalisation or a loss, or `null` where it has. */
function missingKernels(
  { architecture, loss }: Pick<Schedule, 'architecture' | 'loss'>,
  { models, losses, normalisations }: Able,
): Words | null {
  if (!models.has(modelName(architecture))) return noModel(architecture, models);
  if (architecture.model === 'conv' && !normalisations.has(architecture.normalisation))
    return said`Expected a normalisation that the fused engine has kernels for (${listed([...normalisations])}), found ${architecture.normalisation}.`;
  if (losses.has(loss)) return null;
  return said`Expected a loss that the fused engine has kernels for (${listed([...losses])}), found ${loss}.`;
}

function refusedTraining(algorithm: MetaAlgorithm, shape: TrainingShape, machine: Able): Words | null {
  const missing = missingKernels(shape, machine) ?? missingTraining(algorithm, shape, machine);
  if (missing !== null) return missing;
  return refusedSchedule(
    trainingSchedule(algorithm, shape),
    learnedSize(algorithm, shape.architecture, shape),
    machine,
  );
}

/** Of the trajectories by which the pairs of a request adapt. */
function shapesOf(request: AdaptRequest): TrajectoryShape[] {
  const { descent, optimised, stepped, context, closed } = partsOf(request);
  return [
    ...(descent === null ? [] : [trajectoryShape(descent.request)]),
    ...optimised.map((part) => optimisedShape(part.request)),
    ...(stepped === null ? [] : [steppedShape(stepped.request)]),
    ...closed.map((part) => solvedShape(part.request)),
    ...(context === null
      ? []
      : [
          contextShape(
            context.request,
            batchedContexts(request.architecture, context.request.contexts).count,
          ),
        ]),
  ];
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
      const lacking = work.request.rates.flatMap((rule) => missingAdaptation(rule, machine) ?? []);
      if (lacking[0] !== undefined) return lacking[0];
      if ((work.request.innerBatch ?? null) !== null) return NO_MINIBATCHES;
      const refused = shapesOf(work.request).flatMap((shape) => {
        const { schedule } = trajectorySchedule(shape);
        return refusedSchedule(schedule, parameterCount(schedule.architecture), machine) ?? [];
      });
      return refused[0] ?? null;
    }
    default:
      return work satisfies never;
  }
}
