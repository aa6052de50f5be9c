/** Where characters come from: invented alphabets, or pictures that somebody has drawn. Both are classes and their drawings. */
import { randomSource, STREAMS } from '#core/rng.ts';
import { LETTERS, letterOf } from './alphabet.ts';
import { squared, turned } from '../pictures/area-average.ts';
import type { Drawing } from '../pictures/drawing.ts';
import { written } from './hand.ts';
import { inked } from '../pictures/ink.ts';
import { classesOfPart } from '../pictures/parts-of-set.ts';
import type { Part } from '../parts.ts';
import { KEPT_SIDE, type PictureSet } from '../pictures/picture-set.ts';
import { TURNS } from './settings.ts';
import type { Stroke } from '../pictures/strokes.ts';

export interface Characters {
  readonly classes: number;
  /** How many drawings there are of a class. */
  drawings(ofClass: number): number;
  /** A drawing of a class, [side, side], ink from 0 to 1. */
  picture(ofClass: number, drawing: number, side: number): Float32Array;
}

/** Invented alphabets of each split, and hands of each alphabet: more than any training sees. */
const ALPHABETS = 0x1_0000;
const HANDS = 0x400;
/** Letters that are kept, since their drawings are asked for together. */
const KEPT_LETTERS = 512;

const ALPHABET_STREAMS = {
  training: STREAMS.trainingAlphabets,
  validation: STREAMS.validationAlphabets,
  heldOut: STREAMS.heldOutAlphabets,
} as const;

/** A letter as nobody writes it, or in a hand. */
function letterSource(seed: number, part: Part) {
  const random = randomSource(seed, ALPHABET_STREAMS[part]);
  const placeOf = (ofClass: number) => [Math.floor(ofClass / LETTERS), ofClass % LETTERS] as const;
  return {
    plain: (ofClass: number) => letterOf(random, ...placeOf(ofClass)),
    written(strokes: readonly Stroke[], ofClass: number, hand: number) {
      const [alphabet, letter] = placeOf(ofClass);
      return written(strokes, random, { alphabet, letter, hand });
    },
  };
}

/** The strokes of an invented character in a hand. */
export function inventedLetter(seed: number, part: Part, ofClass: number, hand: number): Drawing {
  const source = letterSource(seed, part);
  return source.written(source.plain(ofClass), ofClass, hand);
}

/** The invented characters of a seed. Parts draw from streams of their own, which never share numbers, whatever the seed. */
export function inventedCharacters(seed: number, part: Part): Characters {
  const source = letterSource(seed, part);
  const kept = new Map<number, readonly Stroke[]>();
  const letter = (ofClass: number) => {
    const known = kept.get(ofClass);
    if (known !== undefined) return known;
    if (kept.size >= KEPT_LETTERS) kept.clear();
    const strokes = source.plain(ofClass);
    kept.set(ofClass, strokes);
    return strokes;
  };
  return {
    classes: ALPHABETS * LETTERS,
    drawings: () => HANDS,
    picture: (ofClass, drawing, side) => inked(source.written(letter(ofClass), ofClass, drawing), side),
  };
}

/** The characters of a set, all of them where `part` is `null`. */
export function drawnCharacters(set: PictureSet, part: Part | null): Characters {
  const classes = classesOfPart(set, part);
  const size = KEPT_SIDE * KEPT_SIDE;
  return {
    classes: classes.length,
    drawings: (ofClass) => classes[ofClass]?.count ?? 0,
    picture(ofClass, drawing, side) {
      const at = size * ((classes[ofClass]?.first ?? 0) + drawing);
      const ink = Float32Array.from(set.pixels.subarray(at, at + size), (value) => value / 255);
      return side === KEPT_SIDE ? ink : squared({ width: KEPT_SIDE, height: KEPT_SIDE, ink }, side);
    },
  };
}

/** The same characters and, as other classes, the same turned by a quarter, by half and by three quarters. */
export function withTurned(characters: Characters): Characters {
  const { classes } = characters;
  return {
    classes: TURNS * classes,
    drawings: (ofClass) => characters.drawings(ofClass % classes),
    picture: (ofClass, drawing, side) =>
      turned(characters.picture(ofClass % classes, drawing, side), side, Math.floor(ofClass / classes)),
  };
}
