/** Every number that a user can set, of the families of tasks and of every run, and what turns them. */
import type { NumberSetting } from '#core/number-setting.ts';
import { SINUSOID_SETTINGS } from '#families/sinusoid/settings.ts';
import { RUN_NUMBERS } from './run-numbers.ts';

/** The numbers of every family of tasks: another family's stand beside them. */
const FAMILY_NUMBERS = { ...SINUSOID_SETTINGS };
const NUMBERS = { ...FAMILY_NUMBERS, ...RUN_NUMBERS };

export type NumberSettingId = keyof typeof NUMBERS;
export const NUMBER_SETTINGS: Readonly<Record<NumberSettingId, NumberSetting>> = NUMBERS;
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
  /** Says what tasks of a family are like. */
  readonly isOfFamily: boolean;
}
/** What one control or flag sets: a number, or an interval with both its ends. */
export type Knob =
  | (NumberKnob & { readonly kind: 'single'; readonly id: SingleId })
  | (NumberKnob & { readonly kind: 'interval'; readonly id: IntervalId });

/** In the order of the tables. */
export const KNOBS: readonly Knob[] = NUMBER_SETTING_IDS.flatMap((first): Knob[] => {
  const knob = { setting: NUMBER_SETTINGS[first], isOfFamily: Object.hasOwn(FAMILY_NUMBERS, first) };
  if (!isIntervalEnd(first)) return [{ ...knob, kind: 'single', id: first, numbers: [first] }];
  if (knob.setting.end === 'to') return [];
  const id = first.replace(/From$/, '') as IntervalId;
  return [{ ...knob, kind: 'interval', id, numbers: endsOf(id) }];
});

/** Ends of the same interval: moving one past the other pushes the other along. */
export const SETTING_INTERVALS = KNOBS.flatMap((knob) => (knob.kind === 'interval' ? [endsOf(knob.id)] : []));
