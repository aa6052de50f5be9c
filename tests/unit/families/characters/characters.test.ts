import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { LETTERS } from '#families/characters/alphabet.ts';
import { squared, turned } from '#families/pictures/area-average.ts';
import {
  type Characters,
  drawnCharacters,
  inventedCharacters,
  withTurned,
} from '#families/characters/characters.ts';
import { KEPT_SIDE, type PictureSet } from '#families/pictures/picture-set.ts';
import { PARTS } from '#families/parts.ts';
import { nearestNeighbours } from '#families/characters/nearest-neighbour.ts';
import { characterTasks } from '#families/characters/tasks.ts';
import { sampleTasks } from '#families/task.ts';
import { accuracyOf } from '#training/accuracy.ts';
import { rounds } from '../../../repeats.ts';

const SIDE = 14;
const invented = inventedCharacters(1, 'training');
const COUNTS = { shots: 5, queryPoints: 15 };

function fiveWay(characters: Characters, seed = 1) {
  return characterTasks(characters, { seed, stream: STREAMS.metaTraining, ways: 5, side: SIDE });
}

/** Three alphabets of two characters with two drawings each, every drawing of its own grey. */
function greySet(alphabets = 3): PictureSet {
  const size = KEPT_SIDE * KEPT_SIDE;
  const pixels = new Uint8Array(alphabets * 4 * size);
  for (let picture = 0; picture < alphabets * 4; picture++)
    pixels.fill(picture + 1, picture * size, (picture + 1) * size);
  return {
    alphabets: Array.from({ length: alphabets }, (_, alphabet) => ({
      name: `alphabet ${String(alphabet).padStart(3, '0')}`,
      classes: [0, 1].map((at) => ({ name: `character ${at}`, first: 4 * alphabet + 2 * at, count: 2 })),
    })),
    pixels,
  };
}

describe('An invented character', () => {
  test('is the same for the same seed, split, class and hand, and another for any other', () => {
    const [picture, again] = [1, 1].map((seed) => inventedCharacters(seed, 'training').picture(7, 3, SIDE));
    expect(picture).toEqual(again);
    const others = [
      inventedCharacters(2, 'training').picture(7, 3, SIDE),
      inventedCharacters(1, 'validation').picture(7, 3, SIDE),
      inventedCharacters(1, 'heldOut').picture(7, 3, SIDE),
      invented.picture(8, 3, SIDE),
      invented.picture(7 + LETTERS, 3, SIDE),
      invented.picture(7, 4, SIDE),
    ];
    for (const other of others) expect(other).not.toEqual(picture);
  });

  test('does not depend on which others were drawn before', () => {
    const busy = inventedCharacters(1, 'training');
    for (let other = 0; other < 600; other++) busy.picture(other, 0, SIDE);
    expect(busy.picture(7, 3, SIDE)).toEqual(invented.picture(7, 3, SIDE));
  });

  test('is ink on paper, inside its square, in every size', () => {
    for (let ofClass = 0; ofClass < rounds(100, 2000); ofClass++) {
      const [small, large] = [14, 28].map((side) => invented.picture(ofClass, ofClass % 20, side));
      const ink = large?.reduce((sum, value) => sum + value, 0) ?? 0;
      expect(ink / 784).toBeGreaterThan(0.005);
      expect(ink / 784).toBeLessThan(0.35);
      expect(large?.every((value) => value >= 0 && value <= 1.000001)).toBe(true);
      const halved = squared({ width: 28, height: 28, ink: large ?? new Float32Array() }, 14);
      small?.forEach((value, pixel) => expect(value).toBeCloseTo(halved[pixel] ?? Number.NaN, 5));
    }
  });
});

