/**
 * Everything a user can set, its default and its checks. The numbers stand in `run-numbers.ts` and in their families;
 * controls, flags, links, files and messages read them, so that another number is one entry: see docs/adding.md.
 */
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import { FAMILY_NAMES, FIRST_FAMILY } from '#families/family-of.ts';
import { INITIALISATIONS } from '#models/initialisation.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { type Architecture, checkArchitecture, sameArchitecture } from '#models/architecture.ts';
import { TRAINING_ALGORITHMS } from './learner-facts.ts';
import { ANNEALINGS, OPTIMISERS } from './optimiser.ts';
import { listed, said, type Words } from '#core/saying.ts';
import type { SectionId, SettingFlagWords } from '#core/number-setting.ts';
import { NUMBER_SETTING_IDS, NUMBER_SETTINGS, type NumberSettingId, SETTING_INTERVALS } from './knobs.ts';

export { NUMBER_SETTING_IDS, NUMBER_SETTINGS, type NumberSettingId, SETTING_INTERVALS };

/** A setting that is one of a list. */
export interface ChoiceSetting<Choice extends string> {
  readonly choices: readonly Choice[];
  readonly initial: Choice;
  readonly section: SectionId;
  readonly flag: SettingFlagWords;
  /** Its entry in the glossary; `null` where each of its choices has one. */
  readonly term: string | null;
}

function choice<Choice extends string>(
  choices: readonly Choice[],
  initial: NoInfer<Choice>,
  flag: SettingFlagWords,
  { term = null, section = 'training' }: Partial<Pick<ChoiceSetting<Choice>, 'term' | 'section'>> = {},
): ChoiceSetting<Choice> {
  return { choices, initial, flag, term, section };
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
  family: choice(
    FAMILY_NAMES,
    FIRST_FAMILY,
    { help: 'what tasks are like' },
    { term: 'task', section: 'task' },
  ),
};

export type ChoiceId = keyof typeof CHOICE_SETTINGS;
export type Choices = { readonly [Id in ChoiceId]: (typeof CHOICE_SETTINGS)[Id]['choices'][number] };
export const CHOICE_IDS = Object.keys(CHOICE_SETTINGS) as ChoiceId[];

export function isChoice(id: keyof Settings): id is ChoiceId {
  return Object.hasOwn(CHOICE_SETTINGS, id);
}

/** Everything a user can set. */
export interface Settings extends Record<NumberSettingId, number>, Choices {
  readonly architecture: Architecture;
}

function initialsOf(table: Readonly<Record<string, { readonly initial: unknown }>>): object {
  return Object.fromEntries(Object.entries(table).map(([id, { initial }]) => [id, initial]));
}

export const DEFAULT_SETTINGS: Settings = {
  ...(initialsOf(NUMBER_SETTINGS) as Record<NumberSettingId, number>),
  architecture: PAPER_ARCHITECTURE,
  ...(initialsOf(CHOICE_SETTINGS) as Choices),
};

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

/** `typed` is the text that was read. @throws PlaygroundError `setting-out-of-range` outside the range. */
export function checkNumber(id: NumberSettingId, value: number, typed = String(value)): number {
  const { minimum, maximum, whole: isWhole } = NUMBER_SETTINGS[id];
  if (value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value))) return value;
  const found = excerptOf(typed) || said`nothing`;
  const range = isWhole
    ? said`a whole number from ${minimum} to ${maximum}`
    : said`a number from ${minimum} to ${maximum}`;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected ${nameOf(id)} to be ${range}, found ${found}.`,
  );
}

/** @throws PlaygroundError for the first value that is out of its range. */
export function checkSettings(settings: Settings): void {
  for (const id of NUMBER_SETTING_IDS) checkNumber(id, settings[id]);
  for (const [from, to] of SETTING_INTERVALS) {
    if (settings[from] <= settings[to]) continue;
    const found = said`${settings[from]} and ${settings[to]}`;
    throw new PlaygroundError(
      'setting-out-of-range',
      said`Expected ${nameOf(from)} to be at most ${nameOf(to)}, found ${found}.`,
    );
  }
  checkArchitecture(settings.architecture);
  for (const id of CHOICE_IDS) {
    const choices: readonly string[] = CHOICE_SETTINGS[id].choices;
    if (choices.includes(settings[id])) continue;
    throw new PlaygroundError(
      'setting-out-of-range',
      said`Expected ${id} to be one of ${listed(choices)}, found ${settings[id]}.`,
    );
  }
}

/** The settings with one number changed; the other end of its interval gives way. */
export function withNumber(settings: Settings, id: NumberSettingId, value: number, typed?: string): Settings {
  const changed = { ...settings, [id]: checkNumber(id, value, typed) };
  for (const [from, to] of SETTING_INTERVALS) {
    if (id === from && changed[to] < value) return { ...changed, [to]: value };
    if (id === to && changed[from] > value) return { ...changed, [from]: value };
  }
  return changed;
}
