/** Which settings stand where in the rail, and their defaults. */
import { effectOf, inPlaces, type RailPlace, type SectionId } from '#core/number-setting.ts';
import type { OfFamily } from '#families/family-of.ts';
import { type Knob, KNOBS } from '#training/knobs.ts';
import { actsOnTraining, isOfOptimiser } from '#training/setting-effects.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  type NumberSettingId,
  openingSettings,
  sameSetting,
  type Settings,
  TEXT_SETTING_IDS,
  TEXT_SETTINGS,
} from '#training/settings.ts';

/** The parts of the rail: the knobs of both loops, which are turned first, then the sections. */
export type RailPart = 'loops' | SectionId;

function partOf({ section, first }: RailPlace): RailPart {
  return first === undefined ? section : 'loops';
}

function isShown({ numbers, families, setting: { rail } }: Knob, settings: Settings): boolean {
  if (families.length > 0 && !families.includes(settings.family)) return false;
  if (rail.isRare === true && numbers.every((id) => settings[id] === NUMBER_SETTINGS[id].initial))
    return false;
  const acts = (id: NumberSettingId) =>
    effectOf(rail) === 'nextRun' ? actsOnTraining(id, settings) : isOfOptimiser(id, settings);
  return numbers.some(acts);
}

/** The numbers that a part shows, or the fold at its end, from top to bottom. */
export function shownKnobs(part: RailPart, isFolded: boolean, settings: Settings): Knob[] {
  const isHere = (rail: RailPlace) => partOf(rail) === part && (rail.isFolded ?? false) === isFolded;
  const shown = KNOBS.filter((knob) => isHere(knob.setting.rail) && isShown(knob, settings));
  return inPlaces(shown, ({ setting: { rail } }) => rail.first ?? rail.place);
}

function settingsIn(part: RailPart): (keyof Settings)[] {
  const numbers = NUMBER_SETTING_IDS.filter((id) => partOf(NUMBER_SETTINGS[id].rail) === part);
  const choices = CHOICE_IDS.filter((id) => CHOICE_SETTINGS[id].section === part);
  const texts = TEXT_SETTING_IDS.filter((id) => TEXT_SETTINGS[id].section === part);
  return [...choices, ...texts, ...(part === 'training' ? (['architecture'] as const) : []), ...numbers];
}

/** The part's settings as the family of the tasks opens with them. */
export function defaultsOf(part: RailPart, of: OfFamily): Partial<Settings> {
  const opening = openingSettings(of.family);
  return Object.fromEntries(settingsIn(part).map((id) => [id, opening[id]]));
}

export function isDefault(part: RailPart, settings: Settings): boolean {
  const opening = openingSettings(settings.family);
  return settingsIn(part).every((id) => sameSetting(id, settings, opening));
}

/** The sections that have something of their own. */
export function sectionsWith(ids: readonly SectionId[]): SectionId[] {
  return ids.filter((id) => settingsIn(id).length > 0);
}
