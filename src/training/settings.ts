/**
 * Everything a user can set, its default and its checks. The numbers stand in `run-numbers.ts` and in their families;
 * controls, flags, links, files and messages read them, so that another number is one entry: see docs/adding.md.
 */
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import { FAMILY_NAMES, type FamilyName, familyOf, FIRST_FAMILY, type OfFamily } from '#families/family-of.ts';
import { INITIALISATIONS } from '#models/initialisation.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { type Architecture, checkArchitecture, sameArchitecture } from '#models/architecture.ts';
import {
  hasInnerLoop,
  isOfClassesOnly,
  TRAINING_ALGORITHMS,
  type TrainingAlgorithm,
} from './learner-facts.ts';
import { LEARNERS } from './learners.ts';
import { INNER_OPTIMISERS } from './inner-optimiser.ts';
import { ANNEALINGS, OPTIMISERS } from './optimiser.ts';
import { listed, said, type Words } from '#core/saying.ts';
import {
  type ActingPlace,
  isAllowed,
  type NumberSetting,
  type SettingFlagWords,
} from '#core/number-setting.ts';
import { NUMBER_SETTING_IDS, NUMBER_SETTINGS, type NumberSettingId, SETTING_INTERVALS } from './knobs.ts';
import { checkedTexts, TEXT_SETTING_IDS, TEXT_SETTINGS, type TextSettingId } from './text-settings.ts';

export { NUMBER_SETTING_IDS, NUMBER_SETTINGS, type NumberSettingId, SETTING_INTERVALS };
export { TEXT_SETTING_IDS, TEXT_SETTINGS, type TextSettingId };

/** A setting that is one of a list. */
export interface ChoiceSetting<Choice extends string> extends ActingPlace {
  readonly choices: readonly Choice[];
  readonly initial: Choice;
  readonly flag: SettingFlagWords;
  /** Its entry in the glossary; `null` where each of its choices has one. */
  readonly term: string | null;
}

function choice<Choice extends string>(
  choices: readonly Choice[],
  initial: NoInfer<Choice>,
  flag: SettingFlagWords,
  words: Partial<Pick<ChoiceSetting<Choice>, 'term' | 'section' | 'effect'>> = {},
): ChoiceSetting<Choice> {
  return { choices, initial, flag, term: null, section: 'training', ...words };
}

export const CHOICE_SETTINGS = {
  algorithm: choice(TRAINING_ALGORITHMS, 'maml', { place: 0, help: 'what is trained' }),
  initialisation: choice(INITIALISATIONS, 'glorot', { place: 17, help: 'first weights' }, { term: 'glorot' }),
  optimiser: choice(OPTIMISERS, 'adam', { place: 15, help: 'how the outer loop descends' }),
  annealing: choice(
    ANNEALINGS,
    'none',
    { place: 16, help: 'how β falls over the run' },
    { term: 'annealing' },
  ),
  innerOptimiser: choice(
    INNER_OPTIMISERS,
    'sgd',
    { place: 22, help: 'how the inner loop descends' },
    { term: 'innerOptimiser', effect: 'both' },
  ),
  family: choice(
    FAMILY_NAMES,
    FIRST_FAMILY,
    // The ranges of other flags follow from it.
    { place: -1, help: 'what tasks are like' },
    { term: 'task', section: 'task' },
  ),
};

export type ChoiceId = keyof typeof CHOICE_SETTINGS;
export type Choices = { readonly [Id in ChoiceId]: (typeof CHOICE_SETTINGS)[Id]['choices'][number] };
export const CHOICE_IDS = Object.keys(CHOICE_SETTINGS) as ChoiceId[];

export function isChoice(id: keyof Settings): id is ChoiceId {
  return Object.hasOwn(CHOICE_SETTINGS, id);
}

export function isText(id: keyof Settings): id is TextSettingId {
  return Object.hasOwn(TEXT_SETTINGS, id);
}

/** Everything a user can set. */
export interface Settings extends Record<NumberSettingId, number>, Record<TextSettingId, string>, Choices {
  readonly architecture: Architecture;
}

function initialsOf(table: Readonly<Record<string, { readonly initial: unknown }>>): object {
  return Object.fromEntries(Object.entries(table).map(([id, { initial }]) => [id, initial]));
}

export const DEFAULT_SETTINGS: Settings = {
  ...(initialsOf(NUMBER_SETTINGS) as Record<NumberSettingId, number>),
  ...(initialsOf(TEXT_SETTINGS) as Record<TextSettingId, string>),
  architecture: PAPER_ARCHITECTURE,
  ...(initialsOf(CHOICE_SETTINGS) as Choices),
};

/** A number as a family has it: some of those that every run has have another range or first value there. */
export function numberSetting(id: NumberSettingId, of: OfFamily): NumberSetting {
  const own = familyOf(of).opening?.numbers[id];
  return own === undefined ? NUMBER_SETTINGS[id] : { ...NUMBER_SETTINGS[id], ...own };
}

/** The network with which a run on tasks of a family begins; inputs and outputs follow from the tasks. */
const FIRST_NETWORKS = { curve: PAPER_ARCHITECTURE, pictures: USUAL_CONV } as const;

