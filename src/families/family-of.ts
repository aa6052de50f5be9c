/** Families by name, and what is read of them in many places. */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Scale } from './curve/scale.ts';
import type { CurveFamily, Family, PictureFamily, SeenShape } from './family.ts';
import { FAMILIES } from './families.ts';
import type { PointCounts, Sight } from './task.ts';

export { parcels, unpack } from './curves/family.ts';
export type { CurveFile as Parcel } from './curves/curve-file.ts';

type Families = typeof FAMILIES;
export type FamilyName = keyof Families;
export const FAMILY_NAMES = Object.keys(FAMILIES) as [FamilyName, ...FamilyName[]];
/** What settings mean that name none. */
export const [FIRST_FAMILY] = FAMILY_NAMES;

/** The numbers of all families: settings hold them side by side. */
export type FamilyNumberId = { [Name in FamilyName]: keyof Families[Name]['settings'] }[FamilyName];
export type FamilyNumbers = Readonly<Record<FamilyNumberId, number>>;
type TextsOf<One> = One extends { texts: infer Texts } ? keyof Texts : never;
/** The texts of all families: settings hold them beside the numbers. */
export type FamilyTextId = { [Name in FamilyName]: TextsOf<Families[Name]> }[FamilyName];
/** What the settings of all families hold. */
export type FamilySettings = FamilyNumbers & Readonly<Record<FamilyTextId, string>>;
type CurveOf<One> = One extends { curves: { sample(...asked: never[]): { curve: infer Curve } } }
  ? Curve
  : never;
/** The numbers that fix one task of any family of curves. */
export type FamilyCurve = CurveOf<Families[FamilyName]>;

export type AnyFamily = Family<FamilySettings, FamilyCurve>;
export type AnyCurveFamily = CurveFamily<FamilySettings, FamilyCurve>;
export type AnyPictureFamily = PictureFamily<FamilySettings>;

/** What names a family, such as settings. */
export interface OfFamily {
  readonly family: FamilyName;
}

/** What of the settings fixes which tasks are drawn. */
export interface SampleNumbers extends FamilySettings, PointCounts, OfFamily {
  readonly seed: number;
}

/** The family of what names one. */
export function familyOf({ family }: OfFamily): AnyFamily {
  return FAMILIES[family];
}

/** The family where its tasks are curves, else `null`. */
export function curveFamilyOf(of: OfFamily): AnyCurveFamily | null {
  const family = familyOf(of);
  return family.view === 'curve' ? family : null;
}

/** For what is of curves alone. @throws PlaygroundError `input-invalid` where tasks are none. */
export function expectCurves(of: OfFamily): AnyCurveFamily {
  const family = curveFamilyOf(of);
  if (family !== null) return family;
  throw new PlaygroundError('input-invalid', said`Expected tasks that are curves, found ${of.family}.`);
}

/** For what is of pictures alone. @throws PlaygroundError `input-invalid` where tasks have none. */
export function expectPictures(of: OfFamily): AnyPictureFamily {
  const family = familyOf(of);
  if (family.view === 'pictures') return family;
  throw new PlaygroundError('input-invalid', said`Expected tasks of pictures, found ${of.family}.`);
}

/** Whether what has learned tasks may be judged on others: those of another family it cannot have seen. */
export function mayJudge(learned: OfFamily & FamilySettings, asked: OfFamily & FamilySettings): boolean {
  return learned.family !== asked.family || (familyOf(asked).mayJudge?.(learned, asked) ?? true);
}

/** By what the plot's units become those of whoever measured the tasks; `null` where they are the same, or nobody is here who knows. */
export function scaleOf(settings: OfFamily & FamilySettings): Scale | null {
  return curveFamilyOf(settings)?.curves.scale?.(settings) ?? null;
}

/** Whether tasks of the family can be drawn already. */
export function isHere(of: OfFamily & Partial<FamilySettings>): boolean {
  return familyOf(of).late?.isHere(of) ?? true;
}

/** Is done once tasks of the family can be drawn. */
export async function loadFamily(of: OfFamily & Partial<FamilySettings>): Promise<void> {
  await familyOf(of).late?.load(of);
}

/** The same for all families: for whoever draws tasks of any. */
export async function loadFamilies(): Promise<void> {
  await Promise.all(FAMILY_NAMES.map((family) => loadFamily({ family })));
}

/** What a network has to be like that sees so much of the tasks. */
export function shapeOf(numbers: OfFamily & FamilySettings, sees: Sight): SeenShape {
  return familyOf(numbers).shapeOf(numbers, sees);
}

/**
 * Support and query points of a task. Of curves K and Q are just these; in a family of pictures they count drawings of each
 * class, so that a task has N times as many points.
 */
export function pointCountsOf(numbers: OfFamily & FamilySettings & PointCounts): PointCounts {
  const { shots, queryPoints } = numbers;
  const counts = { shots, queryPoints };
  return familyOf(numbers).pointCounts?.(numbers, counts) ?? counts;
}
