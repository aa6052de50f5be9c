/** Where labels stand beside the curves they name: near their curve, off every other line and off each other. */
import type { Pixel } from './plot-space.ts';

export interface LabelWish {
  readonly text: string;
  /** The curve it names, as places on the screen from left to right. */
  readonly line: readonly Pixel[];
}

export interface PlacedLabel {
  readonly text: string;
  /** The middle of its foot line. */
  readonly at: Pixel;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LINE_HEIGHT = 15;
/** Between a curve and the label's nearest edge. */
const GAP = 5;
/** Every so many places of a curve one is tried. */
const STRIDE = 6;
/** A label over another is worse than one over lines. */
const OVER_A_LABEL = 50;
/** Its own curve shall be the nearest: others are kept at some distance. */
const AIR = 3;

/** Both ends of an interval belong to it, however they are rounded. */
const ROUNDING = 1e-6;

/** In pixels, for a font of 12 px: letters are hardly wider than half their height, capitals wider, Chinese characters as wide as high. */
export function textWidth(text: string): number {
  const widthOf = (letter: string) => {
    if ((letter.codePointAt(0) ?? 0) > 0x2e7f) return 12;
    return /[A-Z]/.test(letter) ? 9.2 : 7.4;
  };
  return Array.from(text, widthOf).reduce((sum, width) => sum + width, 0);
}

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The first place of a line that is right of an edge; the line's length if none is. */
function firstBeyond(line: readonly Pixel[], edge: number): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line[middle]?.left ?? edge) <= edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many places of lines lie in the box. */
function crossings(box: Box, lines: readonly (readonly Pixel[])[]): number {
  const [right, top, bottom] = [box.right + AIR, box.top - AIR, box.bottom + AIR];
  let count = 0;
  for (const line of lines) {
    // A loop from the box's left edge on: this is asked hundreds of times for each picture of a training.
    for (let at = firstBeyond(line, box.left - AIR); at < line.length; at++) {
      const place = line[at];
      if (place === undefined || place.left >= right) break;
      if (place.top > top && place.top < bottom) count++;
    }
  }
  return count;
}

/** The highest and the lowest place of a line over an interval. */
function extent(line: readonly Pixel[], left: number, right: number): { highest: number; lowest: number } {
  let [highest, lowest] = [Infinity, -Infinity];
  for (let at = firstBeyond(line, left - ROUNDING); at < line.length; at++) {
    const place = line[at];
    if (place === undefined || place.left > right + ROUNDING) break;
    highest = Math.min(highest, place.top);
    lowest = Math.max(lowest, place.top);
  }
  return { highest, lowest };
}

/** Places the labels one after the other within `frame`; one whose curve never comes into it is left out. Lines go from left to right. */
export function placeLabels(
  wishes: readonly LabelWish[],
  lines: readonly (readonly Pixel[])[],
  frame: Box,
): PlacedLabel[] {
  const taken: Box[] = [];
  return wishes.flatMap(({ text, line }): PlacedLabel[] => {
    const half = textWidth(text) / 2;
    const candidates = line.flatMap(({ left, top }, index) => {
      if (index % STRIDE !== 0 || top < frame.top || top > frame.bottom) return [];
      // Over a slope, the label clears the curve's highest or lowest place under it.
      const { highest, lowest } = extent(line, left - half, left + half);
      return [highest - GAP, lowest + GAP + LINE_HEIGHT - 4].flatMap((foot) => {
        const box = { left: left - half, right: left + half, top: foot - LINE_HEIGHT + 3, bottom: foot + 3 };
        const isWithin =
          box.left >= frame.left &&
          box.right <= frame.right &&
          box.top >= frame.top &&
          box.bottom <= frame.bottom;
        return isWithin ? [{ at: { left, top: foot }, box, distance: Math.abs(foot - top) }] : [];
      });
    });
    const costOf = ({ box, distance }: (typeof candidates)[number]) =>
      crossings(box, lines) +
      OVER_A_LABEL * taken.filter((other) => meet(other, box)).length +
      distance / LINE_HEIGHT;
    const best = candidates
      .map((candidate) => ({ candidate, cost: costOf(candidate) }))
      .reduce<{ candidate: (typeof candidates)[number]; cost: number } | null>(
        (least, next) => (least === null || next.cost < least.cost ? next : least),
        null,
      );
    if (best === null || best.cost >= OVER_A_LABEL) return [];
    taken.push(best.candidate.box);
    return [{ text, at: best.candidate.at }];
  });
}