/** With which settings a family opens: what links and flags that name it mean by what they leave out. */
export function openingSettings(family: FamilyName): Settings {
  const numbers = NUMBER_SETTING_IDS.map((id) => [id, numberSetting(id, { family }).initial]);
  const { view, opening } = familyOf({ family });
  return {
    ...DEFAULT_SETTINGS,
    ...(Object.fromEntries(numbers) as Record<NumberSettingId, number>),
    ...(opening?.choices as Partial<Choices> | undefined),
    architecture: FIRST_NETWORKS[view],
    family,
  };
}

/**
 * The settings with tasks of another family. What only one of both families has an opinion on becomes what the new one opens
 * with; the seed and all else stays.
 */
export function withFamily(settings: Settings, family: FamilyName): Settings {
  const opening = openingSettings(family);
  const [before, after] = [familyOf(settings), familyOf({ family })];
  const ids = [before, after].flatMap(({ opening: own }) =>
    own === undefined ? [] : [...Object.keys(own.numbers), ...Object.keys(own.choices)],
  ) as (NumberSettingId | ChoiceId)[];
  return {
    ...settings,
    ...Object.fromEntries(ids.map((id) => [id, opening[id]])),
    algorithm: hasTasksFor(settings.algorithm, { family }) ? settings.algorithm : opening.algorithm,
    architecture: before.view === after.view ? settings.architecture : opening.architecture,
    family,
  };
}

/**
 * Whether a family has tasks for a learner. Of measured curves nothing is to be told but their points. Classes of pictures are numbered afresh in each task: without an inner loop one network is
 * fitted to all of them at once, numbered for good, so that there is no mean of many and nothing to be told of a task. Networks of a learner's own kind are made of perceptrons, which judge by the squared error, and see curves only. A head of logits is of classes only.
 */
export function hasTasksFor(algorithm: TrainingAlgorithm, of: OfFamily): boolean {
  const { view, sights } = familyOf(of);
  const { network, made, sees } = LEARNERS[algorithm];
  if (view === 'curve') return sights.includes(sees) && !isOfClassesOnly(algorithm);
  const isFitted = made === 'byOneRun' && sees === 'points';
  return network === 'ofSettings' && (hasInnerLoop(algorithm) || isFitted);
}

/** Whether two groups of settings agree in one of them. */
export function sameSetting(id: keyof Settings, a: Settings, b: Settings): boolean {
  return id === 'architecture' ? sameArchitecture(a.architecture, b.architecture) : a[id] === b[id];
}

export function sameSettings(a: Settings, b: Settings): boolean {
  return (Object.keys(a) as (keyof Settings)[]).every((id) => sameSetting(id, a, b));
}

function nameOf(id: NumberSettingId): Words {
  const { name, symbol } = NUMBER_SETTINGS[id];
  return name ?? symbol;
}

/** The whole numbers of a range that has only a few. */
function fewOf({ minimum, maximum, step }: NumberSetting): string[] {
  return Array.from({ length: (maximum - minimum) / step + 1 }, (_, at) => String(minimum + at * step));
}

/** `typed` is the text that was read. @throws PlaygroundError `setting-out-of-range` outside the range that the family has. */
export function checkNumber(
  id: NumberSettingId,
  value: number,
  typed = String(value),
  of: OfFamily = { family: FIRST_FAMILY },
): number {
  const setting = numberSetting(id, of);
  if (isAllowed(value, setting)) return value;
  const { minimum, maximum, whole: isWhole, step } = setting;
  const found = excerptOf(typed) || said`nothing`;
  const range = !isWhole
    ? said`a number from ${minimum} to ${maximum}`
    : step === 1
      ? said`a whole number from ${minimum} to ${maximum}`
      : said`one of ${listed(fewOf(setting))}`;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected ${nameOf(id)} to be ${range}, found ${found}.`,
  );
}

/** @throws PlaygroundError for the first value that is out of its range. */
export function checkSettings(settings: Settings): void {
  for (const id of NUMBER_SETTING_IDS) checkNumber(id, settings[id], String(settings[id]), settings);
  for (const [from, to] of SETTING_INTERVALS) {
    if (settings[from] <= settings[to]) continue;
    const found = said`${settings[from]} and ${settings[to]}`;
    throw new PlaygroundError(
      'setting-out-of-range',
      said`Expected ${nameOf(from)} to be at most ${nameOf(to)}, found ${found}.`,
    );
  }
  checkedTexts(settings);
  checkArchitecture(settings.architecture);
  for (const id of CHOICE_IDS) {
    const choices: readonly string[] = CHOICE_SETTINGS[id].choices;
    if (choices.includes(settings[id])) continue;
    throw new PlaygroundError(
      'setting-out-of-range',
      said`Expected ${id} to be one of ${listed(choices)}, found ${settings[id]}.`,
    );
  }
  const { algorithm, family } = settings;
  if (hasTasksFor(algorithm, settings)) return;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected an algorithm that has tasks among ${family}, found ${algorithm}.`,
  );
}

/** The settings with one number changed; the other end of its interval gives way. */
export function withNumber(settings: Settings, id: NumberSettingId, value: number, typed?: string): Settings {
  const changed = { ...settings, [id]: checkNumber(id, value, typed, settings) };
  for (const [from, to] of SETTING_INTERVALS) {
    if (id === from && changed[to] < value) return { ...changed, [to]: value };
    if (id === to && changed[from] > value) return { ...changed, [from]: value };
  }
  return changed;
}
