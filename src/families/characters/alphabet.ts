/**
 * Invented alphabets: a letter is a program of a pen, made of the few bends and places that its alphabet repeats.
 *
 * After Lake, Salakhutdinov & Tenenbaum, "Human-level concept learning through probabilistic program induction" (Science
 * 350, 2015): a character is strokes, a stroke is parts of a common stock, and a stroke begins anywhere, at an end of an
 * earlier one, or along it.
 */
import type { RandomSource } from '#core/rng.ts';
import { type Dice, dice } from './dice.ts';
import { boxOf, mapPoints, type Point, pointAt, type Stroke } from '../pictures/strokes.ts';

/** Letters of each alphabet. */
export const LETTERS = 30;

/** A part of a stroke: how long it is where it runs freely, and its heading, in radians, from s = 0 to 1. */
interface Bend {
  readonly length: number;
  readonly turn: (s: number) => number;
}

type List<Item> = readonly [Item, ...Item[]];

/** What the letters of an alphabet share. */
interface Style {
  /** Where parts of strokes begin and end. */
  readonly places: List<Point>;
  readonly bends: List<Bend>;
  /** Parts of a letter. */
  readonly parts: List<number>;
  /** The chance that the pen is lifted between two parts, and that it is then set down where something is. */
  readonly lifts: number;
  readonly ties: number;
  /** The chance that a part runs freely instead of from place to place. */
  readonly freedom: number;
  /** The chances of a bar above, of a stroke that ends in its ornament, and of a dot. */
  readonly bars: number;
  readonly ornaments: number;
  readonly dots: number;
  readonly ornament: Bend;
}

const QUARTER = Math.PI / 2;
const BEND_POINTS = 12;

const arc =
  (angle: number): Bend['turn'] =>
  (s) =>
    angle * (s - 0.5);
const hook =
  (angle: number): Bend['turn'] =>
  (s) =>
    angle * s ** 4;
const wave =
  (angle: number): Bend['turn'] =>
  (s) =>
    angle * Math.sin(2 * Math.PI * s);

function drawBend(draws: Dice, roundness: number): Bend {
  const side = draws.chance(0.5) ? 1 : -1;
  const length = draws.between(0.4, 1);
  if (!draws.chance(roundness)) return { length, turn: arc(0) };
  const kind = draws.uniform();
  if (kind < 0.66) return { length, turn: arc(side * draws.between(0.7, 3.6)) };
  if (kind < 0.86) return { length, turn: hook(side * draws.between(1.3, 3.2)) };
  return { length, turn: wave(side * draws.between(0.6, 1.4)) };
}

function drawPlaces(draws: Dice): List<Point> {
  const wide = draws.between(0.55, 1.15);
  const middle = draws.between(0.35, 0.65);
  const rows = [0, middle, 1] as const;
  const columns = [0, 0.5, 1] as const;
  const all = rows.flatMap((y) => columns.map((x) => ({ x: x * wide, y })));
  return [{ x: 0, y: 0 }, ...all.slice(1)];
}

function drawParts(draws: Dice): List<number> {
  const usual = 2 + Math.floor(3.4 * draws.uniform());
  return [usual, usual, usual, usual, usual + 1, usual + 1, usual + 2, Math.max(1, usual - 1)];
}

function drawStyle(draws: Dice): Style {
  const roundness = draws.between(0.1, 0.9);
  const side = draws.chance(0.5) ? 1 : -1;
  const isBarred = draws.chance(0.15);
  return {
    places: drawPlaces(draws),
    bends: [
      drawBend(draws, roundness),
      drawBend(draws, roundness),
      drawBend(draws, roundness),
      drawBend(draws, roundness),
      drawBend(draws, roundness),
    ],
    parts: drawParts(draws),
    lifts: draws.between(0.15, 0.7),
    ties: draws.between(0.6, 0.95),
    freedom: draws.chance(0.3) ? draws.between(0.3, 0.9) : draws.between(0, 0.2),
    bars: isBarred ? draws.between(0.4, 0.9) : 0,
    ornaments: draws.chance(0.5) ? draws.between(0.05, 0.5) : 0.04,
    dots: draws.chance(0.3) ? draws.between(0.05, 0.3) : 0.02,
    ornament: {
      length: draws.between(0.3, 0.85),
      turn: draws.chance(0.6) ? arc(side * draws.between(5, 6.8)) : hook(side * draws.between(3, 5.5)),
    },
  };
}

/** The points of a bend that sets out from a point in a heading, without that point. */
function follow(from: Point, heading: number, { length, turn }: Bend): Point[] {
  const points: Point[] = [];
  let { x, y } = from;
  const stride = length / BEND_POINTS;
  for (let at = 0; at < BEND_POINTS; at++) {
    const direction = heading + turn((at + 0.5) / BEND_POINTS) - turn(0);
    x += stride * Math.cos(direction);
    y += stride * Math.sin(direction);
    points.push({ x, y });
  }
  return points;
}

