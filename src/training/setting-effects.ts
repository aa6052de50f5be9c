/** What a change of a setting touches: the curves, the next run, or neither. */
import { effectOf } from '#core/number-setting.ts';
import { actsOn } from './learner-facts.ts';
import type { InnerOptimiserName } from './inner-optimiser.ts';
import { takesOptimiser } from './learned.ts';
import { LEARNERS } from './learners.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  type ChoiceId,
  type Choices,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  sameSetting,
  type Settings,
  type TextSettingId,
} from './settings.ts';
import { textIdsOf } from './text-settings.ts';

type RunChoices = Pick<Choices, 'algorithm' | 'annealing' | 'innerOptimiser'>;

/** What only one inner optimiser reads. */
const NUMBERS_OF_OPTIMISERS: Partial<Readonly<Record<NumberSettingId, InnerOptimiserName>>> = {
  innerMomentum: 'momentum',
};

/** Whether a number is of no inner optimiser, or of the chosen one. */
export function isOfOptimiser(
  id: NumberSettingId,
  { innerOptimiser }: Pick<Choices, 'innerOptimiser'>,
): boolean {
  return (NUMBERS_OF_OPTIMISERS[id] ?? innerOptimiser) === innerOptimiser;
}

/** Whether a number changes anything in a run with this algorithm, annealing and inner optimiser. */
export function actsOnTraining(id: NumberSettingId, choices: RunChoices): boolean {
  const { algorithm, annealing } = choices;
  if (effectOf(NUMBER_SETTINGS[id].rail) === 'atOnce') return false;
  if (NUMBERS_OF_OPTIMISERS[id] !== undefined) return takesOptimiser(algorithm) && isOfOptimiser(id, choices);
  if (actsOn(algorithm, id)) return true;
  // An annealed β ends with the run; of a run made of many, each has a length of its own.
  return id === 'iterations' && annealing !== 'none' && LEARNERS[algorithm].made === 'byOneRun';
}

/** What differs of tasks and of the adaptation to them, whatever is trained. */
export function changedTaskNumbers(a: Settings, b: Settings): NumberSettingId[] {
  const acts = (id: NumberSettingId) => isOfOptimiser(id, a) || isOfOptimiser(id, b);
  return NUMBER_SETTING_IDS.filter(
    (id) => effectOf(NUMBER_SETTINGS[id].rail) !== 'nextRun' && acts(id) && a[id] !== b[id],
  );
}

/** The texts by which tasks of one family differ. */
export function changedTexts(a: Settings, b: Settings): TextSettingId[] {
  return a.family === b.family ? textIdsOf(a).filter((id) => a[id] !== b[id]) : [];
}

/** At which iteration a run ends: of its own settings where they decide about it, else what is wished now. */
export function plannedIterations(run: Settings | undefined, wished: Settings): number {
  return run !== undefined && actsOnTraining('iterations', run) ? run.iterations : wished.iterations;
}

/** How many meta-steps a run takes when it is told to train: those that are left of its plan, and once that is done, as many again. */
export function nextStretch(iteration: number, planned: number): number {
  return iteration < planned ? planned - iteration : planned;
}

/** Whether tasks and the adaptation to them are the same, whatever is trained. */
export function sameAdaptation(a: Settings, b: Settings): boolean {
  return sameAtOnce(a, b) && changedTaskNumbers(a, b).length + changedTexts(a, b).length === 0;
}

/** Whether all choices that act on what is shown are the same: the family of the tasks, and the inner optimiser. */
export function sameAtOnce(a: Settings, b: Settings): boolean {
  return CHOICE_IDS.every((id) => effectOf(CHOICE_SETTINGS[id]) === 'nextRun' || a[id] === b[id]);
}

/** The settings by which a new run would differ from this one; it does not depend on how the page adapts. */
export function changedSettings(run: Settings, now: Settings): (keyof Settings)[] {
  const acts = (id: NumberSettingId) => actsOnTraining(id, run) || actsOnTraining(id, now);
  const takes = takesOptimiser(run.algorithm) || takesOptimiser(now.algorithm);
  const choices = CHOICE_IDS.filter((id: ChoiceId) => id !== 'innerOptimiser' || takes);
  const ids = [...choices, 'architecture' as const, ...NUMBER_SETTING_IDS.filter(acts)];
  return [...changedTexts(run, now), ...ids].filter((id) => !sameSetting(id, run, now));
}
