/** The schema of settings in weights files, checkpoints and saved runs, made from the table of settings. */
import * as v from 'valibot';
import { FAMILY_NAMES, familyOf, FIRST_FAMILY, type OfFamily } from '#families/family-of.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  type ChoiceId,
  type Choices,
  type ChoiceSetting,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  type Settings,
  TEXT_SETTING_IDS,
  TEXT_SETTINGS,
  type TextSettingId,
} from '#training/settings.ts';
import { actsOn } from '#training/learner-facts.ts';
import { PRIORS } from '#training/priors.ts';
import { architectureSchema } from './architecture-schema.ts';

// Files older than a setting lack it.
const numbers = Object.fromEntries(
  NUMBER_SETTING_IDS.map((id) => [id, v.optional(v.number(), NUMBER_SETTINGS[id].initial)]),
) as Record<NumberSettingId, v.OptionalSchema<v.NumberSchema<undefined>, number>>;

const texts = Object.fromEntries(
  TEXT_SETTING_IDS.map((id) => [id, v.optional(v.string(), TEXT_SETTINGS[id].initial)]),
) as Record<TextSettingId, v.OptionalSchema<v.StringSchema<undefined>, string>>;

/** The first files had these, in this order: a file without one of them is damaged. */
const ALWAYS_THERE: readonly ChoiceId[] = ['initialisation', 'algorithm'];
const choices = Object.fromEntries(
  [...new Set([...ALWAYS_THERE, ...CHOICE_IDS])].map((id) => {
    const { initial, choices: all }: ChoiceSetting<string> = CHOICE_SETTINGS[id];
    return [id, ALWAYS_THERE.includes(id) ? v.picklist(all) : v.optional(v.picklist(all), initial)];
  }),
) as { [Id in ChoiceId]: v.PicklistSchema<readonly Choices[Id][], undefined> };

// There was one α for training and adaptation before there were two.
const young = { trainingAlpha: v.optional(v.number()) };
function withBothRates<S extends { alpha: number; trainingAlpha?: number | undefined }>(settings: S) {
  return { ...settings, trainingAlpha: settings.trainingAlpha ?? settings.alpha };
}

/** The numbers and texts that only other families have. */
function settingsOfOthers(of: OfFamily): ReadonlySet<string> {
  const idsOf = (one: OfFamily) => {
    const { settings, texts: ownTexts } = familyOf(one);
    return [...Object.keys(settings), ...Object.keys(ownTexts ?? {})];
  };
  const own = idsOf(of);
  const all = FAMILY_NAMES.flatMap((family) => idsOf({ family }));
  return new Set(all.filter((id) => !own.includes(id)));
}

/** What is answered without weights is in no file of weights. */
const NUMBERS_OF_PRIORS: ReadonlySet<string> = new Set(Object.values(PRIORS).flatMap(({ acts }) => acts));

/** Younger than the first files, and of some learners alone: told by theirs, so that files of others stay as they were. */
const NUMBERS_OF_SOME: readonly string[] = [
  'contextParameters',
  'firstOrderSteps',
] satisfies NumberSettingId[];

/** Younger, too: told where the inner loop does not go by plain gradient descent. */
const OF_OPTIMISERS: readonly string[] = ['innerOptimiser', 'innerMomentum'] satisfies (keyof Settings)[];

/**
 * Settings as files have them: without a family the first is meant, as in all that are older than the second, and without the
 * numbers and texts of other families, of other learners, of other inner optimisers and of priors.
 */
export function settingsInFile<S extends OfFamily & Pick<Choices, 'algorithm' | 'innerOptimiser'>>(
  settings: S,
): Partial<S> {
  const left = settingsOfOthers(settings);
  const isTold = (id: string) =>
    !left.has(id) &&
    !NUMBERS_OF_PRIORS.has(id) &&
    (!NUMBERS_OF_SOME.includes(id) || actsOn(settings.algorithm, id)) &&
    (!OF_OPTIMISERS.includes(id) || settings.innerOptimiser !== CHOICE_SETTINGS.innerOptimiser.initial) &&
    (id !== 'family' || settings.family !== FIRST_FAMILY);
  return Object.fromEntries(Object.entries(settings).filter(([id]) => isTold(id))) as Partial<S>;
}

/** Settings beside a network, whose architecture the file tells by its tensors. */
export const settingsBesideNetwork = v.pipe(
  v.object({ ...numbers, ...texts, ...young, ...choices }),
  v.transform(withBothRates),
);

/** All settings by their types; `checkSettings` tells whether a run can have them. */
export const settingsSchema = v.pipe(
  v.object({ ...numbers, ...texts, ...young, architecture: architectureSchema, ...choices }),
  v.transform(withBothRates),
);
