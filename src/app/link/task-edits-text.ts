/** The edits of a task as a few characters of a link, and back. */
import { FARTHEST_Y } from '#families/curve/curve.ts';
import {
  type EditedCurve,
  HALVES,
  NO_EDITS,
  PLOT_GRID,
  type TaskEdits,
  type TaskPoint,
} from '#families/curve/edits.ts';
import {
  curveFamilyOf,
  expectCurves,
  type FamilyCurve,
  type FamilySettings,
  type OfFamily,
} from '#families/family-of.ts';
import { NUMBER_SETTINGS } from '#training/settings.ts';
import { readWholes, writeWholes } from '#formats/whole-numbers.ts';
import { nearestNumber } from './nearest.ts';
import type { Entries, Reader } from './reader.ts';

/** Drawn values are whole thousandths: `families/curve/edits.ts` rounds them. */
const PARTS = 1000;

/** Differences between neighbours, in thousandths. */
function writeCurve(values: readonly number[]): string {
  const wholes = values.map((value) => Math.round(value * PARTS));
  return writeWholes(wholes.map((whole, at) => whole - (wholes[at - 1] ?? 0)));
}

/** `null` where the text is no curve. */
function readCurve(text: string): number[] | null {
  const differences = readWholes(text, PLOT_GRID.length);
  if (differences?.length !== PLOT_GRID.length) return null;
  let at = 0;
  const values = differences.map((difference) => {
    at += difference;
    return at / PARTS;
  });
  return values.every((value) => Math.abs(value) <= FARTHEST_Y) ? values : null;
}

const X_RANGE = { minimum: PLOT_GRID[0] ?? 0, maximum: PLOT_GRID.at(-1) ?? 0, whole: false };
const Y_RANGE = { minimum: -FARTHEST_Y, maximum: FARTHEST_Y, whole: false };
const INDEX_RANGE = { minimum: 0, maximum: NUMBER_SETTINGS.shots.maximum - 1, whole: true };
const MOST_POINTS = NUMBER_SETTINGS.shots.maximum;

function writePoint({ x, y }: TaskPoint): string {
  return `${x}:${y}`;
}

/** A family's way to write its curves: a key, and its numbers in the order in which they stand. */
function curveText(of: OfFamily & FamilySettings) {
  const { curves } = expectCurves(of);
  const { key, order } = curves.link;
  const all = curves.quantities(of);
  const places = order?.map((id) => all.findIndex((quantity) => quantity.id === id)) ?? [...all.keys()];
  const ranges = places.flatMap((place) => {
    const quantity = all[place];
    return quantity === undefined ? [] : [{ ...quantity, whole: false }];
  });
  return {
    key,
    ranges,
    write: (curve: FamilyCurve): string => {
      const values = curves.valuesOf(curve);
      return places.map((place) => values[place]).join(':');
    },
    read: (found: readonly number[]): FamilyCurve =>
      curves.curveOf(
        of,
        all.map((_, place) => found[places.indexOf(place)] ?? NaN),
      ),
  };
}

/** The edits as entries of a link; none where there is no edit. */
export function writeTaskEdits(
  { curve, half, moved, removed, added, heldOut }: TaskEdits,
  of: OfFamily & FamilySettings,
): Entries {
  if (curveFamilyOf(of) === null) return [];
  const entries: [string, string][] = [];
  if (curve?.kind === 'chosen' && expectCurves(of).curves.isOf?.(curve.curve, of) !== false) {
    const { key, write } = curveText(of);
    entries.push([key, write(curve.curve)]);
  }
  if (curve?.kind === 'drawn') entries.push(['drawn', writeCurve(curve.values)]);
  if (half !== 'none') entries.push(['half', half]);
  if (moved.length > 0) {
    entries.push(['moved', moved.map((point) => `${point.index}:${writePoint(point)}`).join(',')]);
  }
  if (removed.length > 0) entries.push(['removed', removed.join(',')]);
  if (added.length > 0) entries.push(['added', added.map(writePoint).join(',')]);
  if (heldOut.length > 0) entries.push(['heldOut', heldOut.map(writePoint).join(',')]);
  return entries;
}

function readList<Item>(reader: Reader, key: string, read: (text: string) => Item | null): Item[] {
  const found = reader.take(key, (text) => {
    // One more than there may be tells that there are too many.
    const texts = text === '' ? [] : text.split(',', MOST_POINTS + 1);
    const items = texts.flatMap((one) => read(one) ?? []).slice(0, MOST_POINTS);
    return { value: items, exact: items.length === texts.length };
  });
  return found ?? [];
}

/** Numbers with colons between them, each within its range; `null` where one is none. */
function numbersIn(
  text: string,
  ranges: readonly { minimum: number; maximum: number; whole: boolean }[],
): number[] | null {
  const texts = text.split(':', ranges.length + 1);
  if (texts.length !== ranges.length) return null;
  const numbers = ranges.map((range, index) => nearestNumber(texts[index] ?? '', range));
  // A point that would have to be moved is not the point that was meant.
  return numbers.every(({ exact }) => exact) ? numbers.map(({ value }) => value ?? NaN) : null;
}

function readEditedCurve(reader: Reader, of: OfFamily & FamilySettings): EditedCurve | null {
  const { key, ranges, read } = curveText(of);
  const chosen = reader.take(key, (text): { value: EditedCurve | null; exact: boolean } => {
    const found = numbersIn(text, ranges);
    if (found === null) return { value: null, exact: false };
    return { value: { kind: 'chosen', curve: read(found) }, exact: true };
  });
  const drawn = reader.take('drawn', (text): { value: EditedCurve | null; exact: boolean } => {
    const values = readCurve(text);
    // Of two curves the drawn one counts.
    const exact = values !== null && chosen === undefined;
    return { value: values === null ? null : { kind: 'drawn', values }, exact };
  });
  return drawn ?? chosen ?? null;
}

/** The edits that a link holds; what is no edit is left out and told to the reader. */
export function readTaskEdits(reader: Reader, of: OfFamily & FamilySettings): TaskEdits {
  if (curveFamilyOf(of) === null) return NO_EDITS;
  const curve = readEditedCurve(reader, of);
  const half = reader.take('half', (text) => {
    const found = HALVES.find((known) => known === text);
    return { value: found ?? NO_EDITS.half, exact: found !== undefined };
  });
  const moved = readList(reader, 'moved', (text) => {
    const [index, x, y] = numbersIn(text, [INDEX_RANGE, X_RANGE, Y_RANGE]) ?? [];
    return index === undefined || x === undefined || y === undefined ? null : { index, x, y };
  });
  const removed = readList(reader, 'removed', (text) => numbersIn(text, [INDEX_RANGE])?.[0] ?? null);
  const pointsOf = (key: string) =>
    readList(reader, key, (text) => {
      const [x, y] = numbersIn(text, [X_RANGE, Y_RANGE]) ?? [];
      return x === undefined || y === undefined ? null : { x, y };
    });
  const [added, heldOut] = [pointsOf('added'), pointsOf('heldOut')];
  return { curve, half: half ?? NO_EDITS.half, moved, removed, added, heldOut };
}
