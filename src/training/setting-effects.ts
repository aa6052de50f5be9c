/** What a change of a setting touches: the curves, the next run, or neither. */
import { sameArchitecture } from '#models/mlp.ts';
import { TRAINING_NUMBER_IDS, type TrainingNumberId } from './learner.ts';
import { actsOn } from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import { NUMBER_SETTING_IDS, type NumberSettingId, type Settings } from './settings.ts';

/** Settings of the page's own adaptation, which no run looks at. */
type AdaptationNumberId = Extract<NumberSettingId, 'alpha' | 'innerSteps'>;
const ADAPTATION_NUMBERS: ReadonlySet<NumberSettingId> = new Set<AdaptationNumberId>(['alpha', 'innerSteps']);

type Choices = Pick<Settings, 'algorithm' | 'annealing'>;

const TRAINING_NUMBERS: ReadonlySet<NumberSettingId> = new Set(TRAINING_NUMBER_IDS);

function isTrainingNumber(id: NumberSettingId): id is TrainingNumberId {
  return TRAINING_NUMBERS.has(id);
}

/** Whether a setting of training changes anything with this algorithm and annealing. */
export function actsOnTraining(id: TrainingNumberId, { algorithm, annealing }: Choices): boolean {
  if (actsOn(algorithm, id)) return true;
  // An annealed β ends with the run; of a run made of many, each has a length of its own.
  return id === 'iterations' && annealing !== 'none' && LEARNERS[algorithm].made === 'byOneRun';
}

/** A number that says something of tasks, or of the adaptation to them. */
export type TaskNumberId = Exclude<NumberSettingId, TrainingNumberId>;

/** What differs of tasks and of the adaptation to them, whatever is trained. */
export function changedTaskNumbers(a: Settings, b: Settings): TaskNumberId[] {
  return NUMBER_SETTING_IDS.filter((id) => !isTrainingNumber(id)).filter((id) => a[id] !== b[id]);
}

/** At which iteration a run ends: of its own settings where they decide about it, else what is wished now. */
export function plannedIterations(run: Settings | undefined, wished: Settings): number {
  return run !== undefined && actsOnTraining('iterations', run) ? run.iterations : wished.iterations;
}

/** Whether tasks and the adaptation to them are the same, whatever is trained. */
export function sameAdaptation(a: Settings, b: Settings): boolean {
  return changedTaskNumbers(a, b).length === 0;
}

const RUN_CHOICES = ['algorithm', 'initialisation', 'optimiser', 'annealing'] as const;

/** A run does not depend on how the page adapts. */
export type ChangedSetting = Exclude<keyof Settings, AdaptationNumberId>;

/** The settings by which a new run would differ from this one. */
export function changedSettings(run: Settings, now: Settings): ChangedSetting[] {
  const acts = (id: NumberSettingId) =>
    !isTrainingNumber(id) || actsOnTraining(id, run) || actsOnTraining(id, now);
  const numbers = NUMBER_SETTING_IDS.filter(
    (id): id is Exclude<NumberSettingId, AdaptationNumberId> => !ADAPTATION_NUMBERS.has(id),
  );
  return [
    ...RUN_CHOICES.filter((id) => run[id] !== now[id]),
    ...(sameArchitecture(run.architecture, now.architecture) ? [] : (['architecture'] as const)),
    ...numbers.filter((id) => run[id] !== now[id] && acts(id)),
  ];
}