describe('A task', () => {
  const tasks = fiveWay(invented);

  test('is the same for the same seed, stream and index', () => {
    expect(fiveWay(inventedCharacters(1, 'training')).sample(3, COUNTS)).toEqual(tasks.sample(3, COUNTS));
    expect(tasks.sample(4, COUNTS)).not.toEqual(tasks.sample(3, COUNTS));
    expect(fiveWay(invented, 2).sample(3, COUNTS)).not.toEqual(tasks.sample(3, COUNTS));
  });

  test('has as many drawings of each class as asked for, each drawing once, with a one-hot target', () => {
    const { support, query } = tasks.sample(0, COUNTS);
    for (const { points, perClass } of [
      { points: support, perClass: 1 },
      { points: query, perClass: 3 },
    ]) {
      expect(points.count).toBe(5 * perClass);
      expect(points.x.length).toBe(points.count * SIDE * SIDE);
      const labels = Array.from({ length: points.count }, (_, at) => points.y.subarray(5 * at, 5 * at + 5));
      for (const label of labels) expect(label.toSorted()).toEqual(Float32Array.of(0, 0, 0, 0, 1));
      for (let way = 0; way < 5; way++)
        expect(labels.filter((label) => label[way] === 1)).toHaveLength(perClass);
    }
    const pictures = [support, query].flatMap(({ x, count }) =>
      Array.from({ length: count }, (_, at) => x.subarray(SIDE * SIDE * at, SIDE * SIDE * (at + 1)).join()),
    );
    expect(new Set(pictures).size).toBe(20);
  });

  test('keeps its classes and first drawings when more are asked for', () => {
    const { support } = tasks.sample(5, { shots: 10, queryPoints: 5 });
    const fewer = tasks.sample(5, { shots: 5, queryPoints: 5 }).support;
    const picture = (x: Float32Array, at: number) => x.subarray(SIDE * SIDE * at, SIDE * SIDE * (at + 1));
    for (let way = 0; way < 5; way++) expect(picture(support.x, 2 * way)).toEqual(picture(fewer.x, way));
  });

  test('is no easy game: the nearest neighbour in pixels is wrong more often than not', () => {
    const right = sampleTasks(tasks, 0, rounds(100, 1000), COUNTS).map((task) =>
      accuracyOf(nearestNeighbours(task), task.query.y, 5),
    );
    const share = right.reduce((sum, value) => sum + value, 0) / right.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.6);
  });
});

describe('Given pictures', () => {
  test('stand whole or, by alphabet, in one split each', () => {
    const set = greySet(20);
    expect(drawnCharacters(set, null).classes).toBe(40);
    const greys = PARTS.map((part) => {
      const characters = drawnCharacters(set, part);
      return Array.from({ length: characters.classes }, (_, at) => characters.picture(at, 0, KEPT_SIDE)[0]);
    });
    expect(greys.map(({ length }) => length)).toEqual([28, 4, 8]);
    expect(new Set(greys.flat()).size).toBe(40);
  });

  test('are the bytes of the set, a 255th each', () => {
    const characters = drawnCharacters(greySet(), null);
    expect(characters.picture(3, 1, KEPT_SIDE)[0]).toBe(Math.fround(8 / 255));
    expect(characters.picture(3, 1, SIDE).every((ink) => Math.abs(ink - 8 / 255) < 1e-6)).toBe(true);
    expect(characters.drawings(3)).toBe(2);
  });
});

describe('Turned by quarters', () => {
  test('each character is three more', () => {
    const characters = withTurned(invented);
    expect(characters.classes).toBe(4 * invented.classes);
    const upright = invented.picture(9, 2, SIDE);
    const pictures = [0, 1, 2, 3].map((quarter) =>
      characters.picture(9 + quarter * invented.classes, 2, SIDE),
    );
    expect(pictures[0]).toEqual(upright);
    expect(new Set(pictures.map((picture) => picture.join())).size).toBe(4);
    expect(turned(pictures[3] ?? upright, SIDE, 1)).toEqual(upright);
  });

  test('a corner moves clockwise', () => {
    expect(turned(Float32Array.of(1, 2, 3, 4), 2, 1)).toEqual(Float32Array.of(3, 1, 4, 2));
  });
});

describe('An area average', () => {
  test('keeps the ink, in whatever ratio of sizes', () => {
    for (const side of [14, 28]) {
      const ink = Float32Array.from({ length: 105 * 105 }, (_, pixel) => ((pixel * 7919) % 13 === 0 ? 1 : 0));
      const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean(squared({ width: 105, height: 105, ink }, side))).toBeCloseTo(mean(ink), 5);
    }
  });

  test('puts an oblong picture in the middle of its square', () => {
    const averaged = squared({ width: 4, height: 2, ink: new Float32Array(8).fill(1) }, 4);
    expect(averaged).toEqual(Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0));
  });
});
