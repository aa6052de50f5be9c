/** What there is to say of a number that a user can set, said once: controls, flags, links, files and messages read it. */
import { said, type Words } from './saying.ts';

/** How a slider walks the range: by equal steps, or by equal ratios. */
export type SettingScale = 'linear' | 'logarithmic';

export interface SettingRange {
  /** As formulas write it; empty for a number that no formula names. */
  readonly symbol: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly initial: number;
  readonly step: number;
  readonly whole: boolean;
  readonly scale: SettingScale;
}

/** Whether a value lies in a range; a whole number that goes by steps is one of these. */
export function isAllowed(
  value: number,
  { minimum, maximum, whole: isWhole, step }: Pick<SettingRange, 'minimum' | 'maximum' | 'whole' | 'step'>,
): boolean {
  if (!(value >= minimum && value <= maximum)) return false;
  return !isWhole || ((value - minimum) / step) % 1 === 0;
}

/**
 * The sections of the settings rail, and what a change in each acts on: the curves at once, the next run, or both.
 * What the visitor sees adapting follows from `both` and `atOnce`; a run differs by `both` and `nextRun`.
 */
export const SECTION_EFFECTS = { task: 'both', adaptation: 'atOnce', training: 'nextRun' } as const;
export type SectionId = keyof typeof SECTION_EFFECTS;
export const SECTION_IDS = Object.keys(SECTION_EFFECTS) as SectionId[];
export type SettingEffect = (typeof SECTION_EFFECTS)[SectionId];

/** Where a setting stands, and what a change of it acts on where that is not what the others of its section act on. */
export interface ActingPlace {
  readonly section: SectionId;
  readonly effect?: SettingEffect;
}

export function effectOf({ section, effect = SECTION_EFFECTS[section] }: ActingPlace): SettingEffect {
  return effect;
}

/** Where the rail shows a setting. */
export interface RailPlace extends ActingPlace {
  /** Lower first; without one, last in the order of the table. */
  readonly place?: number;
  /** Stands in the fold at the end of its section. */
  readonly isFolded?: boolean;
  /** Its place among the first knobs, which stand before all sections. */
  readonly first?: number;
  /** Is shown only once it has left its default, which a preset may do. */
  readonly isRare?: boolean;
  /** Its entry in the glossary. */
  readonly term?: string;
}

/** The flag of `train`. */
export interface SettingFlagWords {
  readonly help: string;
  /** Without one, the setting's id in kebab case. */
  readonly name?: string;
  /** In help and written commands lower first; without one, last in the order of the table. */
  readonly place?: number;
  /** The id of a setting that goes along, unless its own flag, which has a later place, says otherwise. */
  readonly follower?: string;
}

export interface NumberSetting extends SettingRange {
  /** What messages call it, where that is not its symbol. */
  readonly name?: Words;
  /** Notes call it by its label, for its symbol alone might be mistaken. */
  readonly isSpelt?: boolean;
  readonly rail: RailPlace;
  readonly flag: SettingFlagWords;
  /** Set where it is one end of an interval: the other one gives way, and both share a control and a flag. */
  readonly end?: 'from' | 'to';
}

export function whole(
  symbol: string,
  minimum: number,
  maximum: number,
  initial: number,
  scale: SettingScale = 'linear',
): SettingRange {
  return { symbol, minimum, maximum, initial, step: 1, whole: true, scale };
}

export function real(
  symbol: string,
  minimum: number,
  maximum: number,
  initial: number,
  step: number,
  scale: SettingScale = 'linear',
): SettingRange {
  return { symbol, minimum, maximum, initial, step, whole: false, scale };
}

/** From 0, which stands for “none”, to `maximum`. */
export function count(symbol: string, maximum: number): SettingRange {
  return whole(symbol, 0, maximum, 0);
}

/** The two ends `${id}From` and `${id}To` of an interval within a range; it opens from the range's initial value to `to`. */
export function interval<Id extends string>(
  id: Id,
  range: SettingRange,
  to: number,
  words: Pick<NumberSetting, 'rail' | 'flag'>,
): Readonly<Record<`${Id}From` | `${Id}To`, NumberSetting>> {
  const { symbol } = range;
  const ends = {
    [`${id}From`]: { ...range, ...words, name: said`the smallest ${symbol}`, end: 'from' as const },
    [`${id}To`]: { ...range, ...words, name: said`the largest ${symbol}`, end: 'to' as const, initial: to },
  };
  return ends as Record<`${Id}From` | `${Id}To`, NumberSetting>;
}

/** By their places, lower first; those without one stay in their order, behind all others. */
export function inPlaces<Item>(items: readonly Item[], placeOf: (item: Item) => number | undefined): Item[] {
  const rankOf = (item: Item) => placeOf(item) ?? Number.MAX_VALUE;
  return items.toSorted((a, b) => rankOf(a) - rankOf(b));
}
