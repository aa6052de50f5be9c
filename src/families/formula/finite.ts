/** Whether the curves of a formula can be shown and learned: finite, and within what a plot reaches, all over their ranges. */
import { said, type Words } from '#core/saying.ts';
import { FARTHEST_Y, type Range } from '../curve/curve.ts';
import { FormulaError } from './problem.ts';
import type { Formula } from './text.ts';

/** As many places of x as a plot has. */
const PLACES = 161;
/** Within the ranges; the corners are looked at besides. */
const DRAWS = 64;

const within = ({ from, to }: Range, share: number) => from + (to - from) * share;

/** Shares of each range that fill the whole evenly: multiples of square roots of primes, without their wholes (Weyl). */
const ROOTS = [2, 3, 5, 7, 11, 13, 17, 19].map(Math.sqrt);

/** Letters at every corner of their ranges, where there are two ends. */
function cornersOf({ letters }: Formula): number[][] {
  return letters.reduce<number[][]>(
    (corners, { from, to }) =>
      corners.flatMap((corner) =>
        from === to
          ? [[...corner, from]]
          : [
              [...corner, from],
              [...corner, to],
            ],
      ),
    [[]],
  );
}

/** Letters spread over their ranges. */
export function spreadOf({ letters }: Formula): number[][] {
  return Array.from({ length: DRAWS }, (_, draw) =>
    letters.map((range, at) => within(range, ((draw + 1) * (ROOTS[at] ?? 1)) % 1)),
  );
}

/** Places over a range, both ends among them. */
export function placesOver(range: Range): number[] {
  return Array.from({ length: PLACES }, (_, at) => within(range, at / (PLACES - 1)));
}

/** How far the curve goes from 0 over the places; NaN where it is not finite somewhere. */
export function highest({ valueAt }: Formula, letters: ArrayLike<number>, places: readonly number[]): number {
  return places.reduce((most, x) => {
    const value = Math.abs(valueAt(x, letters));
    return value > most || Number.isNaN(value) ? value : most;
  }, 0);
}

const shown = (value: number) => String(Number(value.toPrecision(3)));

function whereWords({ letters }: Formula, values: readonly number[], x: number): Words {
  const places = letters.map(({ name }, at) => `${name} = ${shown(values[at] ?? Number.NaN)}`);
  return [`x = ${shown(x)}`, ...places].join(', ');
}

/**
 * How far any curve goes from 0.
 * @throws FormulaError naming a place where the formula has no value, or one that no plot reaches.
 */
export function farthestOf(formula: Formula): number {
  const places = placesOver(formula.x);
  let farthest = 0;
  for (const letters of [...spreadOf(formula), ...cornersOf(formula)]) {
    for (const x of places) {
      const value = formula.valueAt(x, letters);
      farthest = Math.max(farthest, Math.abs(value));
      if (Math.abs(value) <= FARTHEST_Y) continue;
      const where = whereWords(formula, letters, x);
      throw new FormulaError(
        Number.isFinite(value)
          ? said`Expected values from −${FARTHEST_Y} to ${FARTHEST_Y} all over the ranges, found ${shown(value)} at ${where}.`
          : said`Expected a finite value all over the ranges, found none at ${where}.`,
      );
    }
  }
  return farthest;
}

const SHARE_SHOWN = 0.9;

/** How far from 0 nearly all curves stay. */
export function usualReach(formula: Formula): number {
  const places = placesOver(formula.x);
  const reaches = spreadOf(formula)
    .map((letters) => highest(formula, letters, places))
    .toSorted((a, b) => a - b);
  return reaches[Math.floor(SHARE_SHOWN * reaches.length)] ?? 0;
}
