/** What a change of a setting touches: the curves, the next run, or neither. */
import { SECTION_EFFECTS, type SettingEffect } from '#core/number-setting.ts';
import {
  CHOICE_IDS,
  type Choices,
  hasInnerLoop,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  sameSetting,
  type Settings,
} from './settings.ts';

function effectOf(id: NumberSettingId): SettingEffect {
  return SECTION_EFFECTS[NUMBER_SETTINGS[id].rail.section];
}

type RunChoices = Pick<Choices, 'algorithm' | 'annealing'>;

const adapts = ({ algorithm }: RunChoices) => hasInnerLoop(algorithm);
const isImaml = ({ algorithm }: RunChoices) => algorithm === 'imaml';

/** Where numbers act at all that do not act on every run; elsewhere they are not worth a word. */
const ACTS: Partial<Readonly<Record<NumberSettingId, (choices: RunChoices) => boolean>>> = {
  trainingAlpha: adapts,
  trainingSteps: adapts,
  innerBatch: adapts,
  // The multi-task baseline trains one network after the other, each on a task of its own.
  metaBatch: ({ algorithm }) => algorithm !== 'multiTask',
  iterations: ({ algorithm, annealing }) =>
    algorithm === 'multiStepLoss' || (annealing !== 'none' && algorithm !== 'multiTask'),
  lambda: isImaml,
  conjugateGradientSteps: isImaml,
};

/** Whether a number changes anything in a run with this algorithm and annealing. */
export function actsOnTraining(id: NumberSettingId, choices: RunChoices): boolean {
  return effectOf(id) !== 'atOnce' && (ACTS[id]?.(choices) ?? true);
}

/** What differs of tasks and of the adaptation to them, whatever is trained. */
export function changedTaskNumbers(a: Settings, b: Settings): NumberSettingId[] {
  return NUMBER_SETTING_IDS.filter((id) => effectOf(id) !== 'nextRun' && a[id] !== b[id]);
}

/** At which iteration a run ends: of its own settings where they decide about it, else what is wished now. */
export function plannedIterations(run: Settings | undefined, wished: Settings): number {
  return run !== undefined && actsOnTraining('iterations', run) ? run.iterations : wished.iterations;
}

/** Whether tasks and the adaptation to them are the same, whatever is trained. */
export function sameAdaptation(a: Settings, b: Settings): boolean {
  return changedTaskNumbers(a, b).length === 0;
}

/** The settings by which a new run would differ from this one; it does not depend on how the page adapts. */
export function changedSettings(run: Settings, now: Settings): (keyof Settings)[] {
  const acts = (id: NumberSettingId) => actsOnTraining(id, run) || actsOnTraining(id, now);
  const ids = [...CHOICE_IDS, 'architecture' as const, ...NUMBER_SETTING_IDS.filter(acts)];
  return ids.filter((id) => !sameSetting(id, run, now));
}
