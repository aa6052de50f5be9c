/** The engine that has a machine follow the schedules, for the models and losses that the machine has kernels for. */
import { PlaygroundError } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import { adaptInParts, type AdaptInputs, evaluateInParts } from '#training/adaptation-parts.ts';
import { metaGradientOf } from '#training/meta-gradients.ts';
import type {
  AdaptRequest,
  EvaluationLosses,
  MetaEngine,
  MetaGradient,
  MetaGradientRequest,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#training/meta-engine.ts';
import {
  type Adaptation,
  contextCount,
  givenRates,
  joinLearned,
  type Learned,
  learnedSize,
  splitLearned,
  steppedCount,
} from '#training/learned.ts';
import { joinProgress } from '#training/progress.ts';
import { expectRun, firstSnapshot } from '#training/run-checks.ts';
import { missingAdaptation, missingTraining, NO_MINIBATCHES, refusalOf } from './refusal.ts';
import { sharedMemory } from './schedules/memory-layout.ts';
import { parameterOrder } from './schedules/parameter-order.ts';
import type { Place } from './schedules/place.ts';
import { metaGradientShape } from './schedules/request-shapes.ts';
import type { FusedMachine } from './machine.ts';
import { startRun, type TrainingRun } from './training-run.ts';
import { TRAINING_RESULTS } from './schedules/training-draft.ts';
import { trainingSchedule } from './schedules/training-schedule.ts';
import { partsOn, queryLossesOf, trajectoriesOf } from './trajectories.ts';

const NO_GRID = new Float32Array(0);

/** @throws PlaygroundError `engine-failed` if there is something against it. */
function expectNothing(missing: Words | null): void {
  if (missing !== null) throw new PlaygroundError('engine-failed', missing);
}

/** An engine whose kernels can be compiled before they are needed. */
export interface FusedEngine extends MetaEngine {
  /** Whether there are kernels for the way in which a network adapts. */
  takes(rule: Adaptation): boolean;
  /** Compiles what a plan needs. @throws PlaygroundError `engine-failed` if that fails. */
  prepare(plan: TrainingPlan): Promise<void>;
}

export function createFusedEngine(machine: FusedMachine): FusedEngine {
  let run: {
    readonly plan: TrainingPlan;
    readonly from: TrainingSnapshot;
    readonly started: Promise<TrainingRun>;
  } | null = null;

  const dispose = () => {
    run?.started.then(
      (started) => started.dispose(),
      () => undefined,
    );
    run = null;
  };

  const install = (plan: TrainingPlan, from: TrainingSnapshot) => {
    dispose();
    const missing = missingTraining(plan.algorithm, plan, machine);
    const started =
      missing === null
        ? startRun(machine, plan, from)
        : Promise.reject<TrainingRun>(new PlaygroundError('engine-failed', missing));
    // Whoever trains hears of a failure; nobody else has to.
    started.catch(() => undefined);
    run = { plan, from, started };
  };

  const expectKernels = (rules: readonly Adaptation[]) => {
    for (const rule of rules) expectNothing(missingAdaptation(rule, machine));
  };

  return {
    refuses: (work) => refusalOf(work, machine),
    takes: (rule) => missingAdaptation(rule, machine) === null,

    begin(plan: TrainingPlan, start: Learned): void {
      install(plan, firstSnapshot(plan, start));
    },

    async metaTrain(steps: number): Promise<TrainingProgress> {
      const started = await expectRun(run).started;
      const parts: TrainingProgress[] = [];
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, started.longestChain());
        parts.push(await started.advance(count));
        left -= count;
      }
      return joinProgress(parts);
    },

    async snapshot(): Promise<TrainingSnapshot | null> {
      if (run === null) return null;
      const { from } = run;
      return run.started.then(
        (started) => started.snapshot(),
        () => from,
      );
    },

    restore: install,

    async adapt(request: AdaptRequest): Promise<Trajectory[]> {
      if ((request.innerBatch ?? null) !== null) expectNothing(NO_MINIBATCHES);
      expectKernels(request.rates);
      return adaptInParts(request, partsOn(machine, trajectoriesOf));
    },

    async evaluate(request: AdaptInputs): Promise<EvaluationLosses> {
      expectKernels(request.rates);
      return evaluateInParts({ ...request, gridX: NO_GRID }, partsOn(machine, queryLossesOf));
    },

    async metaGradient(request: MetaGradientRequest): Promise<MetaGradient> {
      const { algorithm, at, tasks, alpha } = request;
      expectNothing(missingTraining(algorithm, request, machine));
      const { architecture, parameters } = at.network;
      const size = parameters.length;
      const learned = learnedSize(algorithm, architecture, {
        contextParameters: contextCount(at),
        trainingSteps: steppedCount(at),
      });
      const shared = sharedMemory(learned, size);
      const schedule = trainingSchedule(algorithm, metaGradientShape(request));
      const { toKernels, fromKernels } = parameterOrder(architecture);
      const upload = (to: Place, vector: Float32Array) => ({ of: 'all', to, vector }) as const;
      const rates = givenRates(algorithm, architecture, alpha);
      const uploads = [
        upload(shared.parameters, toKernels(joinLearned(algorithm, at, alpha))),
        ...(rates === null ? [] : [upload(shared.rates, rates)]),
      ];
      const resultSize = TRAINING_RESULTS.direction + learned;
      const batch = { tasks, grid: null, schedule, sharedSize: shared.size, uploads };
      const values = await machine.runTasks(batch, resultSize);
      const mean = (offset: number) =>
        tasks.reduce((sum, _, task) => sum + (values[task * resultSize + offset] ?? NaN), 0) / tasks.length;
      const direction = fromKernels(
        Float32Array.from({ length: learned }, (_, index) => mean(TRAINING_RESULTS.direction + index)),
      );
      return metaGradientOf(algorithm, architecture, direction, mean(TRAINING_RESULTS.lossAfter));
    },

    async prepare(plan: TrainingPlan): Promise<void> {
      const { algorithm, architecture, contextParameters = 0, innerSteps } = plan;
      const zeros = new Float32Array(
        learnedSize(algorithm, architecture, { contextParameters, trainingSteps: innerSteps }),
      );
      await machine.prepare(plan, firstSnapshot(plan, splitLearned(algorithm, architecture, zeros)));
    },

    dispose,
  };
}
