/** Films the built page for the README: npm run film [-- file]. Every picture is the page's own, after it has come to rest. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { inSights, press } from './built-page.ts';

const file = process.argv[2] ?? 'docs/film.webp';
const WIDTH = 1000;
/** Curves glide for 220 ms. */
const REST_MILLISECONDS = 450;

interface Picture {
  readonly png: Buffer;
  /** How long it stays, in milliseconds. */
  readonly stay: number;
}

/** The inner loop of one task, step by step; MAML's leap and the end stay for longer. */
async function filmInnerLoop(page: Page, take: (stay: number) => Promise<void>): Promise<void> {
  await press(page, 'Back to the start');
  await take(1100);
  for (let step = 1; step <= 10; step++) {
    await press(page, 'Step');
    await take(step === 1 ? 900 : 220);
  }
  await take(1300);
}

/** A support point goes up and down again, and every curve follows. */
async function filmDragging(page: Page, take: (stay: number) => Promise<void>): Promise<void> {
  const box = await page.locator('[data-point="1"]').boundingBox();
  if (box === null) throw new Error('Expected a support point.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const up of [20, 45, 70, 95, 120, 120, 80, 40, 0]) {
    await page.mouse.move(x, y - up, { steps: 3 });
    await page.waitForTimeout(2 * REST_MILLISECONDS);
    await take(260);
  }
  await page.mouse.up();
  await page.mouse.move(0, 0);
}

const pictures: Picture[] = [];
await inSights([{ viewport: { width: 1440, height: 900 }, colorScheme: 'light' }], async (page) => {
  const take = async (stay: number) => {
    await page.waitForTimeout(REST_MILLISECONDS);
    pictures.push({ png: await page.screenshot(), stay });
  };
  await filmInnerLoop(page, take);
  await press(page, 'New task');
  await page.waitForTimeout(4 * REST_MILLISECONDS);
  await filmInnerLoop(page, take);
  await filmDragging(page, take);
  await take(1200);
});

const frames = await Promise.all(
  pictures.map(({ png }) => sharp(png).resize({ width: WIDTH }).png().toBuffer()),
);
await sharp(frames, { join: { animated: true } })
  .webp({ quality: 72, effort: 6, loop: 0, delay: pictures.map(({ stay }) => stay) })
  .toFile(file);
