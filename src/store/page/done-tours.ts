/** Which tours the visitor has gone through in this browser, and which comes next. Loaded with the tours. */
import { recall, remember } from '#persistence/preferences.ts';
import { TOUR_IDS, type TourId } from './tour-outline.ts';

export function doneTours(): ReadonlySet<TourId> {
  const kept = new Set(recall('tours')?.split(' '));
  return new Set(TOUR_IDS.filter((id) => kept.has(id)));
}

export function rememberTour(id: TourId): void {
  remember('tours', [...new Set([...doneTours(), id])].join(' '));
}

/** The first tour behind `id`, then before it, that is not done; `null` where all others are. */
export function tourAfter(id: TourId, done: ReadonlySet<TourId>): TourId | null {
  const at = TOUR_IDS.indexOf(id);
  const others = [...TOUR_IDS.slice(at + 1), ...TOUR_IDS.slice(0, at)];
  return others.find((other) => !done.has(other)) ?? null;
}
