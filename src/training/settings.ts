/**
 * The one table of settings: range, default, unit of change and what a change touches. Controls, checks
 * and weights-file metadata all read it.
 */
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import { INITIALISATIONS, type Initialisation } from '#models/initialisation.ts';
import { type Architecture, checkArchitecture, PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { ANNEALINGS, type Annealing, OPTIMISERS, type Optimiser } from './optimiser.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { count, type NumberSetting, real, whole } from '#core/number-setting.ts';
import { SINUSOID_SETTINGS } from '#families/sinusoid/settings.ts';
import { MOST_POINTS } from '#families/task.ts';

/** Canonical values: MAML paper, section 5.1 and appendix A.1. */
export const NUMBER_SETTINGS = {
  ...SINUSOID_SETTINGS,
  shots: whole('K', 1, MOST_POINTS, 5, 'logarithmic'),
  queryPoints: whole('Q', 1, MOST_POINTS, 10, 'logarithmic'),
  alpha: real('α', 0.0001, 1, 0.01, 0.0001, 'logarithmic'),
  innerSteps: whole('n', 1, 20, 10),
  trainingAlpha: real('α', 0.0001, 1, 0.01, 0.0001, 'logarithmic'),
  trainingSteps: whole('n', 1, 16, 1),
  /** 0: every inner step takes all support points; else the next so many. */
  innerBatch: count('b', MOST_POINTS),
  beta: real('β', 0.00001, 1, 0.001, 0.00001, 'logarithmic'),
  /** 0: no clipping. */
  clip: real('c', 0, 100, 0, 0.1),
  metaBatch: whole('T', 1, 100, 25),
  iterations: whole('N', 1, 10_000_000, 70_000),
  lambda: real('λ', 0.01, 100, 10, 0.01, 'logarithmic'),
  conjugateGradientSteps: whole('c', 1, 20, 5),
  seed: whole('', 0, 2 ** 32 - 1, 1),
} as const satisfies Record<string, NumberSetting>;

export type NumberSettingId = keyof typeof NUMBER_SETTINGS;

/**
 * What an engine trains. All but `pretrained`, which fits all tasks' points with one network, adapt in an inner loop:
 * each is one file of `meta/` and one schedule of `fused/`.
 */
export const META_ALGORITHMS = [
  'maml',
  'fomaml',
  'anil',
  'metaSgd',
  'reptile',
  'multiStepLoss',
  'imaml',
  'pretrained',
] as const;
export type MetaAlgorithm = (typeof META_ALGORITHMS)[number];

/**
 * What a user can train. `multiTask`, the mean of networks fitted to one task each, and `oracle`, a network that is
 * told amplitude and phase, are made with an engine's `pretrained`.
 */
export const TRAINING_ALGORITHMS = [...META_ALGORITHMS, 'multiTask', 'oracle'] as const;
export type TrainingAlgorithm = (typeof TRAINING_ALGORITHMS)[number];

/** Fitted to points of all their tasks, without an inner loop. */
export type BaselineAlgorithm = Extract<TrainingAlgorithm, 'pretrained' | 'multiTask' | 'oracle'>;
export type AdaptingAlgorithm = Exclude<TrainingAlgorithm, BaselineAlgorithm>;

/** Whether an algorithm adapts while it trains. */
export function hasInnerLoop(algorithm: TrainingAlgorithm): algorithm is AdaptingAlgorithm {
  return algorithm !== 'pretrained' && algorithm !== 'multiTask' && algorithm !== 'oracle';
}

/** Everything a user can set. */
export interface Settings extends Record<NumberSettingId, number> {
  readonly architecture: Architecture;
  readonly initialisation: Initialisation;
  readonly algorithm: TrainingAlgorithm;
  readonly optimiser: Optimiser;
  readonly annealing: Annealing;
}

/** Ends of the same interval: moving one past the other pushes the other along. */
export const SETTING_INTERVALS = [
  ['amplitudeFrom', 'amplitudeTo'],
  ['phaseFrom', 'phaseTo'],
  ['frequencyFrom', 'frequencyTo'],
] as const satisfies readonly (readonly [NumberSettingId, NumberSettingId])[];

export const NUMBER_SETTING_IDS = Object.keys(NUMBER_SETTINGS) as NumberSettingId[];

function initialNumbers(): Record<NumberSettingId, number> {
  return Object.fromEntries(NUMBER_SETTING_IDS.map((id) => [id, NUMBER_SETTINGS[id].initial])) as Record<
    NumberSettingId,
    number
  >;
}

export const DEFAULT_SETTINGS: Settings = {
  ...initialNumbers(),
  architecture: PAPER_ARCHITECTURE,
  initialisation: 'glorot',
  algorithm: 'maml',
  optimiser: 'adam',
  annealing: 'none',
};

/** Settings that are one of a list. */
const SETTING_CHOICES = [
  { id: 'algorithm', choices: TRAINING_ALGORITHMS },
  { id: 'initialisation', choices: INITIALISATIONS },
  { id: 'optimiser', choices: OPTIMISERS },
  { id: 'annealing', choices: ANNEALINGS },
] as const;

/** What messages call a setting. */
const SETTING_NAMES: Readonly<Record<NumberSettingId, Words>> = {
  amplitudeFrom: said`the smallest A`,
  amplitudeTo: said`the largest A`,
  phaseFrom: said`the smallest φ`,
  phaseTo: said`the largest φ`,
  frequencyFrom: said`the smallest ω`,
  frequencyTo: said`the largest ω`,
  noise: 'σ',
  positions: said`the number of positions of x`,
  shots: 'K',
  queryPoints: 'Q',
  alpha: 'α',
  innerSteps: 'n',
  trainingAlpha: said`α of training`,
  trainingSteps: said`n of training`,
  innerBatch: 'b',
  beta: 'β',
  clip: said`the clipping c`,
  metaBatch: 'T',
  iterations: 'N',
  lambda: 'λ',
  conjugateGradientSteps: said`the number of conjugate-gradient steps`,
  seed: said`the seed`,
};

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
    said`Expected ${SETTING_NAMES[id]} to be ${range}, found ${found}.`,
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
      said`Expected ${SETTING_NAMES[from]} to be at most ${SETTING_NAMES[to]}, found ${found}.`,
    );
  }
  checkArchitecture(settings.architecture);
  for (const { id, choices } of SETTING_CHOICES) {
    if (choices.some((choice) => choice === settings[id])) continue;
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
