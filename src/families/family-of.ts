/** Families by name, and what is read of them in many places. */
import type { Family } from './family.ts';
import { FAMILIES } from './families.ts';

type Families = typeof FAMILIES;
export type FamilyName = keyof Families;
export const FAMILY_NAMES = Object.keys(FAMILIES) as [FamilyName, ...FamilyName[]];
/** What settings mean that name none. */
export const [FIRST_FAMILY] = FAMILY_NAMES;

/** The numbers of all families: settings hold them side by side. */
export type FamilyNumberId = { [Name in FamilyName]: keyof Families[Name]['settings'] }[FamilyName];
export type FamilyNumbers = Readonly<Record<FamilyNumberId, number>>;
/** The numbers that fix one task of any family. */
export type FamilyCurve = ReturnType<Families[FamilyName]['curves']['sample']>['curve'];

export type AnyFamily = Family<FamilyNumbers, FamilyCurve>;

/** The family of what names one, such as settings. */
export function familyOf({ family }: { readonly family: FamilyName }): AnyFamily {
  return FAMILIES[family];
}
