/**
 * How many inner steps the schedules of the fused and the wasm engine hold. Asked before anything is opened, so that whoever insists
 * on one of them hears which number is too large; for everyone else the tensor engine steps in.
 */
import { contextCount, steppedCount } from '#training/learned.ts';
import type { MetaGradientRequest } from '#training/meta-engine.ts';
import { equalStepWeights } from '#training/multi-step-weights.ts';
import { scheduleTooLong } from '#fused/schedules/encoding.ts';
import type { Schedule } from '#fused/schedules/schedule.ts';
import { trainingSchedule } from '#fused/schedules/training-schedule.ts';
import { trajectorySchedule } from '#fused/schedules/trajectory-schedule.ts';
import { badInput } from '#formats/bad-input.ts';
import type { EngineWish } from './host/headless-engine.ts';

/** Beyond any schedule's length; a longer one need not be drawn up to be refused. */
const OUT_OF_QUESTION = 100;

/** Whether the tensor engine is not to step in. */
function insists(wish: EngineWish): boolean {
  return wish === 'fused' || wish === 'wasm';
}

function expectHeld(
  wish: EngineWish,
  where: string,
  steps: number,
  scheduleOf: (steps: number) => Schedule,
): void {
  const isHeld = (count: number) => count < OUT_OF_QUESTION && scheduleTooLong(scheduleOf(count)) === null;
  if (isHeld(steps)) return;
  let most = Math.min(steps, OUT_OF_QUESTION) - 1;
  while (most > 0 && !isHeld(most)) most -= 1;
  const hint = `Without --engine ${wish} the tensor engine steps in.`;
  throw badInput(where, `at most ${most} with --engine ${wish}`, `${steps}`, hint);
}

/** @throws PlaygroundError naming `--steps` if an adaptation is too long for the engine that is insisted on. */
export function expectStepsHeld(wish: EngineWish, steps: number): void {
  if (!insists(wish)) return;
  // Its length depends on nothing but the steps.
  const shape = {
    loss: 'squaredError',
    architecture: { layerSizes: [1, 1], activation: 'relu' },
    shots: 1,
    queryPoints: 1,
    gridPoints: 1,
    withAnswers: false,
    rates: 1,
    optimiser: null,
    parameters: 'shared',
  } as const;
  expectHeld(wish, '--steps', steps, (innerSteps) => trajectorySchedule({ ...shape, innerSteps }).schedule);
}

/** @throws PlaygroundError naming `where` if a meta-gradient's inner loop is too long for the engine insisted on. */
export function expectInnerLoopHeld(
  wish: EngineWish,
  request: Omit<MetaGradientRequest, 'tasks'>,
  where: string,
): void {
  if (!insists(wish)) return;
  const { algorithm, at } = request;
  const { architecture } = at.network;
  expectHeld(wish, where, request.innerSteps, (innerSteps) => {
    const stepWeights = equalStepWeights(innerSteps);
    const contextParameters = contextCount(at);
    const points = { shots: 1, queryPoints: 1 };
    const counts = { contextParameters, stepWeights, trainingSteps: steppedCount(at), isFirstOrder: false };
    return trainingSchedule(algorithm, { ...request, innerSteps, architecture, ...points, ...counts });
  });
}
