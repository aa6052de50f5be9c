/** Files that a visitor may bring along: whole ones, damaged ones, and what is none of ours. */
import { readFile } from 'node:fs/promises';
import type { Dice } from './dice.ts';

export interface BroughtFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const WEIGHTS = ['maml-5-shot.safetensors', 'meta-sgd.safetensors', 'oracle.safetensors', 'anil.safetensors'];
const FOLDER = new URL('../../../public/weights/', import.meta.url);

const POINTS = [
  'x,y\n-3,1\n0,0.5\n2.5,-2\n',
  'x;y\n-1,5;2\n1;0\n',
  'x\ty\n0\t0\n1\t1\n2\t4\n3\t9\n',
  'x,y\n',
  'x,y\n1,NaN\n2,Infinity\n',
  'x,y\n99,1e300\n',
  'y,x\n1\n2,3,4\n',
];

/** As after an accident: cut, or some of its bytes others. */
function damaged(dice: Dice, bytes: Buffer): Buffer {
  if (dice.happens(0.4)) return bytes.subarray(0, dice.below(bytes.length));
  const result = Buffer.from(bytes);
  const [first, span] = dice.happens(0.5) ? [0, Math.min(400, bytes.length)] : [0, bytes.length];
  for (let count = 1 + dice.below(8); count > 0; count--) result[first + dice.below(span)] = dice.below(256);
  return result;
}

export async function bringFile(dice: Dice): Promise<BroughtFile> {
  const mimeType = 'application/octet-stream';
  if (dice.happens(0.35)) {
    return { name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(dice.oneOf(POINTS)) };
  }
  if (dice.happens(0.1)) {
    const buffer = Buffer.from(Array.from({ length: dice.below(200) }, () => dice.below(256)));
    return { name: dice.oneOf(['a.npz', 'b.json', 'c.safetensors', 'd.txt']), mimeType, buffer };
  }
  const name = dice.oneOf(WEIGHTS);
  const bytes = await readFile(new URL(name, FOLDER));
  if (dice.happens(0.5)) return { name, mimeType, buffer: bytes };
  return { name: `damaged-${name}`, mimeType, buffer: damaged(dice, bytes) };
}
