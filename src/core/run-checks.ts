/** What every engine checks of a training run before and while it computes. */
import { PlaygroundError } from './errors.ts';
import type { TrainingPlan, TrainingProgress } from './meta-engine.ts';
import { type Network, parameterCount } from './model.ts';

/** @throws PlaygroundError `architecture-invalid` if the plan's tasks or the start do not fit its architecture. */
export function checkStart({ architecture, tasks }: TrainingPlan, start: Network): void {
  const [inputs, outputs] = [architecture.layerSizes[0], architecture.layerSizes.at(-1)];
  if (inputs !== tasks.inputSize || outputs !== tasks.outputSize) {
    throw new PlaygroundError(
      'architecture-invalid',
      `Expected ${tasks.inputSize} inputs and ${tasks.outputSize} outputs, found ${inputs} and ${outputs}.`,
    );
  }
  const size = parameterCount(architecture);
  if (start.parameters.length !== size) {
    throw new PlaygroundError(
      'architecture-invalid',
      `Expected ${size} parameters to start from, found ${start.parameters.length}.`,
    );
  }
}

/**
 * A chain of meta-steps is accepted only if its losses and the state after it are finite.
 * @throws PlaygroundError `diverged` naming the first meta-step that is not.
 */
export function checkFinite(progress: TrainingProgress, stateIsFinite: boolean): void {
  const brokenLoss = progress.lossAfter.findIndex(
    (after, step) => !Number.isFinite(after) || !Number.isFinite(progress.lossBefore[step]),
  );
  if (brokenLoss === -1 && stateIsFinite) return;
  // With every loss finite, it was the last update that broke.
  const broken = brokenLoss === -1 ? progress.lossAfter.length - 1 : brokenLoss;
  throw new PlaygroundError(
    'diverged',
    `Training diverged at iteration ${progress.firstIteration + broken + 1}: its numbers are no longer finite.`,
    'The last good weights are kept. A smaller α or β, or fewer inner steps, usually helps.',
  );
}

/** The run that an engine was asked to go on with. @throws PlaygroundError `engine-failed` if there is none. */
export function expectRun<Run>(run: Run | null): Run {
  if (run === null) throw new PlaygroundError('engine-failed', 'Expected a training run, found none.');
  return run;
}
