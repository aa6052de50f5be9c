/** The flags of `train`, made from the one table of settings, and the way back: the command that trains with settings. */
import type { Command } from 'commander';
import { Option } from 'commander';
import type { TrainingEngine } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { type Architecture, expectMlp, modelName, type ModelName } from '#models/architecture.ts';
import { type Conv, NORMALISATIONS, USUAL_CONV } from '#models/conv.ts';
import { settingsNetwork } from '#models/of-perceptron.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { FAMILY_NAMES, type FamilyName, FIRST_FAMILY, type OfFamily } from '#families/family-of.ts';
import { inPlaces } from '#core/number-setting.ts';
import { endsOf, type IntervalId, type Knob, KNOBS, type SingleId } from '#training/knobs.ts';
import { PRIORS } from '#training/priors.ts';
import {
  checkNumber,
  checkSettings,
  CHOICE_IDS,
  CHOICE_SETTINGS,
  type ChoiceId,
  type ChoiceSetting,
  DEFAULT_SETTINGS,
  NUMBER_SETTINGS,
  numberSetting,
  openingSettings,
  type Settings,
  TEXT_SETTING_IDS,
  TEXT_SETTINGS,
  type TextSettingId,
} from '#training/settings.ts';
import { textIdsOf } from '#training/text-settings.ts';

/** What was given on the command line: the text of each flag, by its name without dashes. */
export type FlagTexts = Readonly<Record<string, string | undefined>>;

type SettingChanges = { -readonly [Id in keyof Settings]?: Settings[Id] };

/** One flag and the settings behind it. */
interface SettingFlag {
  readonly name: string;
  /** How its value is named in the help. */
  readonly value: string;
  readonly help: string;
  /** May be given several times: `read` gets all of them, with semicolons between them. */
  readonly isRepeated?: boolean;
  /** @throws PlaygroundError for a text that is no such value. */
  readonly read: (text: string, of: Settings) => SettingChanges;
  /** The text that reads as these settings have it. */
  readonly write: (settings: Settings) => string;
}

function refusal(expected: string, found: string): PlaygroundError {
  const text = found.trim() === '' ? 'nothing' : `“${found.slice(0, 40)}”`;
  return new PlaygroundError('setting-out-of-range', `Expected ${expected}, found ${text}.`);
}

/** The number that a text says, not a number for any other text. */
export function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** The numbers of a list with commas. @throws PlaygroundError */
export function numbersOf(text: string, expected: string): number[] {
  const numbers = text.split(',').map(numberOf);
  if (numbers.some((number) => !Number.isFinite(number))) throw refusal(expected, text);
  return numbers;
}

