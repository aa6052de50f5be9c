/** Which settings stand in which section of the rail, and their defaults. */
import { inPlaces, type RailPlace, SECTION_EFFECTS, type SectionId } from '#core/number-setting.ts';
import { type Knob, KNOBS } from '#training/knobs.ts';
import { actsOnTraining } from '#training/setting-effects.ts';
import {
  CHOICE_IDS,
  CHOICE_SETTINGS,
  DEFAULT_SETTINGS,
  NUMBER_SETTING_IDS,
  NUMBER_SETTINGS,
  sameSetting,
  type Settings,
} from '#training/settings.ts';

function isShown({ numbers, families, setting: { rail } }: Knob, settings: Settings): boolean {
  if (families.length > 0 && !families.includes(settings.family)) return false;
  if (rail.isRare === true && numbers.every((id) => settings[id] === DEFAULT_SETTINGS[id])) return false;
  return SECTION_EFFECTS[rail.section] === 'atOnce' || numbers.some((id) => actsOnTraining(id, settings));
}

/** The numbers that a section shows, or the fold at its end, from top to bottom. */
export function shownKnobs(section: SectionId, isFolded: boolean, settings: Settings): Knob[] {
  const isHere = ({ section: of, isFolded: folded = false }: RailPlace) =>
    of === section && folded === isFolded;
  const shown = KNOBS.filter((knob) => isHere(knob.setting.rail) && isShown(knob, settings));
  return inPlaces(shown, ({ setting }) => setting.rail.place);
}

function settingsIn(section: SectionId): (keyof Settings)[] {
  const numbers = NUMBER_SETTING_IDS.filter((id) => NUMBER_SETTINGS[id].rail.section === section);
  const choices = CHOICE_IDS.filter((id) => CHOICE_SETTINGS[id].section === section);
  return [...choices, ...(section === 'training' ? (['architecture'] as const) : []), ...numbers];
}

/** The section's settings as the page opens with them. */
export function defaultsOf(section: SectionId): Partial<Settings> {
  return Object.fromEntries(settingsIn(section).map((id) => [id, DEFAULT_SETTINGS[id]]));
}

export function isDefault(section: SectionId, settings: Settings): boolean {
  return settingsIn(section).every((id) => sameSetting(id, settings, DEFAULT_SETTINGS));
}
