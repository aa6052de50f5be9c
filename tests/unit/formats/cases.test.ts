/** Files that people brought (tests/cases): every one is read as what it says, or named as what it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointFileKind, readPoints } from '#formats/point-files.ts';
import { readWeights } from '#formats/read-weights.ts';
import { decodedText } from '#formats/text.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const FOLDER = 'tests/cases';

function bytesOf(file: string): Uint8Array {
  return readFileSync(join(FOLDER, file));
}

const POINTS = [
  '04-quoted-header.csv',
  '09-sep-line.csv',
  '10-pandas-index.csv',
  '11-savetxt-header.csv',
  '20-utf16le-bom.csv',
  '31-points.json',
];

/** The same network in every file, from 1 to 4 to 4 to 1. */
const NETWORKS = [
  { file: 'backbone-fc.safetensors', leftOut: [] },
  { file: 'flax-params.json', leftOut: [] },
  { file: 'long-shapes.npz', leftOut: [] },
  { file: 'null.safetensors', leftOut: [] },
  { file: 'readme-inside.npz', leftOut: ['README.txt'] },
  { file: 'relu-inplace.safetensors', leftOut: [] },
  { file: 'step-counter.safetensors', leftOut: ['step'] },
  { file: 'torchmeta-classifier.safetensors', leftOut: [] },
  { file: 'w0-to-w5.npz', leftOut: [] },
  { file: 'zip64-record-beside.npz', leftOut: [] },
];

const SEVERAL = [
  { file: 'ensemble-of-2.safetensors', names: ['models.0', 'models.1'] },
  { file: 'ema-beside.safetensors', names: ['root', 'ema'] },
];

const NAMED = [
  { file: 'state.pt', found: 'a file of torch.save', hint: 'safetensors.torch.save_file(torch.load(' },
  { file: 'params-protocol4.pkl', found: 'a Python pickle', hint: 'safetensors.numpy.save_file(' },
  { file: 'model.json', found: 'TensorFlow.js’s model.json', hint: 'one zip' },
];

test('every case has its row', () => {
  const rows = [...POINTS, ...[NETWORKS, SEVERAL, NAMED].flat().map(({ file }) => file)];
  expect(readdirSync(FOLDER).toSorted()).toEqual(rows.toSorted());
});

test.each(POINTS)('%s is five points', (file) => {
  const text = decodedText(bytesOf(file)) ?? '';
  expect(pointFileKind(text)).toBe('points');
  const { x, y, count } = readPoints(text, file);
  expect({ x: [...x], y: [...y], count }).toEqual({
    x: [-3, -1.5, 0, 1.75, 4],
    y: [1.2, -0.4, 0.25, 2, -1].map(Math.fround),
    count: 5,
  });
});

/** Where a file does not tell its activation, it is relu. */
function networkIn(file: string, network: string | null = null) {
  const read = readWeights(bytesOf(file), { activation: 'relu', network });
  if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
  return read;
}

test.each(NETWORKS)('$file is its network, and names what else it holds', ({ file, leftOut }) => {
  const read = networkIn(file);
  expect(read.weights.network.architecture).toEqual({ layerSizes: [1, 4, 4, 1], activation: 'relu' });
  expect(read.weights.network.parameters).toEqual(networkIn('null.safetensors').weights.network.parameters);
  expect(read.leftOut ?? []).toEqual(leftOut);
});

test.each(SEVERAL)('$file holds two networks, of which one is chosen', ({ file, names }) => {
  expect(readWeights(bytesOf(file))).toMatchObject({ kind: 'severalNetworks', names });
  const [first, second] = names.map((name) => networkIn(file, name).weights.network);
  expect(first?.architecture).toEqual({ layerSizes: [1, 4, 4, 1], activation: 'relu' });
  expect(first?.parameters).toEqual(networkIn('null.safetensors').weights.network.parameters);
  expect(second?.parameters).not.toEqual(first?.parameters);
  const { message } = refusalOf(() => networkIn(file, 'third'));
  expect(message).toBe(`Network: expected one of “${names.join('”, “')}”, found “third”.`);
});

test.each(NAMED)('$file is named, with what to do', ({ file, found, hint }) => {
  const refusal = refusalOf(() => readWeights(bytesOf(file)));
  expect(refusal).toMatchObject({ code: 'file-unread' });
  expect(refusal.message).toContain(found);
  expect(refusal.hint).toContain(hint);
});
