import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedLetter } from '#families/characters/characters.ts';
import { inked } from '#families/pictures/ink.ts';
import {
  asOwnDrawing,
  GRID,
  isFull,
  MOST_POINTS,
  MOST_STROKES,
  type OwnDrawing,
  OWN_PEN,
  penDown,
  penMoved,
  withoutLastStroke,
} from '#families/pictures/own-drawing.ts';
import type { Point } from '#families/pictures/strokes.ts';
import { rounds } from '../../../repeats.ts';

const SIDE = 14;

function drawn(...strokes: readonly (readonly [Point, ...Point[]])[]): OwnDrawing {
  return strokes.reduce<OwnDrawing>(
    (drawing, [first, ...others]) => others.reduce(penMoved, penDown(drawing, first)),
    [],
  );
}

const pointCount = (drawing: OwnDrawing) => drawing.flat().length;
const pictureOf = (strokes: OwnDrawing, side: number) => inked({ strokes, width: OWN_PEN }, side);
const sum = (picture: Float32Array) => picture.reduce((total, ink) => total + ink, 0);
const anywhere = fc.record({
  x: fc.double({ min: -2, max: 3, noNaN: true }),
  y: fc.double({ min: -2, max: 3, noNaN: true }),
});

describe('A drawing by hand', () => {
  const line = drawn([
    { x: 0.25, y: 0.5 },
    { x: 0.75, y: 0.5 },
  ]);

  test('is strokes of points, the last of which can be taken back', () => {
    const cross = penMoved(penDown(line, { x: 0.5, y: 0.25 }), { x: 0.5, y: 0.75 });
    expect(cross).toHaveLength(2);
    expect(withoutLastStroke(cross)).toEqual(line);
    expect(withoutLastStroke(withoutLastStroke(line))).toEqual([]);
  });

  test('goes on only where the pen has moved by half of its width', () => {
    const still = penMoved(line, { x: 0.75, y: 0.5 + OWN_PEN / 4 });
    expect(still).toBe(line);
    expect(pointCount(penMoved(line, { x: 0.75, y: 0.5 + 2 * OWN_PEN }))).toBe(3);
  });

  test('a pen that moves before it is set down draws nothing', () => {
    expect(penMoved([], { x: 0.5, y: 0.5 })).toEqual([]);
  });

  test(`stays within the square, on its grid and within its limits, whatever the hand does`, () => {
    const acts = fc.array(fc.record({ isDown: fc.boolean(), at: anywhere }), { maxLength: 900 });
    fc.assert(
      fc.property(acts, (all) => {
        const drawing = all.reduce<OwnDrawing>(
          (before, { isDown, at }) => (isDown ? penDown(before, at) : penMoved(before, at)),
          [],
        );
        expect(drawing.length).toBeLessThanOrEqual(MOST_STROKES);
        expect(pointCount(drawing)).toBeLessThanOrEqual(MOST_POINTS);
        for (const { x, y } of drawing.flat()) {
          for (const value of [x, y]) {
            expect(Number.isInteger(value * GRID)).toBe(true);
            expect(value >= 0 && value <= 1).toBe(true);
          }
        }
      }),
      { numRuns: rounds(30, 500) },
    );
  });

  test('is full after so many points, and takes no more', () => {
    const ends = [0.1, 0.9].map((x) => ({ x, y: 0.5 }));
    let drawing = penDown([], { x: 0.5, y: 0.5 });
    for (let at = 0; at < MOST_POINTS; at++) drawing = penMoved(drawing, ends[at % 2] ?? { x: 0, y: 0 });
    expect(isFull(drawing)).toBe(true);
    expect(penDown(drawing, { x: 0, y: 0 })).toBe(drawing);
    expect(isFull(withoutLastStroke(drawing))).toBe(false);
  });
});

describe('What a network sees of a drawing', () => {
  test('of an empty sheet is paper, of a dot a pen’s width of ink', () => {
    expect(sum(pictureOf([], SIDE))).toBe(0);
    const dot = sum(pictureOf(penDown([], { x: 0.5, y: 0.5 }), SIDE));
    const area = Math.PI * (OWN_PEN / 2) ** 2 * SIDE * SIDE;
    expect(Math.abs(dot - area)).toBeLessThan(0.2 * area);
  });

  test('is as much ink at either side of a picture', () => {
    const drawing = drawn([
      { x: 0.2, y: 0.2 },
      { x: 0.8, y: 0.3 },
      { x: 0.4, y: 0.9 },
    ]);
    expect(sum(pictureOf(drawing, 28)) / 4).toBeCloseTo(sum(pictureOf(drawing, SIDE)), 4);
  });
});

describe('A letter of an alphabet as a drawing of the visitor’s', () => {
  test('is hardly another picture', () => {
    for (let letter = 0; letter < rounds(30, 600); letter++) {
      const { strokes, width } = inventedLetter(1, 'heldOut', letter, 3);
      const drawing = asOwnDrawing(strokes);
      expect(pointCount(drawing)).toBeLessThanOrEqual(MOST_POINTS);
      const here = inked({ strokes: drawing, width }, SIDE);
      const there = inked({ strokes, width }, SIDE);
      const difference = here.reduce((total, ink, at) => total + Math.abs(ink - (there[at] ?? 0)), 0);
      expect(difference).toBeLessThan(0.12 * sum(there) + 0.5);
    }
  });

  test('of very many points keeps its ends', () => {
    const long = Array.from({ length: 5 * MOST_POINTS }, (_, at) => ({
      x: 0.5 + 0.4 * Math.cos(at),
      y: 0.5 + 0.4 * Math.sin(at),
    }));
    const drawing = asOwnDrawing([long]);
    expect(pointCount(drawing)).toBeLessThanOrEqual(MOST_POINTS);
    const end = long.at(-1) ?? { x: 0, y: 0 };
    const kept = drawing[0]?.at(-1) ?? { x: 0, y: 0 };
    expect(Math.hypot(kept.x - end.x, kept.y - end.y)).toBeLessThan(1 / GRID);
  });
});
