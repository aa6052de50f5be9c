/** No text is cut off, from a phone to a projector, in either language. */
import { cutTexts } from './cut-text.ts';
import { expect, type Playground, test } from './playground.ts';
import {
  computeResults,
  GUESTS,
  LANGUAGES,
  OFFER,
  ON_A_DESK,
  OVERLAYS,
  PANELS,
  PHONE_TABS,
  type Scene,
  speak,
} from './scenes.ts';

const SIZES = [
  { width: 1440, height: 900, scenes: [...ON_A_DESK, ...PANELS, ...OVERLAYS, ...GUESTS] },
  // The last reloads the page, and with it goes what was computed.
  { width: 360, height: 740, scenes: [...PHONE_TABS.slice(0, 2), ...PANELS, ...OVERLAYS, ...GUESTS, OFFER] },
  { width: 768, height: 1024, scenes: [...ON_A_DESK.slice(0, 1), ...PANELS] },
  { width: 2560, height: 1440, scenes: [...ON_A_DESK.slice(0, 1), ...PANELS] },
] as const;

// One after the other they would take longer than any other file.
test.describe.configure({ mode: 'parallel' });

async function expectWholeTexts(playground: Playground, scene: Scene, where: string): Promise<void> {
  const { page } = playground;
  await scene.open(playground);
  for (const language of LANGUAGES) {
    await speak(page, language);
    expect.soft(await cutTexts(page), `${scene.name}, ${where}, ${language}`).toEqual([]);
  }
  await speak(page, 'en');
  await scene.close?.(playground);
}

for (const { width, height, scenes } of SIZES) {
  test(`no text is cut off at ${width} px`, async ({ playground }) => {
    test.slow();
    const { page } = playground;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await playground.open();
    await computeResults(playground);
    await page.setViewportSize({ width, height });
    for (const scene of scenes) await expectWholeTexts(playground, scene, `${width} px`);
  });
}

/** What stands in an otherwise empty page, and what is said of it. */
const FAULTS = [
  ['<div style="width:40px;overflow:hidden;white-space:nowrap">A long label</div>', 'cut at the side'],
  ['<div style="width:40px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">Dots</div>', null],
  ['<div style="height:10px;overflow:clip">Two<br>lines</div>', 'cut above or below'],
  ['<div style="width:40px;overflow:auto;white-space:nowrap">A long label</div>', 'scrolled sideways'],
  ['<button style="width:40px;white-space:nowrap;padding:0">A long label</button>', 'spilled over'],
  ['<p style="margin-left:-30px">Left of the window</p>', 'outside of the window'],
  ['<p style="position:fixed;top:-12px;margin:0">Above</p>', 'outside of the page'],
  ['<select style="width:60px"><option>A long choice</option></select>', 'longer than its field'],
  ['<input style="width:40px" value="1234567890">', 'longer than its field'],
  ['<svg width="40" height="20"><text x="20" y="15">A label</text></svg>', 'cut at the side'],
  ['<i>One</i><i style="margin-left:-20px">other</i>', 'under “other”'],
  ['<p style="width:2000px;white-space:nowrap">Wide</p>', 'the page scrolls sideways'],
] as const;

test('what cuts text is found', async ({ page }) => {
  for (const [html, fault] of FAULTS) {
    await page.setContent(`<body>${html}</body>`);
    const found = await cutTexts(page);
    expect(found.join(), html).toContain(fault ?? '');
    expect(found.length === 0, html).toBe(fault === null);
  }
});
