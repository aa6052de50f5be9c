/** Every text that a user can set: each is of the families whose tasks it describes. */
import type { TextSetting } from '#core/text-setting.ts';
import { FAMILY_NAMES, familyOf, type FamilyTextId, type OfFamily } from '#families/family-of.ts';

export type TextSettingId = FamilyTextId;

const textsOf = (of: OfFamily) => familyOf(of).texts ?? {};

export const TEXT_SETTINGS = Object.fromEntries(
  FAMILY_NAMES.flatMap((family) => Object.entries(textsOf({ family }))),
) as Readonly<Record<TextSettingId, TextSetting>>;
export const TEXT_SETTING_IDS = Object.keys(TEXT_SETTINGS) as TextSettingId[];

/** The texts of one family. */
export function textIdsOf(of: OfFamily): TextSettingId[] {
  return TEXT_SETTING_IDS.filter((id) => Object.hasOwn(textsOf(of), id));
}

/** The settings with each text of their family as it is kept. @throws PlaygroundError for one that says nothing sound. */
export function checkedTexts<S extends OfFamily & Readonly<Record<TextSettingId, string>>>(settings: S): S {
  const texts = textIdsOf(settings).map((id) => [id, TEXT_SETTINGS[id].checked(settings[id])] as const);
  return texts.every(([id, text]) => settings[id] === text)
    ? settings
    : { ...settings, ...Object.fromEntries(texts) };
}
