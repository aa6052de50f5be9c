/**
 * How a hand writes a letter: each writer slants, squeezes and rounds in a way of their own, and no two drawings are alike.
 * What varies is what hands vary: strokes are moved against each other, shortened, overshot, curled and joined.
 */
import type { RandomSource } from '#core/rng.ts';
import { type Drawing, PENS } from '../pictures/drawing.ts';
import { boxOf, mapPoints, type Point, type Stroke } from '../pictures/strokes.ts';
import { type Dice, dice } from './dice.ts';

/** A writer's habits, the same in all letters of an alphabet. */
interface Habits {
  readonly slant: number;
  readonly rotation: number;
  readonly stretch: number;
  readonly size: number;
  readonly shift: Point;
  readonly width: number;
  /** How often corners are smoothed. */
  readonly rounding: number;
  /** 1 in a usual hand, more in a hasty one. */
  readonly haste: number;
  readonly joins: number;
  readonly curls: number;
}

function habitsOf(draws: Dice): Habits {
  return {
    slant: draws.normal(0.16),
    rotation: draws.normal(0.07),
    stretch: draws.normal(0.14),
    size: draws.normal(0.16),
    shift: { x: draws.normal(0.035), y: draws.normal(0.035) },
    width: draws.between(PENS.thinnest, PENS.widest),
    rounding: Math.floor(4 * draws.uniform()),
    haste: Math.exp(draws.normal(0.35)),
    joins: draws.chance(0.25) ? draws.between(0.2, 0.8) : 0,
    curls: draws.chance(0.3) ? draws.between(0.1, 0.4) : 0,
  };
}

/** From 0 to 1, level at both ends. */
const eased = (t: number) => t * t * (3 - 2 * t);

/** A smooth random function on [0, 1] through knots of the given deviation. */
function drift(draws: Dice, knots: number, deviation: number): (t: number) => number {
  const heights = Array.from({ length: knots }, () => draws.normal(deviation));
  return (t) => {
    const place = t * (knots - 1);
    const left = Math.min(Math.floor(place), knots - 2);
    const weight = eased(place - left);
    return (heights[left] ?? 0) * (1 - weight) + (heights[left + 1] ?? 0) * weight;
  };
}

/** Each point halfway to the middle of its neighbours; the ends stay. */
function smoothed(stroke: Stroke): Stroke {
  return stroke.map((point, at) => {
    const before = stroke[at - 1];
    const after = stroke[at + 1];
    if (before === undefined || after === undefined) return point;
    return {
      x: point.x / 2 + (before.x + after.x) / 4,
      y: point.y / 2 + (before.y + after.y) / 4,
    };
  });
}

/** One more point beyond an end, in its direction. */
function beyond(end: Point, inner: Point, length: number): Point {
  const distance = Math.hypot(end.x - inner.x, end.y - inner.y) || 1;
  return {
    x: end.x + ((end.x - inner.x) / distance) * length,
    y: end.y + ((end.y - inner.y) / distance) * length,
  };
}

/** Cuts both ends or lets them overshoot. */
function withOtherEnds(stroke: Stroke, draws: Dice, haste: number): Stroke {
  const changed = [...stroke];
  for (const isLast of [false, true]) {
    const change = draws.normal(0.035 * haste);
    const cut = Math.min(Math.floor((-change * stroke.length) / 0.6), Math.floor(stroke.length / 4));
    if (isLast) changed.reverse();
    if (cut > 0) changed.splice(0, cut);
    const [end, inner] = changed;
    if (change > 0 && end !== undefined && inner !== undefined) changed.unshift(beyond(end, inner, change));
    if (isLast) changed.reverse();
  }
  return changed;
}

const CURL_POINTS = 6;

/** A small turn at the end, as of a pen that is already on its way. */
function curl(stroke: Stroke, draws: Dice): Stroke {
  const [inner, end] = stroke.slice(-2);
  if (inner === undefined || end === undefined) return stroke;
  let heading = Math.atan2(end.y - inner.y, end.x - inner.x);
  const turn = draws.normal(2.4) / CURL_POINTS;
  const stride = draws.between(0.05, 0.14) / CURL_POINTS;
  const added: Point[] = [];
  let { x, y } = end;
  for (let at = 0; at < CURL_POINTS; at++) {
    heading += turn;
    x += stride * Math.cos(heading);
    y += stride * Math.sin(heading);
    added.push({ x, y });
  }
  return [...stroke, ...added];
}

