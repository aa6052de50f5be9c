/** `--stop-error`: the error that is asked for, and how a run is judged by it. */
import { ownAlpha } from '#training/learned.ts';
import { ERROR_GOAL, GOAL_TASKS, validationTasks } from '#training/error-goal.ts';
import { LEARNERS } from '#training/learners.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import type { KeptSummary } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import { type SettingChange, settingsBefore } from '#training/steering.ts';
import { countsOf } from '#training/training-plan.ts';
import { learnedOf } from '#worker/trainer.ts';
import { badInput } from '#formats/bad-input.ts';
import { evaluateWeights } from './evaluation.ts';
import { numberOf } from './flags.ts';
import { type HeadlessEngine, isOfPictures, type OwnTasks } from './host/headless-engine.ts';
import type { TrainingJob } from './training.ts';

function picturesOf(own: OwnTasks | null) {
  return own !== null && isOfPictures(own) ? own : null;
}

/**
 * The loss at which a run may end; `null` where none is asked for.
 * @throws PlaygroundError for one out of range, and for what cannot be judged on validation tasks.
 */
export function goalOf(text: string | undefined, settings: Settings, own: OwnTasks | null): number | null {
  if (text === undefined) return null;
  const { made, sees } = LEARNERS[settings.algorithm];
  if (made === 'byManyRuns')
    throw badInput('--stop-error', 'a run of one network', `${settings.algorithm}, a mean of several`);
  const pictures = picturesOf(own);
  if (own !== null && pictures === null)
    throw badInput('--stop-error', 'tasks of which some are kept for validation', '--tasks');
  const goal = numberOf(text);
  const { minimum, maximum } = ERROR_GOAL;
  if (!(goal >= minimum && goal <= maximum))
    throw badInput('--stop-error', `a number from ${minimum} to ${maximum}`, `“${text}”`);
  // Too few tasks to judge by are told before anything begins.
  validationTasks(settings, sees, pictures).sample(0, countsOf(settings));
  return goal;
}

/** How a run's weights do on the validation tasks of what it began with, before it took up what it has `taken`, after all inner steps; `null` where that was interrupted. */
export async function validationError(
  engine: HeadlessEngine,
  { settings: now, ownTasks }: TrainingJob,
  taken: readonly SettingChange[],
  snapshot: TrainingSnapshot,
  signal: AbortSignal,
): Promise<KeptSummary | null> {
  const begun = settingsBefore(now, taken);
  const { algorithm, shots, innerSteps, queryPoints, seed } = begun;
  const settings = { ...begun, alpha: ownAlpha(algorithm, begun) };
  const weights = { origin: algorithm, learned: learnedOf(begun, snapshot), settings };
  const pictures = picturesOf(ownTasks);
  const plan = { shots: [shots], steps: innerSteps, tasks: GOAL_TASKS, seed, queryPoints, pictures };
  try {
    const { byShots } = await evaluateWeights(engine, weights, { ...plan, isValidation: true }, signal);
    return byShots[0]?.summaries.at(-1) ?? null;
  } catch (error) {
    // Whoever interrupts a run that is judged wants it kept.
    if (!signal.aborted) throw error;
    return null;
  }
}