function kebab(id: string): string {
  return id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** How the flag of a number is called. */
export function flagName(id: SingleId): string {
  return NUMBER_SETTINGS[id].flag.name ?? kebab(id);
}

function numberFlag(id: SingleId): SettingFlag {
  const { minimum, maximum, initial, whole, flag } = NUMBER_SETTINGS[id];
  const { help } = flag;
  return {
    name: flagName(id),
    value: whole ? 'count' : 'number',
    help: `${help} (${minimum} … ${maximum}; default ${initial})`,
    read: (text, of) => {
      const value = checkNumber(id, numberOf(text), text, of);
      const { follower } = numberSetting(id, of).flag;
      return follower === undefined ? { [id]: value } : { [id]: value, [follower]: value };
    },
    write: (settings) => String(settings[id]),
  };
}

function intervalFlag(id: IntervalId): SettingFlag {
  const [from, to] = endsOf(id);
  const { minimum, maximum, initial, flag } = NUMBER_SETTINGS[from];
  return {
    name: flag.name ?? kebab(id),
    value: 'from,to',
    help: `${flag.help} (within ${minimum},${maximum}; default ${initial},${NUMBER_SETTINGS[to].initial})`,
    read: (text) => {
      const [first, last, ...rest] = numbersOf(text, 'two numbers from,to');
      if (first === undefined || last === undefined || rest.length > 0)
        throw refusal('two numbers from,to', text);
      return { [from]: checkNumber(from, first), [to]: checkNumber(to, last) };
    },
    write: (settings) => `${settings[from]},${settings[to]}`,
  };
}

function flagOf(knob: Knob): SettingFlag {
  return knob.kind === 'single' ? numberFlag(knob.id) : intervalFlag(knob.id);
}

function choiceFlag(id: ChoiceId): SettingFlag {
  const { choices, initial, flag }: ChoiceSetting<string> = CHOICE_SETTINGS[id];
  return {
    name: flag.name ?? kebab(id),
    value: 'name',
    help: `${flag.help}: ${choices.join(', ')} (default ${initial})`,
    read: (text) => {
      if (!choices.includes(text)) throw refusal(`one of ${choices.join(', ')}`, text);
      return { [id]: text };
    },
    write: (settings) => settings[id],
  };
}

/** @throws PlaygroundError where tasks have no such text. */
function expectText(id: TextSettingId, of: OfFamily): void {
  if (textIdsOf(of).includes(id)) return;
  const families = FAMILY_NAMES.filter((family) => textIdsOf({ family }).includes(id));
  throw refusal(`tasks of --family ${families.join(' or ')}`, of.family);
}

/** A text, and a flag of its own for its parts, whose changes the text as a whole writes. */
function textFlags(id: TextSettingId): SettingFlag[] {
  const { initial, flag } = TEXT_SETTINGS[id];
  const { help, name = kebab(id), value, part, written } = flag;
  const whole: SettingFlag = {
    name,
    value,
    help: `${help} (default ${initial})`,
    read: (text, of) => {
      expectText(id, of);
      // Parts that follow may be what makes it sound.
      return { [id]: text };
    },
    write: (settings) => written?.(settings[id]) ?? settings[id],
  };
  if (part === undefined) return [whole];
  return [
    whole,
    {
      ...part,
      isRepeated: true,
      read: (text, of) => {
        expectText(id, of);
        return { [id]: part.change(of[id], text.split(PART_SEPARATOR)) };
      },
      write: () => '',
    },
  ];
}

const PART_SEPARATOR = ';';
const NO_HIDDEN_LAYERS = 'none';

interface ArchitectureFlag {
  readonly value: string;
  readonly help: string;
  /** The models that it is about. */
  readonly models: readonly ModelName[];
  /** @throws PlaygroundError for a text that is no such value, or if the network is of another model. */
  readonly read: (text: string, before: Architecture) => Architecture;
  /** Of a network of one of the models. */
  readonly write: (architecture: Architecture) => string;
}

/** The network that a model begins with; inputs and outputs follow from the tasks. Others come with their learners. */
const USUAL = { mlp: PAPER_ARCHITECTURE, conv: USUAL_CONV } as const;
const USUAL_NAMES = ['mlp', 'conv'] as const satisfies readonly ModelName[];

function expectConv(architecture: Architecture): Conv {
  if (architecture.model === 'conv') return architecture;
  throw refusal('--model conv before it', 'a multilayer perceptron');
}

function oneOf<Choice extends string>(choices: readonly Choice[], text: string): Choice {
  const choice = choices.find((name) => name === text);
  if (choice === undefined) throw refusal(`one of ${choices.join(', ')}`, text);
  return choice;
}

/** In the order in which they take effect. */
const architectureFlags: Readonly<Record<string, ArchitectureFlag>> = {
  model: {
    value: 'name',
    help: `of the network: ${USUAL_NAMES.join(', ')} (default ${USUAL_NAMES[0]})`,
    models: USUAL_NAMES,
    read: (text) => USUAL[oneOf(USUAL_NAMES, text)],
    write: modelName,
  },
  hidden: {
    value: 'sizes',
    help: `sizes of a perceptron’s hidden layers, or “${NO_HIDDEN_LAYERS}” (default 40,40)`,
    models: ['mlp'],
    read(text, before) {
      const { activation } = expectMlp(before);
      const hidden = text === NO_HIDDEN_LAYERS ? [] : numbersOf(text, 'sizes of hidden layers like 40,40');
      return { layerSizes: [1, ...hidden, 1], activation };
    },
    write: (architecture) => expectMlp(architecture).layerSizes.slice(1, -1).join() || NO_HIDDEN_LAYERS,
  },
  filters: {
    value: 'counts',
    help: `filters of a convolutional network’s blocks (default ${USUAL_CONV.filters.join()})`,
    models: ['conv'],
    read: (text, before) => ({
      ...expectConv(before),
      filters: numbersOf(text, 'numbers of filters like 32,32,32'),
    }),
    write: (architecture) => expectConv(architecture).filters.join(),
  },
  normalisation: {
    value: 'name',
    help: `after its convolutions: ${NORMALISATIONS.join(', ')} (default ${USUAL_CONV.normalisation})`,
    models: ['conv'],
    read: (text, before) => ({ ...expectConv(before), normalisation: oneOf(NORMALISATIONS, text) }),
    write: (architecture) => expectConv(architecture).normalisation,
  },
  activation: {
    value: 'name',
    help: `of the hidden layers: ${ACTIVATIONS.join(', ')} (default ${DEFAULT_SETTINGS.architecture.activation})`,
    models: USUAL_NAMES,
    read: (text, before) => ({ ...before, activation: oneOf(ACTIVATIONS, text) }),
    write: ({ activation }) => activation,
  },
};
const ARCHITECTURE_FLAGS = Object.entries(architectureFlags);

/** Of what tasks are like: `evaluate` has them, too. */
export const RANGE_FLAGS: readonly SettingFlag[] = [
  ...TEXT_SETTING_IDS.flatMap(textFlags),
  ...KNOBS.filter(({ families }) => families.length > 0).map(flagOf),
];

const PLACED_FLAGS = [
  ...CHOICE_IDS.map((id) => ({ flag: choiceFlag(id), place: CHOICE_SETTINGS[id].flag.place })),
  ...TEXT_SETTING_IDS.flatMap((id) =>
    textFlags(id).map((flag) => ({ flag, place: TEXT_SETTINGS[id].flag.place })),
  ),
  ...KNOBS.map((knob) => ({ flag: flagOf(knob), place: knob.setting.flag.place })),
];

/** Every setting but the architecture, in the order in which flags take effect. */
export const SETTING_FLAGS: readonly SettingFlag[] = inPlaces(PLACED_FLAGS, ({ place }) => place).map(
  ({ flag }) => flag,
);

/** What priors take for granted. */
export const PRIOR_FLAGS: readonly SettingFlag[] = KNOBS.filter((knob) =>
  Object.values(PRIORS).some(({ acts }: { readonly acts: readonly string[] }) => acts.includes(knob.id)),
).map(flagOf);

/** α of adaptations, by the name it has where nothing is trained. */
export const ALPHA_FLAG: SettingFlag = { ...numberFlag('alpha'), name: 'alpha' };

/** Points of a task; of characters, drawings of each class. */
export const COUNT_FLAGS: readonly SettingFlag[] = [numberFlag('shots'), numberFlag('queryPoints')];

/** How inner loops descend. */
export const OPTIMISER_FLAGS: readonly SettingFlag[] = [
  choiceFlag('innerOptimiser'),
  numberFlag('innerMomentum'),
];

/** Whatever a flag's text is refused for, the flag is named. */
function naming<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    throw new PlaygroundError(error.code, `--${name}: ${error.message}`, error.hint);
  }
}

