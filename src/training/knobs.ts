/** Every number that a user can set, of the families of tasks and of every run, and what turns them. */
import type { NumberSetting } from '#core/number-setting.ts';
import { FAMILIES } from '#families/families.ts';
import { FAMILY_NAMES, type FamilyName, type FamilyNumberId } from '#families/family-of.ts';
import { RUN_NUMBERS, type RunNumberId } from './run-numbers.ts';

/** The numbers of every family of tasks, side by side; families may share one by taking the very same entry. */
const FAMILY_NUMBERS = Object.fromEntries(
  FAMILY_NAMES.flatMap((name) => Object.entries(FAMILIES[name].settings)),
) as Record<FamilyNumberId, NumberSetting>;

export type NumberSettingId = FamilyNumberId | RunNumberId;
export const NUMBER_SETTINGS: Readonly<Record<NumberSettingId, NumberSetting>> = {
  ...FAMILY_NUMBERS,
  ...RUN_NUMBERS,
};
export const NUMBER_SETTING_IDS = Object.keys(NUMBER_SETTINGS) as NumberSettingId[];

type WithoutEnd<Id> = Id extends `${infer Name}From` ? Name : never;
/** An interval, whose ends are the numbers `${id}From` and `${id}To`. */
export type IntervalId = WithoutEnd<NumberSettingId>;
export type IntervalEndId = `${IntervalId}From` | `${IntervalId}To`;
/** A number that is no end of an interval. */
export type SingleId = Exclude<NumberSettingId, IntervalEndId>;

export function isIntervalEnd(id: NumberSettingId): id is IntervalEndId {
  return NUMBER_SETTINGS[id].end !== undefined;
}

export function endsOf(id: IntervalId): readonly [`${IntervalId}From`, `${IntervalId}To`] {
  return [`${id}From`, `${id}To`];
}

interface NumberKnob {
  readonly setting: NumberSetting;
  readonly numbers: readonly NumberSettingId[];
  /** The families of whose tasks it says what they are like; none if it is of every run. */
  readonly families: readonly FamilyName[];
}
/** What one control or flag sets: a number, or an interval with both its ends. */
export type Knob =
  | (NumberKnob & { readonly kind: 'single'; readonly id: SingleId })
  | (NumberKnob & { readonly kind: 'interval'; readonly id: IntervalId });

/** In the order of the tables. */
export const KNOBS: readonly Knob[] = NUMBER_SETTING_IDS.flatMap((first): Knob[] => {
  const families = FAMILY_NAMES.filter((name) => Object.hasOwn(FAMILIES[name].settings, first));
  const knob = { setting: NUMBER_SETTINGS[first], families };
  if (!isIntervalEnd(first)) return [{ ...knob, kind: 'single', id: first, numbers: [first] }];
  if (knob.setting.end === 'to') return [];
  const id = first.replace(/From$/, '') as IntervalId;
  return [{ ...knob, kind: 'interval', id, numbers: endsOf(id) }];
});

/** Ends of the same interval: moving one past the other pushes the other along. */
export const SETTING_INTERVALS = KNOBS.flatMap((knob) => (knob.kind === 'interval' ? [endsOf(knob.id)] : []));
