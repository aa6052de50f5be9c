/** The list of shipped weights names its faults by their place. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readManifest, SHIPPED_IDS } from '#formats/manifest.ts';
import { readWeightsFile } from '#formats/weights-file.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const ENTRY = {
  contestant: 'maml10',
  algorithm: 'maml',
  shots: 10,
  file: 'maml10.safetensors',
  iteration: 70_000,
  command: 'npm run cli -- train',
};
const CHECKPOINT = { iteration: 100, file: 'timeline/maml-000100.safetensors' };

function manifestOf(weights: unknown, timeline: unknown = []) {
  return { version: 2, weights, timeline };
}

describe('a manifest', () => {
  test('is read as it is, whatever subset of the shipped weights it lists', () => {
    const entries = SHIPPED_IDS.map((contestant) => ({ ...ENTRY, contestant, bytes: 8000 }));
    for (const manifest of [
      manifestOf([]),
      manifestOf([ENTRY]),
      manifestOf(entries, [CHECKPOINT, { ...CHECKPOINT, iteration: 200 }]),
    ]) {
      expect(readManifest(manifest)).toEqual(manifest);
    }
  });

  test.each([
    { what: 'nothing', value: null, place: 'top level' },
    { what: 'a list', value: [], place: 'version' },
    { what: 'another version', value: { ...manifestOf([]), version: 1 }, place: 'version' },
    { what: 'no list of weights', value: { version: 2, timeline: [] }, place: 'weights' },
    { what: 'no timeline', value: { version: 2, weights: [] }, place: 'timeline' },
    {
      what: 'an unknown contestant',
      value: manifestOf([ENTRY, { ...ENTRY, contestant: 'protoMaml' }]),
      place: 'weights.1.contestant',
    },
    {
      what: 'an unknown algorithm',
      value: manifestOf([ENTRY, { ...ENTRY, algorithm: 'random' }]),
      place: 'weights.1.algorithm',
    },
    {
      what: 'a file elsewhere',
      value: manifestOf([{ ...ENTRY, file: '../secret.safetensors' }]),
      place: 'weights.0.file',
    },
    {
      what: 'a checkpoint elsewhere',
      value: manifestOf([], [{ ...CHECKPOINT, file: 'timeline/../secret.safetensors' }]),
      place: 'timeline.0.file',
    },
    {
      what: 'no iteration',
      value: manifestOf([{ ...ENTRY, iteration: undefined }]),
      place: 'weights.0.iteration',
    },
  ])('is refused if it is, or has, $what', ({ value, place }) => {
    const { code, message } = refusalOf(() => readManifest(value));
    expect(code).toBe('weights-file-damaged');
    expect(message).toContain(`Weights manifest, ${place}: `);
    expect(message).toMatch(/: expected .*, found .*\.$/);
  });
});

describe('the manifest of the page', () => {
  const folder = new URL('../../../public/weights/', import.meta.url);

  test('lists files that hold what it says of them', async () => {
    const { weights, families, timeline } = readManifest(
      JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')),
    );
    expect(weights.map(({ contestant }) => contestant)).toEqual(
      expect.arrayContaining(['pretrained', 'maml']),
    );
    for (const { algorithm, shots, ways, file, iteration, bytes } of [
      ...weights,
      ...Object.values(families ?? {}).flat(),
    ]) {
      const content = await readFile(new URL(file, folder));
      const { details } = readWeightsFile(content);
      const told = ways === undefined ? { shots } : { shots, ways };
      expect(details).toMatchObject({ origin: algorithm, iteration, settings: told });
      if (bytes !== undefined) expect(content.length).toBe(bytes);
    }
    for (const { iteration, file } of timeline) {
      expect(readWeightsFile(await readFile(new URL(file, folder))).details.iteration).toBe(iteration);
    }
  });
});
