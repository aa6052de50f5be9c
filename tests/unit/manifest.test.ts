/** The list of shipped weights names its faults by their place. */
import { describe, expect, test } from 'vitest';
import { readManifest } from '#formats/manifest.ts';
import { refusalOf } from './refusal.ts';

const ENTRY = {
  algorithm: 'maml',
  file: 'maml-sinusoid.safetensors',
  iteration: 70_000,
  command: 'npm run train',
};

describe('a manifest', () => {
  test('is read as it is', () => {
    const manifest = { version: 1, weights: [ENTRY, { ...ENTRY, algorithm: 'pretrained' }] };
    expect(readManifest(manifest)).toEqual(manifest);
  });

  test.each([
    { what: 'nothing', value: null, place: 'top level' },
    { what: 'a list', value: [], place: 'version' },
    { what: 'another version', value: { version: 2, weights: [] }, place: 'version' },
    { what: 'no list of weights', value: { version: 1 }, place: 'weights' },
    {
      what: 'an unknown algorithm',
      value: { version: 1, weights: [ENTRY, { ...ENTRY, algorithm: 'reptile' }] },
      place: 'weights.1.algorithm',
    },
    {
      what: 'a file elsewhere',
      value: { version: 1, weights: [{ ...ENTRY, file: '../secret.safetensors' }] },
      place: 'weights.0.file',
    },
    {
      what: 'no iteration',
      value: { version: 1, weights: [{ ...ENTRY, iteration: undefined }] },
      place: 'weights.0.iteration',
    },
  ])('is refused if it is, or has, $what', ({ value, place }) => {
    const { code, message } = refusalOf(() => readManifest(value));
    expect(code).toBe('weights-file-damaged');
    expect(message).toContain(`Weights manifest, ${place}: `);
    expect(message).toMatch(/expected .* received /i);
  });
});
