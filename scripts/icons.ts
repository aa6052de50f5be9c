/** Draws the icons of public/icons from the mark: npm run icons. */
import { mkdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';

const PAPER = '#ffffff';
/** Systems cut a maskable icon down to a circle of 80 % of its width. */
const SAFE = 0.6;
const ICONS = [
  { name: 'icon-192', size: 192, share: 1, background: null },
  { name: 'icon-512', size: 512, share: 1, background: null },
  { name: 'maskable-512', size: 512, share: SAFE, background: PAPER },
  { name: 'apple-touch-icon', size: 180, share: 0.8, background: PAPER },
] as const;

const mark = await readFile('public/icon.svg');
/** Dots an inch at which the mark, 32 units wide, has so many pixels. */
const densityFor = (pixels: number) => (72 * pixels) / 32;

await mkdir('public/icons', { recursive: true });
for (const { name, size, share, background } of ICONS) {
  const width = Math.round(size * share);
  const drawn = await sharp(mark, { density: densityFor(width) })
    .resize(width, width)
    .png()
    .toBuffer();
  const canvas = { width: size, height: size, channels: 4 as const };
  await sharp({ create: { ...canvas, background: background ?? { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite([{ input: drawn }])
    .png({ compressionLevel: 9, palette: true })
    .toFile(`public/icons/${name}.png`);
}
