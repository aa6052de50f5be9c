/** What every engine checks of a training run before and while it computes. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingPlan, TrainingProgress, TrainingSnapshot } from './meta-engine.ts';
import { hasInnerLoop, takesGradientSteps } from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import { joinLearned, type Learned } from './learned.ts';
import { inputSize, outputSize, parameterCount } from '#models/architecture.ts';
import { listed, said, type Words } from '#core/saying.ts';

/**
 * The state in which a run begins.
 * @throws PlaygroundError `architecture-invalid` if the plan's tasks or the start do not fit its architecture.
 */
export function firstSnapshot(plan: TrainingPlan, start: Learned): TrainingSnapshot {
  const { algorithm, architecture, tasks, alpha } = plan;
  const { network, rates } = start;
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  if (inputs !== tasks.inputSize || outputs !== tasks.outputSize) {
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected ${tasks.inputSize} inputs and ${tasks.outputSize} outputs, found ${inputs} and ${outputs}.`,
    );
  }
  const size = parameterCount(architecture);
  for (const { length } of [network.parameters, ...(rates === null ? [] : [rates])]) {
    if (length === size) continue;
    throw new PlaygroundError(
      'architecture-invalid',
      said`Expected ${size} parameters to start from, found ${length}.`,
    );
  }
  const parameters = joinLearned(algorithm, start, alpha);
  return {
    iteration: 0,
    parameters,
    firstMoment: new Float32Array(parameters.length),
    secondMoment: new Float32Array(parameters.length),
  };
}

/** The settings of a run on which it depends whether it diverges. */
function describePlan({ algorithm, alpha, innerSteps, beta, proximal }: TrainingPlan): Words {
  const steps = takesGradientSteps(algorithm) ? [`α = ${alpha}`, `n = ${innerSteps}`] : [];
  const numbers = [...steps, `β = ${beta}`];
  const { lambda, conjugateGradientSteps } = proximal;
  const implicit = [`λ = ${lambda}`, said`${conjugateGradientSteps} conjugate-gradient steps`];
  return listed(LEARNERS[algorithm].innerLoop === 'proximal' ? [...numbers, ...implicit] : numbers);
}

/** After a divergence, in words; docs/claims.md has what was measured of it. */
export const WHAT_HELPS = said`The last good weights are kept. Where the inner loop blows up, a smaller α or fewer inner steps help, but no smaller β; where the outer one does, a smaller β.`;

/**
 * A chain of meta-steps is accepted only if its losses and the state after it are finite. (A baseline does not adapt:
 * its loss after adaptation is for comparison only.)
 * @throws PlaygroundError `diverged` naming the first meta-step that is not; found is its loss before adaptation.
 */
export function checkFinite(plan: TrainingPlan, progress: TrainingProgress, stateIsFinite: boolean): void {
  const { lossBefore, lossAfter, firstIteration } = progress;
  const adapts = hasInnerLoop(plan.algorithm);
  const brokenLoss = lossBefore.findIndex(
    (before, step) => !Number.isFinite(before) || (adapts && !Number.isFinite(lossAfter[step] ?? Number.NaN)),
  );
  if (brokenLoss === -1 && stateIsFinite) return;
  // With every loss finite, it was the last update that broke.
  const broken = brokenLoss === -1 ? lossBefore.length - 1 : brokenLoss;
  throw new PlaygroundError(
    'diverged',
    said`Training diverged at iteration ${firstIteration + broken + 1} (${describePlan(plan)}): its numbers are no longer finite.`,
    WHAT_HELPS,
    [String(lossBefore[broken])],
  );
}

/** The run that an engine was asked to go on with. @throws PlaygroundError `engine-failed` if there is none. */
export function expectRun<Run>(run: Run | null): Run {
  if (run === null) throw new PlaygroundError('engine-failed', 'Expected a training run, found none.');
  return run;
}
