/** Settings that a run may take up on its way, from its next meta-step on: those that leave what is learned in its shape. */
import { learnsRates, learnsStepRates } from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import { actsOnTraining } from './setting-effects.ts';
import { checkSettings, type NumberSettingId, type Settings } from './settings.ts';

/** In the order in which lists have them. */
export const STEERABLE_IDS = [
  'shots',
  'queryPoints',
  'trainingAlpha',
  'trainingSteps',
  'innerBatch',
  'beta',
  'clip',
  'metaBatch',
  'iterations',
  'lambda',
  'conjugateGradientSteps',
] as const satisfies readonly NumberSettingId[];
export type SteerableId = (typeof STEERABLE_IDS)[number];

/** A number that took another value once the run had taken so many meta-steps. */
export interface SettingChange {
  readonly iteration: number;
  readonly id: SteerableId;
  readonly from: number;
  readonly to: number;
}

/** Whether a run of this algorithm can take up another value of a setting on its way. */
export function isSteerable(id: string, { algorithm }: Pick<Settings, 'algorithm'>): id is SteerableId {
  // A mean of many runs has no way of its own; rates of each step are as many as the steps of training; and where rates are learned,
  // α is only what they began with.
  if (LEARNERS[algorithm].made === 'byManyRuns') return false;
  if (id === 'trainingSteps' && learnsStepRates(algorithm)) return false;
  if (id === 'trainingAlpha' && (learnsRates(algorithm) || learnsStepRates(algorithm))) return false;
  return STEERABLE_IDS.some((steerable) => steerable === id);
}

/** What of the wished settings a run can take up that has taken so many meta-steps. */
export function changesTo(run: Settings, wished: Settings, iteration: number): SettingChange[] {
  // What the run does not read is no change of its way.
  const isTakenUp = (id: SteerableId) => isSteerable(id, run) && actsOnTraining(id, run);
  return STEERABLE_IDS.filter((id) => isTakenUp(id) && run[id] !== wished[id]).map((id) => ({
    iteration,
    id,
    from: run[id],
    to: wished[id],
  }));
}

/** What a run has taken up, and now takes up besides: what is changed again before another meta-step has not been taken up twice. */
export function withChanges(
  taken: readonly SettingChange[],
  made: readonly SettingChange[],
): readonly SettingChange[] {
  const isAgain = (one: SettingChange, other: SettingChange) =>
    one.id === other.id && one.iteration === other.iteration;
  const kept = taken.filter((change) => !made.some((again) => isAgain(again, change)));
  const folded = made.map((change) => ({
    ...change,
    from: taken.find((before) => isAgain(before, change))?.from ?? change.from,
  }));
  return [...kept, ...folded.filter(({ from, to }) => from !== to)];
}

/** The settings after changes. @throws PlaygroundError `setting-out-of-range` if a run cannot have them. */
export function settingsAfter(settings: Settings, changes: readonly SettingChange[]): Settings {
  const changed = { ...settings, ...Object.fromEntries(changes.map(({ id, to }) => [id, to])) };
  checkSettings(changed);
  return changed;
}

/** The settings with which a run began that has these by now. */
export function settingsBefore(settings: Settings, changes: readonly SettingChange[]): Settings {
  // Of a number that was changed more than once, its first value counts.
  return { ...settings, ...Object.fromEntries(changes.toReversed().map(({ id, from }) => [id, from])) };
}