/** A stroke moved, turned, resized and bent as a whole. */
function rewritten(stroke: Stroke, draws: Dice, { haste, rounding, curls }: Habits): Stroke {
  const { left, top, width, height } = boxOf([stroke]);
  const centre = { x: left + width / 2, y: top + height / 2 };
  const turn = draws.normal(0.08 * haste);
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const scaleX = Math.exp(draws.normal(0.1 * haste));
  const scaleY = Math.exp(draws.normal(0.1 * haste));
  const moveX = draws.normal(0.022 * haste);
  const moveY = draws.normal(0.022 * haste);
  const knots = Math.max(2, Math.round(stroke.length / 9) + 1);
  const driftX = drift(draws, knots, 0.02 * haste);
  const driftY = drift(draws, knots, 0.02 * haste);
  let changed: Stroke = stroke.map(({ x, y }, at) => {
    const across = (x - centre.x) * scaleX;
    const down = (y - centre.y) * scaleY;
    const along = at / Math.max(1, stroke.length - 1);
    return {
      x: centre.x + cosine * across - sine * down + moveX + driftX(along),
      y: centre.y + sine * across + cosine * down + moveY + driftY(along),
    };
  });
  for (let pass = 0; pass < rounding; pass++) changed = smoothed(changed);
  const cut = withOtherEnds(changed, draws, haste);
  return draws.chance(curls) ? curl(cut, draws) : cut;
}

const NEAR = 0.4;

/** The pen is not lifted everywhere: the end of a stroke is joined to a beginning nearby. */
function joined(strokes: readonly Stroke[], draws: Dice, chance: number): Stroke[] {
  const result: Stroke[] = [];
  for (const stroke of strokes) {
    const before = result.at(-1);
    const end = before?.at(-1);
    const [start] = stroke;
    const isNear =
      end !== undefined && start !== undefined && Math.hypot(start.x - end.x, start.y - end.y) < NEAR;
    if (before !== undefined && isNear && draws.chance(chance)) result.splice(-1, 1, [...before, ...stroke]);
    else result.push(stroke);
  }
  return result;
}

// Alphabets count from 0 in the same source; the letters' draws end below these.
const HABITS_DRAWS = 0x2000_0000;
const DRAWING_DRAWS = 0x4000_0000;
const HAND_STRIDE = 0x400;
const LETTER_STRIDE = 0x10_0000;

/** Whose hand writes which letter, all counted from 0: hands below 1,024, letters below 256. */
export interface Writing {
  readonly alphabet: number;
  readonly letter: number;
  readonly hand: number;
}

/** A letter in a hand. The source is that of the alphabets. */
export function written(
  strokes: readonly Stroke[],
  random: RandomSource,
  { alphabet, letter, hand }: Writing,
): Drawing {
  const habits = habitsOf(dice(random, alphabet, HABITS_DRAWS + HAND_STRIDE * hand));
  const draws = dice(random, alphabet, DRAWING_DRAWS + LETTER_STRIDE * letter + HAND_STRIDE * hand);
  const changed = strokes.map((stroke) => rewritten(stroke, draws, habits));
  const { slant, rotation, stretch, size, shift, joins, width } = habits;
  const angle = rotation + draws.normal(0.03);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const scale = Math.exp(size + draws.normal(0.05));
  const wide = scale * Math.exp(stretch / 2 + draws.normal(0.03));
  const high = scale * Math.exp(-stretch / 2 + draws.normal(0.03));
  const shear = slant + draws.normal(0.04);
  const moveX = 0.5 + shift.x + draws.normal(0.02);
  const moveY = 0.5 + shift.y + draws.normal(0.02);
  const whole = mapPoints(joined(changed, draws, joins), ({ x, y }) => {
    const across = (x - 0.5 - shear * (y - 0.5)) * wide;
    const down = (y - 0.5) * high;
    return { x: moveX + cosine * across - sine * down, y: moveY + sine * across + cosine * down };
  });
  return { strokes: whole, width };
}
