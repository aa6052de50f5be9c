/** What holds of every part of the page: axe finds nothing, drawings have names, no text is cut. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { cutTexts } from './cut-text.ts';
import { expect } from './playground.ts';
import { LANGUAGES, type Scene, speak } from './scenes.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

type Part = Pick<Scene, 'name' | 'region'>;

const softly = expect.configure({ soft: true });

/** A theme changes colours and no words, a language words and no colours: each pair is looked at once. */
const THEMES = { en: 'light', zh: 'dark' } as const;

/** What axe finds in a part of the page; asked directly, as there are no frames to look into, it takes a third of the time. */
export async function violations(page: Page, region: string): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (within) => {
    const found = await axe.run(within, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, region);
}

/** Drawings that say nothing to those who cannot see them and are not said to be mere ornament. */
async function unnamedDrawings(page: Page): Promise<string[]> {
  return page.locator('svg, canvas').evaluateAll((drawings) =>
    drawings
      .filter((drawing) => drawing.checkVisibility())
      .filter((drawing) => drawing.closest('[aria-hidden="true"]') === null)
      .filter((drawing) => {
        // The plot is a group of points that have names of their own; all others are pictures with a name.
        const picture = drawing.closest('[role="img"], .plot-frame[role="group"]');
        return (picture?.getAttribute('aria-label') ?? '') === '';
      })
      .map((drawing) => drawing.outerHTML.slice(0, 120)),
  );
}

/** axe finds nothing in a part, in English and light, and in Chinese and dark; leaves the page in the last of the languages. */
export async function expectAccess(
  page: Page,
  { name, region }: Part,
  languages: readonly (typeof LANGUAGES)[number][] = LANGUAGES,
): Promise<void> {
  for (const language of languages) {
    await speak(page, language);
    const colorScheme = THEMES[language];
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, region), `${name}, ${language}, ${colorScheme}`).toEqual([]);
  }
  expect(await unnamedDrawings(page), name).toEqual([]);
}

const everyRepeat = process.env['VITE_EVERY_REPEAT'] === '1';

/**
 * No text is cut, in either language and at any of these sizes; leaves the page in English, at the last size. Chinese is shorter: what is
 * cut in it on the sizes between is cut on the least of them, or in English, so `npm test` asks it there and on the last alone.
 */
export async function expectWholeTexts(page: Page, name: string, sizes: readonly Size[]): Promise<void> {
  for (const language of LANGUAGES.toReversed()) {
    await speak(page, language);
    const isRepeat = (index: number) => language === 'zh' && index > 0 && index < sizes.length - 1;
    for (const size of sizes.filter((_, index) => everyRepeat || !isRepeat(index))) {
      await page.setViewportSize(size);
      const where = `${name}, ${size.width} px, ${language}`;
      // Charts take their new size a moment later.
      await softly.poll(() => cutTexts(page), { message: where, timeout: 3000 }).toEqual([]);
    }
  }
}
