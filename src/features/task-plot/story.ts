/** What the shown step is worth telling: the facts behind the caption, without a word of any language. */
import type { Counts } from '#training/learner.ts';
import type { Course } from '#training/meta-engine.ts';
import type { CurveKnowledge } from '#families/curve/shown-curve.ts';
import { adaptationHolds, divergedAt } from '#training/metrics.ts';
import {
  type ContestantId,
  countsOf,
  type Entrant,
  followsAlpha,
  mayLead,
  movesContext,
} from '#store/contestants/contestants.ts';

/** Where an initialisation stands at the shown step. */
export interface Standing {
  readonly id: ContestantId;
  /** Query errors before any step, after the first and now. */
  readonly start: number;
  readonly first: number;
  readonly now: number;
  /** Whether a step after the first, up to the shown one, has raised the query error. */
  readonly hasRisenSince: boolean;
  readonly supportStart: number;
  readonly supportNow: number;
  /** The step at which it blows up, sooner or later. */
  readonly divergedAt: number | null;
  /** Whether its support error ends no higher than it began. */
  readonly holds: boolean;
  readonly followsAlpha: boolean;
  /** What a step is to it. */
  readonly counts: Counts;
  /** Whether its steps are those of a context alone. */
  readonly movesContext: boolean;
  /** Who sees the task or knows the whole family is a floor, and no rival. */
  readonly mayLead: boolean;
}

export type Story =
  | { readonly kind: 'nothing' }
  /** Some points are not on the curve that the query points are from. */
  | { readonly kind: 'original'; readonly others: readonly Standing[] }
  /** The points are the visitor's own: no curve and no query point is known. */
  | { readonly kind: 'own'; readonly others: readonly Standing[] }
  /** No step is taken. */
  | { readonly kind: 'before' }
  /** Some blow up; `others` do not. */
  | { readonly kind: 'blewUp'; readonly broken: readonly Standing[]; readonly others: readonly Standing[] }
  /** The support error has risen for good, which small enough steps of plain descent never do. */
  | { readonly kind: 'overshot'; readonly hero: Standing; readonly others: readonly Standing[] }
  /** No query error has fallen. */
  | { readonly kind: 'worse'; readonly hero: Standing; readonly others: readonly Standing[] }
  /** The best one’s query error has risen, but not that of every other. */
  | { readonly kind: 'stillBest'; readonly hero: Standing; readonly others: readonly Standing[] }
  /** The best one did most of its way in the first step, and no later one, up to the shown, has undone any of it. */
  | { readonly kind: 'snapped'; readonly hero: Standing; readonly others: readonly Standing[] }
  | { readonly kind: 'leads'; readonly hero: Standing; readonly others: readonly Standing[] };

/** A first step that leaves no more than this share of the error is worth a word. */
const SNAP = 0.25;
/** An error that has risen by less has stayed where it was. */
const RISE = 1.05;

/** Whether an error is higher than the one before it, by more than is worth a word. */
function hasRisen(errors: Float32Array): boolean {
  return errors.some((error, at) => error > RISE * (errors[at - 1] ?? Infinity));
}

export function standingsOf(
  shown: readonly Entrant[],
  trajectories: Partial<Readonly<Record<ContestantId, Course>>>,
  step: number,
  threshold: number,
): Standing[] {
  return shown.flatMap((contestant): Standing[] => {
    const trajectory = trajectories[contestant.id];
    if (trajectory === undefined) return [];
    const { series } = trajectory;
    const { queryLoss, supportLoss } = series;
    const [start, first, now] = [queryLoss[0], queryLoss[1], queryLoss[step]];
    const [supportStart, supportNow] = [supportLoss[0], supportLoss[step]];
    if (start === undefined || first === undefined || now === undefined) return [];
    if (supportStart === undefined || supportNow === undefined) return [];
    return [
      {
        id: contestant.id,
        start,
        first,
        now,
        hasRisenSince: hasRisen(queryLoss.subarray(1, step + 1)),
        supportStart,
        supportNow,
        divergedAt: divergedAt(series, threshold),
        holds: adaptationHolds(series, threshold),
        followsAlpha: followsAlpha(contestant),
        counts: countsOf(contestant),
        movesContext: movesContext(contestant),
        mayLead: mayLead(contestant),
      },
    ];
  });
}

/** What is no number has no place in an order; it goes last. */
function byError(standings: readonly Standing[]): Standing[] {
  const rank = ({ now }: Standing) => (Number.isFinite(now) ? now : Infinity);
  return standings.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export function storyOf(
  standings: readonly Standing[],
  step: number,
  knowledge: CurveKnowledge = 'true',
): Story {
  const ranked = byError(standings);
  if (ranked.length === 0) return { kind: 'nothing' };
  const broken = standings.filter((standing) => standing.divergedAt !== null);
  if (broken.length > 0)
    return { kind: 'blewUp', broken, others: ranked.filter((standing) => standing.divergedAt === null) };
  const othersThan = (hero: Standing) => ranked.filter((standing) => standing !== hero);
  const overshot =
    step === 0
      ? undefined
      : ranked.findLast(
          ({ followsAlpha: follows, holds, supportNow, supportStart }) =>
            follows && !holds && supportNow > RISE * supportStart,
        );
  if (overshot !== undefined) return { kind: 'overshot', hero: overshot, others: othersThan(overshot) };
  // Whose curve it is not, nobody wins on.
  if (knowledge === 'original') return { kind: 'original', others: ranked };
  if (knowledge === 'unknown') return { kind: 'own', others: ranked };
  if (step === 0) return { kind: 'before' };
  const hero = ranked.find((standing) => standing.mayLead) ?? ranked[0];
  if (hero === undefined) return { kind: 'nothing' };
  const others = othersThan(hero);
  if (ranked.every(({ now, start }) => now >= start)) return { kind: 'worse', hero, others };
  if (hero.now >= hero.start) return { kind: 'stillBest', hero, others };
  const snapped = hero.first <= SNAP * hero.start && !hero.hasRisenSince && hero.now <= hero.first;
  return { kind: snapped ? 'snapped' : 'leads', hero, others };
}
