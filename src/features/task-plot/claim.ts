/** Whether the page’s claim holds for what is shown, with the numbers it stands on; and whether the visitor’s run has caught up. */
import type { CurveKnowledge } from '#families/curve/shown-curve.ts';

/** Query errors before any step, after the first, and after the last of `steps`. */
export interface FirstStep {
  readonly start: number;
  readonly first: number;
  readonly last: number;
  readonly steps: number;
}

/** That one step on the shown points lowers MAML’s error far, and that of no rival nearly so far. */
export interface Claim {
  readonly maml: FirstStep;
  /** Who is compared with it, where there is one. */
  readonly rival: FirstStep | null;
}

/** A first step that leaves no more than this share of the error is one that has been learned. */
const LEARNED = 0.5;
/** Errors this close to each other are the same. */
const LEVEL = 1.05;

/** Of query errors, one a step. */
export function firstStepOf(errors: ArrayLike<number> | undefined): FirstStep | null {
  const [start, first] = [errors?.[0], errors?.[1]];
  const isMeasured = start !== undefined && first !== undefined && Number.isFinite(start + first);
  const steps = (errors?.length ?? 0) - 1;
  return isMeasured ? { start, first, last: errors?.[steps] ?? Number.NaN, steps } : null;
}

/** `null` where it does not hold, or cannot be known: then it must not be made. */
export function claimOf(
  maml: FirstStep | null,
  rival: FirstStep | null,
  knowledge: CurveKnowledge,
): Claim | null {
  if (maml === null || knowledge !== 'true' || maml.first > LEARNED * maml.start) return null;
  return rival !== null && rival.first <= maml.first ? null : { maml, rival };
}

export type CatchUp =
  | { readonly kind: 'behind'; readonly times: number }
  | { readonly kind: 'level' }
  | { readonly kind: 'ahead' };

/** How an error stands against the one to catch up with. */
export function catchUpOf(own: number, theirs: number): CatchUp {
  if (own > LEVEL * theirs) return { kind: 'behind', times: own / theirs };
  return theirs > LEVEL * own ? { kind: 'ahead' } : { kind: 'level' };
}