/** The same bend from one point to another, turned and resized to fit. */
function fitted(from: Point, to: Point, bend: Bend): Point[] {
  const free = follow({ x: 0, y: 0 }, 0, bend);
  const end = pointAt(free, 1);
  const square = end.x ** 2 + end.y ** 2;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const cosine = (dx * end.x + dy * end.y) / square;
  const sine = (dy * end.x - dx * end.y) / square;
  return free.map(({ x, y }) => ({ x: from.x + cosine * x - sine * y, y: from.y + sine * x + cosine * y }));
}

function headingAtEnd(stroke: Stroke): number | null {
  const [inner, end] = stroke.slice(-2);
  return inner === undefined || end === undefined ? null : Math.atan2(end.y - inner.y, end.x - inner.x);
}

const CORNERS = [0, 0, QUARTER, -QUARTER, 1.4 * QUARTER, -1.4 * QUARTER] as const;
const HEADINGS = [0, QUARTER, QUARTER, 2 * QUARTER, 0.5 * QUARTER, 1.5 * QUARTER] as const;
const ALONG = [0, 0, 0.5, 0.5, 1, 1, 0.25, 0.75] as const;

const isNear = (a: Point, b: Point, distance: number) => Math.hypot(a.x - b.x, a.y - b.y) < distance;

/** A part that goes on from a stroke, not where one of the letter's parts has gone already. */
function nextPart(draws: Dice, style: Style, stroke: Stroke, parts: readonly Stroke[]): Point[] {
  const from = pointAt(stroke, 1);
  const bend = draws.pick(style.bends);
  if (draws.chance(style.freedom)) {
    const end = headingAtEnd(stroke);
    const heading = end === null ? draws.pick(HEADINGS) : end + draws.pick(CORNERS);
    return follow(from, heading, bend);
  }
  const joins = (part: Stroke, to: Point) =>
    [0, 1].every((end) => [from, to].some((point) => isNear(point, pointAt(part, end), 0.2)));
  const isNew = (to: Point) => !isNear(to, from, 0.25) && !parts.some((part) => joins(part, to));
  const [first, ...others] = style.places.filter(isNew);
  return first === undefined ? [] : fitted(from, draws.pick([first, ...others]), bend);
}

function ornamented(draws: Dice, style: Style, stroke: Stroke): Stroke {
  const heading = headingAtEnd(stroke);
  if (heading === null || !draws.chance(style.ornaments)) return stroke;
  return [...stroke, ...follow(pointAt(stroke, 1), heading, style.ornament)];
}

function drawStrokes(draws: Dice, style: Style): Stroke[] {
  const strokes: Stroke[] = [];
  const parts: Stroke[] = [];
  const count = draws.pick(style.parts);
  if (draws.chance(style.bars)) {
    const [start, , end = start] = style.places;
    strokes.push([start, ...fitted(start, end, { length: 1, turn: arc(0) })]);
  }
  let stroke: Stroke = [draws.pick(style.places)];
  for (let at = 0; at < count; at++) {
    if (at > 0 && draws.chance(style.lifts)) {
      strokes.push(ornamented(draws, style, stroke));
      const isTied = draws.chance(style.ties);
      stroke = [
        isTied ? pointAt(draws.pick([stroke, ...strokes]), draws.pick(ALONG)) : draws.pick(style.places),
      ];
    }
    const part = nextPart(draws, style, stroke, parts);
    parts.push([pointAt(stroke, 1), ...part]);
    stroke = [...stroke, ...part];
  }
  strokes.push(ornamented(draws, style, stroke));
  if (draws.chance(style.dots)) {
    const place = draws.pick(style.places);
    strokes.push([place, ...follow(place, QUARTER, { length: 0.06, turn: arc(0) })]);
  }
  return strokes;
}

/** Moves a letter to the middle, its longer side as long as asked for. */
function placed(strokes: readonly Stroke[], side: number): Stroke[] {
  const { left, top, width, height } = boxOf(strokes);
  const scale = side / Math.max(width, height);
  return mapPoints(strokes, ({ x, y }) => ({
    x: 0.5 + (x - left - width / 2) * scale,
    y: 0.5 + (y - top - height / 2) * scale,
  }));
}

// Style and letters of an alphabet count from their own places.
const STYLE_DRAWS = 0x1000_0000;
const LETTER_DRAWS = 0x1000;

/** A letter of an alphabet as nobody writes it, in the middle of the square. The source is that of all alphabets of a seed. */
export function letterOf(random: RandomSource, alphabet: number, letter: number): Stroke[] {
  const style = drawStyle(dice(random, alphabet, STYLE_DRAWS));
  const draws = dice(random, alphabet, LETTER_DRAWS * (letter + 1));
  const strokes = drawStrokes(draws, style);
  return placed(strokes, draws.between(0.5, 0.75));
}