/** The family whose tasks a text among the flags describes, where no flag names one; `null` without such a text. */
export function familyOfTexts(texts: FlagTexts): FamilyName | null {
  const isTold = (id: TextSettingId) => textFlags(id).some(({ name }) => texts[name] !== undefined);
  return FAMILY_NAMES.find((family) => textIdsOf({ family }).some(isTold)) ?? null;
}

/** With which settings the family opens that flags name. @throws PlaygroundError naming the flag. */
export function openingOf({ family }: FlagTexts): Settings {
  if (family === undefined) return DEFAULT_SETTINGS;
  return openingSettings(naming('family', () => oneOf(FAMILY_NAMES, family)));
}

/** The settings with what the flags say. @throws PlaygroundError naming the flag. */
export function readFlags(
  base: Settings,
  texts: FlagTexts,
  flags: readonly SettingFlag[] = SETTING_FLAGS,
): Settings {
  const settings = { ...base };
  for (const { name, read } of flags) {
    const text = texts[name];
    if (text !== undefined)
      Object.assign(
        settings,
        naming(name, () => read(text, settings)),
      );
  }
  for (const [name, { read }] of ARCHITECTURE_FLAGS) {
    const text = texts[name];
    if (text === undefined) continue;
    const before = settings.architecture;
    Object.assign(settings, { architecture: naming(name, () => read(text, before)) });
  }
  for (const id of textIdsOf(settings)) {
    const { flag, checked } = TEXT_SETTINGS[id];
    settings[id] = naming(flag.name ?? kebab(id), () => checked(settings[id]));
  }
  checkSettings(settings);
  return settings;
}

