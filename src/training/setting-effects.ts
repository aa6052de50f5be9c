/** What a change of a setting touches: the curves, the next run, or neither. */
import { SECTION_EFFECTS, type SettingEffect } from '#core/number-setting.ts';
import { actsOn } from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import {
  CHOICE_IDS,
  type Choices,
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

/** Whether a number changes anything in a run with this algorithm and annealing. */
export function actsOnTraining(id: NumberSettingId, { algorithm, annealing }: RunChoices): boolean {
  if (effectOf(id) === 'atOnce') return false;
  if (actsOn(algorithm, id)) return true;
  // An annealed β ends with the run; of a run made of many, each has a length of its own.
  return id === 'iterations' && annealing !== 'none' && LEARNERS[algorithm].made === 'byOneRun';
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
  return a.family === b.family && changedTaskNumbers(a, b).length === 0;
}

/** The settings by which a new run would differ from this one; it does not depend on how the page adapts. */
export function changedSettings(run: Settings, now: Settings): (keyof Settings)[] {
  const acts = (id: NumberSettingId) => actsOnTraining(id, run) || actsOnTraining(id, now);
  const ids = [...CHOICE_IDS, 'architecture' as const, ...NUMBER_SETTING_IDS.filter(acts)];
  return ids.filter((id) => !sameSetting(id, run, now));
}
