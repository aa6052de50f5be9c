import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '#formats/picture-bytes.ts';
import { PlaygroundError } from '#core/errors.ts';
import { drawnCharacters } from '#families/characters/characters.ts';
import { KEPT_SIDE, type PictureSet } from '#families/pictures/picture-set.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import { mutationsOf } from '../../fakes/mutations.ts';
import { HAS_OMNIGLOT, omniglotZip } from '../../omniglot.ts';
import { rounds } from '../../repeats.ts';

const SIDE = KEPT_SIDE;
const PIXELS = SIDE * SIDE;

/** A grey picture whose left half is ink. */
function halfInk(width = SIDE, height = SIDE): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => (at % width < width / 2 ? 0 : 255));
}

const grey = (data: Uint8Array, width = SIDE, height = SIDE) => encode({ width, height, data, channels: 1 });
const png = grey(halfInk());

function refusalOf(read: () => unknown): PlaygroundError {
  try {
    read();
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error('Expected a refusal, found none.');
}

const read = (files: Readonly<Record<string, Uint8Array>>) =>
  readPictureZip(zipSync({ ...files }), decodePicture);

function inkOf({ pixels }: PictureSet, picture: number): Uint8Array {
  return pixels.subarray(picture * PIXELS, (picture + 1) * PIXELS);
}

describe('A zip of pictures', () => {
  test('has a class for each folder, and an alphabet for the folder around several', () => {
    const set = read({
      'set/Greek/alpha/2.png': png,
      'set/Greek/alpha/1.png': grey(new Uint8Array(PIXELS).fill(255)),
      'set/Greek/beta/1.png': png,
      'set/Greek/beta/2.png': png,
      'set/Hebrew/alef/1.png': png,
      'set/Hebrew/alef/2.png': png,
      'set/Hebrew/alef/note.txt': Uint8Array.of(1),
      '__MACOSX/set/Greek/alpha/._1.png': Uint8Array.of(1),
    });
    expect(set.alphabets).toEqual([
      {
        name: 'Greek',
        classes: [
          { name: 'alpha', first: 0, count: 2 },
          { name: 'beta', first: 2, count: 2 },
        ],
      },
      { name: 'Hebrew', classes: [{ name: 'alef', first: 4, count: 2 }] },
    ]);
    expect(inkOf(set, 0)).toEqual(new Uint8Array(PIXELS));
    expect(inkOf(set, 1)).toEqual(halfInk().map((value) => 255 - value));
  });

  test('without alphabets has one for each class', () => {
    const set = read({ 'cat/1.png': png, 'cat/2.png': png, 'dog/1.png': png, 'dog/2.png': png });
    expect(set.alphabets.map(({ name }) => name)).toEqual(['cat', 'dog']);
  });

  test('may be white on black', () => {
    const dark = grey(Uint8Array.from({ length: PIXELS }, (_, at) => (at === 5 ? 255 : 0)));
    const set = read({ 'a/1.png': dark, 'a/2.png': dark, 'b/1.png': dark, 'b/2.png': dark });
    expect(inkOf(set, 3)).toEqual(Uint8Array.from({ length: PIXELS }, (_, at) => (at === 5 ? 255 : 0)));
  });
});

describe('A picture', () => {
  const expected = halfInk().map((value) => 255 - value);
  const colours = (channels: 3 | 4) =>
    Uint8Array.from({ length: PIXELS * channels }, (_, at) =>
      at % channels === 3 ? 255 : (halfInk()[Math.floor(at / channels)] ?? 0),
    );
  const bits = Uint8Array.from({ length: 4 * SIDE }, (_, at) => [0, 0b0000_0011, 255, 255][at % 4] ?? 0);
  const inked = (bytes: Uint8Array) => inkOf(read({ 'a/1': bytes, ...named(bytes) }), 0);
  const named = (bytes: Uint8Array) => ({
    'a/1.png': bytes,
    'a/2.png': bytes,
    'b/1.png': png,
    'b/2.png': png,
  });

  test.each([
    { what: 'grey', bytes: png },
    { what: 'colours', bytes: encode({ width: SIDE, height: SIDE, data: colours(3), channels: 3 }) },
    {
      what: 'colours and opacity',
      bytes: encode({ width: SIDE, height: SIDE, data: colours(4), channels: 4 }),
    },
    {
      what: '16 bits',
      bytes: encode({
        width: SIDE,
        height: SIDE,
        data: Uint16Array.from(halfInk(), (value) => 257 * value),
        channels: 1,
        depth: 16,
      }),
    },
    {
      what: 'a palette',
      bytes: encode({
        width: SIDE,
        height: SIDE,
        data: halfInk().map((value) => value & 1),
        channels: 1,
        depth: 8,
        palette: [
          [0, 0, 0],
          [255, 255, 255],
        ],
      }),
    },
    { what: 'one bit', bytes: encode({ width: SIDE, height: SIDE, data: bits, channels: 1, depth: 1 }) },
  ])('of $what is the ink it shows', ({ bytes }) => {
    expect(inked(bytes)).toEqual(expected);
  });

  test('of JPEG is the ink it shows, as far as JPEG does', () => {
    const { data } = jpeg.encode({ width: SIDE, height: SIDE, data: colours(4) }, 95);
    inked(data).forEach((value, at) => {
      if (at % SIDE < 10 || at % SIDE > 17) expect(Math.abs(value - (expected[at] ?? 0))).toBeLessThan(25);
    });
  });

  test('that is clear is paper', () => {
    const data = colours(4).map((value, at) => (at % 4 === 3 ? 0 : value));
    expect(inked(encode({ width: SIDE, height: SIDE, data, channels: 4 }))).toEqual(new Uint8Array(PIXELS));
  });
});

describe('What is no such archive is refused in words', () => {
  const two = { 'b/1.png': png, 'b/2.png': png };
  test.each([
    { what: 'one folder', files: two, words: /at least two folders, found 1/ },
    { what: 'one drawing', files: { ...two, 'a/1.png': png }, words: /“a”: expected at least 2 pictures/ },
    { what: 'no folder', files: { ...two, '1.png': png }, words: /“1\.png”: expected a picture in a folder/ },
    {
      what: 'other bytes',
      files: { ...two, 'a/1.png': Uint8Array.of(1), 'a/2.png': png },
      words: /“a\/1\.png”: expected a PNG or JPEG picture, found other bytes/,
    },
    {
      what: 'half a picture',
      files: { ...two, 'a/1.png': png.subarray(0, 50), 'a/2.png': png },
      words: /“a\/1\.png”: expected a whole PNG picture, found damage/,
    },
    {
      what: 'a picture of huge sides',
      files: { ...two, 'a/1.png': grey(new Uint8Array(2000), 2000, 1), 'a/2.png': png },
      words: /expected 1 to 1024 pixels a side, found 2000 × 1/,
    },
    {
      what: 'a picture of many bytes',
      files: { ...two, 'a/1.png': new Uint8Array(70_000), 'a/2.png': png },
      words: /expected at most 65536 bytes, found 70000/,
    },
  ])('$what', ({ files, words }) => {
    const { message, code } = refusalOf(() => read(files));
    expect(message).toMatch(words);
    expect(code).toBe('input-invalid');
  });

  test('a bomb, by its directory, before anything is unpacked', () => {
    const zeros = new Uint8Array(60_000);
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at % 2}/${at}.png`, zeros]));
    const bomb = zipSync(files, { level: 9 });
    let isAsked = false;
    const { message } = refusalOf(() =>
      readPictureZip(bomb, (bytes, where) => {
        isAsked = true;
        return decodePicture(bytes, where);
      }),
    );
    expect(message).toMatch(/expected at most \d+ bytes unpacked, found 18000000/);
    expect(isAsked).toBe(false);
  });

  test(`${rounds(300, 10_000)} accidents: each is read whole or refused`, { timeout: 300_000 }, () => {
    const zip = zipSync({ 'x/a/1.png': png, 'x/a/2.png': png, 'y/b/1.jpg': png, 'y/b/2.png': png });
    let readCount = 0;
    fc.assert(
      fc.property(mutationsOf(zip), (mutated) => {
        try {
          const set = readPictureZip(mutated, decodePicture);
          readCount += 1;
          expect(set.pixels.length % PIXELS).toBe(0);
        } catch (error) {
          if (!(error instanceof PlaygroundError)) throw error;
          expect(error.code).toBe('input-invalid');
          expect(error.message).toMatch(/expected .+, found /i);
        }
      }),
      { numRuns: rounds(300, 10_000) },
    );
    expect(readCount).toBeGreaterThan(0);
  });
});

describe.runIf(HAS_OMNIGLOT)('Omniglot', () => {
  test('has 964 and 659 characters in 30 and 20 alphabets, each drawn twenty times', {
    timeout: 120_000,
  }, () => {
    const sets = (['images_background', 'images_evaluation'] as const).map((name) =>
      readPictureZip(omniglotZip(name), decodePicture),
    );
    expect(sets.map(({ alphabets }) => alphabets.length)).toEqual([30, 20]);
    expect(sets.map((set) => drawnCharacters(set, null).classes)).toEqual([964, 659]);
    for (const { alphabets } of sets)
      for (const { classes } of alphabets) for (const { count } of classes) expect(count).toBe(20);
    const [background] = sets;
    const ink = background?.pixels.reduce((sum, value) => sum + value, 0) ?? 0;
    expect(ink / 255 / (background?.pixels.length ?? 1)).toBeLessThan(0.1);
  });
});
