import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedLetter } from '#families/characters/characters.ts';
import { asOwnDrawing, GRID, MOST_POINTS, MOST_STROKES, OWN_PEN } from '#families/pictures/own-drawing.ts';
import { inked } from '#families/pictures/ink.ts';
import { readDrawing, writeDrawing } from '#formats/drawing-text.ts';
import { mutationsOf } from '../../fakes/mutations.ts';
import { rounds } from '../../repeats.ts';

const place = fc.integer({ min: 0, max: GRID }).map((whole) => whole / GRID);
const drawings = fc.array(fc.array(fc.record({ x: place, y: place }), { minLength: 1, maxLength: 25 }), {
  maxLength: MOST_STROKES,
});

describe('The text of a drawing', () => {
  test('is read as the same drawing', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        expect(readDrawing(writeDrawing(drawing))).toEqual(drawing);
      }),
      { numRuns: rounds(100, 5_000) },
    );
  });

  test('an address carries as it is', () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const text = writeDrawing(drawing);
        expect(encodeURIComponent(text)).toBe(text);
      }),
      { numRuns: rounds(30, 500) },
    );
  });

  test('of a letter is short', () => {
    const lengths = Array.from(
      { length: 30 },
      (_, letter) => writeDrawing(asOwnDrawing(inventedLetter(1, 'heldOut', letter, 0).strokes)).length,
    );
    expect(Math.max(...lengths)).toBeLessThan(500);
  });

  test.each([
    ['a point without its y', 'A'],
    ['a stroke without points', 'AA.'],
    ['another sign', 'AA!A'],
    ['a number that does not end', 'AAg'],
    ['a point beyond the square', 'BA'],
    ['a number in a longer way than it needs', 'gAA'],
    ['too many strokes', Array.from({ length: MOST_STROKES + 1 }, () => 'AA').join('.')],
    ['too many points of a stroke', 'AA'.repeat(MOST_POINTS + 1)],
    ['too many points together', Array.from({ length: 3 }, () => 'AA'.repeat(MOST_POINTS / 2)).join('.')],
  ])('with %s is refused', (_, text) => {
    expect(readDrawing(text)).toBeNull();
  });

  test(`${rounds(500, 10_000)} accidents: each is read as a drawing within its limits, or refused`, () => {
    const text = writeDrawing(asOwnDrawing(inventedLetter(1, 'heldOut', 4, 2).strokes));
    let readCount = 0;
    fc.assert(
      fc.property(mutationsOf(new TextEncoder().encode(text)), (bytes) => {
        const mutated = new TextDecoder().decode(bytes);
        const drawing = readDrawing(mutated);
        if (drawing === null) return;
        readCount += 1;
        expect(writeDrawing(drawing)).toBe(mutated);
        expect(drawing.length).toBeLessThanOrEqual(MOST_STROKES);
        expect(drawing.flat().length).toBeLessThanOrEqual(MOST_POINTS);
        for (const { x, y } of drawing.flat()) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
        expect(
          inked({ strokes: drawing, width: OWN_PEN }, 14).every((ink) => ink >= 0 && ink <= 1.0001),
        ).toBe(true);
      }),
      { numRuns: rounds(500, 10_000) },
    );
    expect(readCount).toBeGreaterThan(0);
  });
});
