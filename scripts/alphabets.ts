/** Draws docs/characters.png, ten letters of each of ten invented alphabets, and one letter of each in ten hands: npm run alphabets. */
import { writeFileSync } from 'node:fs';
import { encode } from 'fast-png';
import { LETTERS } from '../src/families/characters/alphabet.ts';
import { inventedCharacters } from '../src/families/characters/characters.ts';

const OUT = 'docs/characters.png';
const SIDE = 56;
const GAP = 4;
const IN_A_ROW = 20;
const ALPHABETS = 10;

const characters = inventedCharacters(1, 'training');
/** Left: letters of an alphabet, each in a hand of its own. Right: one of its letters in ten hands. */
const rows = Array.from({ length: ALPHABETS }, (_, alphabet) =>
  Array.from({ length: IN_A_ROW }, (__, at) => {
    const letter = at < IN_A_ROW / 2 ? at : alphabet;
    return characters.picture(alphabet * LETTERS + letter, at, SIDE);
  }),
);

const cell = SIDE + GAP;
const middle = 3 * GAP;
const width = IN_A_ROW * cell + middle + GAP;
const height = ALPHABETS * cell + GAP;
const data = new Uint8Array(width * height).fill(208);
rows.forEach((row, down) => {
  row.forEach((picture, across) => {
    const left = GAP + across * cell + (across < IN_A_ROW / 2 ? 0 : middle);
    const top = GAP + down * cell;
    picture.forEach((ink, pixel) => {
      const place = (top + Math.floor(pixel / SIDE)) * width + left + (pixel % SIDE);
      data[place] = Math.round(255 * (1 - ink));
    });
  });
});
writeFileSync(OUT, encode({ width, height, data, channels: 1, depth: 8 }));