/** The flags that turn one group of settings into another, none where they agree. */
export function writeFlags(settings: Settings, base: Settings = DEFAULT_SETTINGS): string[] {
  const { family } = settings;
  const words: string[] = family === base.family ? [] : ['--family', family];
  const reached = { ...base, family };
  for (const { name, read, write } of SETTING_FLAGS) {
    const text = write(settings);
    if (text === write(reached)) continue;
    words.push(`--${name}`, text);
    Object.assign(reached, read(text, reached));
  }
  let network = settingsNetwork(base.architecture);
  const wanted = settingsNetwork(settings.architecture);
  for (const [name, { models, read, write }] of ARCHITECTURE_FLAGS) {
    if (!models.includes(modelName(wanted))) continue;
    const text = write(wanted);
    if (text === write(network)) continue;
    words.push(`--${name}`, text);
    network = settingsNetwork(read(text, network));
  }
  return words;
}

/** A word as a shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Files of a run: what it writes, and what it is given beside settings. */
export interface RunFiles {
  readonly out?: string | null;
  readonly init?: string | null;
  readonly tasks?: string | null;
  readonly data?: string | null;
  /** Whether no class of `data` was held out. */
  readonly allClasses?: boolean;
}

/** Plain JavaScript is a backend of the tensor engine. */
const IN_JAVASCRIPT = ['--engine', 'tensor', '--backend', 'cpu'];

/**
 * The command that trains these weights again: settings of a run, the iteration at which it was left, which need not be
 * its last, its files, what trained it, since others end in other bits (`null` where that is not known), and what it took up on its way,
 * the settings being those that it began with.
 */
export function trainCommand(
  settings: Settings,
  iteration: number,
  files: RunFiles = {},
  engine: TrainingEngine | null = null,
  changes: readonly string[] = [],
): string {
  const { algorithm, iterations } = settings;
  const { init = null, tasks = null } = files;
  const opening = openingSettings(settings.family);
  // A file of first weights brings its network along.
  const { architecture } = init === null ? opening : settings;
  const base = { ...opening, algorithm, iterations, architecture, family: FIRST_FAMILY };
  const words = writeFlags(settings, base);
  // Beside tasks of one's own, what is not said is as many points as these have.
  const counts =
    tasks === null ? [] : [`--shots`, `${settings.shots}`, '--query-points', `${settings.queryPoints}`];
  // A run whose length has changed on its way ends where it says.
  const stop = iteration === iterations && changes.length === 0 ? [] : ['--stop-at', String(iteration)];
  const places = (['init', 'tasks', 'data', 'out'] as const).flatMap((name) => {
    const path = files[name] ?? null;
    return path === null ? [] : [`--${name}`, quoted(path)];
  });
  const fixed = ['--algorithm', algorithm, '--iterations', String(iterations)];
  const by = engine === null ? [] : engine === 'cpu' ? IN_JAVASCRIPT : ['--engine', engine];
  const all = files.allClasses === true ? ['--all-classes'] : [];
  const given = [...counts, ...changes, ...stop, ...places, ...all];
  return ['npm run cli -- train', ...fixed, ...words.map(quoted), ...given, ...by].join(' ');
}

/** Gives a command a group of flags. */
export function addFlags(command: Command, flags: readonly SettingFlag[]): void {
  for (const { name, value, help, isRepeated = false } of flags) {
    const option = new Option(`--${name} <${value}>`, help);
    if (isRepeated) {
      option.argParser((text: string, before: unknown) =>
        typeof before === 'string' ? `${before}${PART_SEPARATOR}${text}` : text,
      );
    }
    command.addOption(option);
  }
}

export function addArchitectureFlags(command: Command): void {
  for (const [name, { value, help }] of ARCHITECTURE_FLAGS) {
    command.addOption(new Option(`--${name} <${value}>`, help));
  }
}

/** What a command was given, by the names of its flags. */
export function flagTexts(command: Command): FlagTexts {
  const values: Record<string, unknown> = command.opts();
  return Object.fromEntries(
    command.options.flatMap((option) => {
      const value = values[option.attributeName()];
      return typeof value === 'string' ? [[option.long?.slice(2) ?? '', value]] : [];
    }),
  );
}
