/** What a link to the page shows where somebody posts it. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PREVIEW, previewTags } from '../../../../scripts/build/link-preview.ts';

const contentOf = (address: string | undefined, property: string) =>
  previewTags(address).find(({ attrs }) => attrs?.['property'] === property)?.attrs?.['content'];

test('its picture is there, in the size that is told', async () => {
  const { width, height, format } = await sharp(await readFile(`public/${PREVIEW.file}`)).metadata();
  expect({ width, height, format }).toEqual({ width: PREVIEW.width, height: PREVIEW.height, format: 'png' });
});

test('the address of the picture is whole where it is known where the page will stand', () => {
  expect(contentOf('https://example.org/maml', 'og:image')).toBe(`https://example.org/maml/${PREVIEW.file}`);
  expect(contentOf('https://example.org/maml/', 'og:url')).toBe('https://example.org/maml/');
  expect(contentOf(undefined, 'og:image')).toBe(`./${PREVIEW.file}`);
  expect(contentOf(undefined, 'og:url')).toBeUndefined();
  expect(() => previewTags('ftp://example.org/')).toThrow(
    'Expected PLAYGROUND_ADDRESS to be an http address',
  );
});
