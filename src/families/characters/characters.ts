/** Where characters come from: invented alphabets, or pictures that somebody has drawn. Both are classes and their drawings. */
import { randomSource, STREAMS } from '#core/rng.ts';
import { LETTERS, letterOf } from './alphabet.ts';
import { squared, turned } from '../pictures/area-average.ts';
import type { Drawing } from '../pictures/drawing.ts';
import { written } from './hand.ts';
import { inked } from '../pictures/ink.ts';
import { KEPT_SIDE, type PictureClass, type PictureSet } from '../pictures/picture-set.ts';
import type { Stroke } from '../pictures/strokes.ts';

/** What alphabets are for; no alphabet is in two of them. */
export const SPLITS = ['training', 'validation', 'heldOut'] as const;
export type Split = (typeof SPLITS)[number];

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
function letterSource(seed: number, split: Split) {
  const random = randomSource(seed, ALPHABET_STREAMS[split]);
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
export function inventedLetter(seed: number, split: Split, ofClass: number, hand: number): Drawing {
  const source = letterSource(seed, split);
  return source.written(source.plain(ofClass), ofClass, hand);
}

/** The invented characters of a seed. Splits draw from streams of their own, which never share numbers, whatever the seed. */
export function inventedCharacters(seed: number, split: Split): Characters {
  const source = letterSource(seed, split);
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

/** Of ten alphabets in the order of their names, the last three are not trained on. */
const SPLIT_OF_TEN: readonly Split[] = [
  ...Array.from({ length: 7 }, (): Split => 'training'),
  'validation',
  'heldOut',
  'heldOut',
];

function splitOf(alphabet: number): Split {
  return SPLIT_OF_TEN[alphabet % SPLIT_OF_TEN.length] ?? 'training';
}

/** The classes of a set's alphabets: of all, or of a split. */
function classesOf({ alphabets }: PictureSet, split: Split | null): PictureClass[] {
  return alphabets
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter((_, at) => split === null || splitOf(at) === split)
    .flatMap(({ classes }) => classes);
}

/** The characters of a set, all of them where `split` is `null`. */
export function drawnCharacters(set: PictureSet, split: Split | null): Characters {
  const classes = classesOf(set, split);
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
    classes: 4 * classes,
    drawings: (ofClass) => characters.drawings(ofClass % classes),
    picture: (ofClass, drawing, side) =>
      turned(characters.picture(ofClass % classes, drawing, side), side, Math.floor(ofClass / classes)),
  };
}
