/** Walks through everything that the page can show: axe, names of drawings, whole texts, and the way of the Tab key. */
import { expectAccess, expectWholeTexts } from './checks.ts';
import { CHARACTER_SCENES } from './character-scenes.ts';
import { FORMULA_SCENES } from './formula-scenes.ts';
import { cutTexts } from './cut-text.ts';
import { walkByTab } from './keyboard.ts';
import { expect, test } from './playground.ts';
import { computeResults, GUESTS, OFFER, ON_A_DESK, OVERLAYS, PANELS, PHONE_TABS, speak } from './scenes.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const PROJECTOR = { width: 2560, height: 1440 };

test.beforeEach(() => test.slow());

test('every panel: no violation, no text cut from a phone to a projector, and all of it by Tab', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await computeResults(playground);
  await expectAccess(page, { name: 'the whole page', region: 'html' });
  for (const scene of PANELS) {
    await speak(page, 'en');
    await scene.open(playground);
    const { missed, unseen, stops } = await walkByTab(page, scene.region);
    expect({ missed, unseen }, scene.name).toEqual({ missed: [], unseen: [] });
    expect(stops, scene.name).toBeGreaterThan(3);
    await expectAccess(page, scene);
    await expectWholeTexts(page, scene.name, [PHONE, TABLET, PROJECTOR, DESK]);
    await scene.close?.(playground);
  }
});

test('what stands beside the panels and over the page: no violation, no text cut', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 10);
  await playground.button('Now').click();
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  for (const scene of [...ON_A_DESK, ...OVERLAYS, ...GUESTS, OFFER]) {
    await scene.open(playground);
    await expectAccess(page, scene);
    const sizes = scene.name === 'settings' ? [TABLET, PROJECTOR, DESK] : [DESK];
    await expectWholeTexts(page, scene.name, sizes);
    await scene.close?.(playground);
  }
});

test('on a phone, and inside another page: no violation, no text cut', async ({ fresh: playground }) => {
  const { page } = playground;
  await page.setViewportSize(PHONE);
  await playground.open('wasm');
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await expectAccess(page, { name: 'the whole page', region: 'html' });
  await speak(page, 'en');
  for (const scene of PHONE_TABS) {
    await scene.open(playground);
    // The tabs hold what the panels do at a desk: only their order and sizes are others.
    await expectAccess(page, scene, ['en']);
    await expectWholeTexts(page, scene.name, [PHONE]);
  }
  for (const scene of [...OVERLAYS, ...GUESTS, OFFER]) {
    await scene.open(playground);
    await expectWholeTexts(page, scene.name, [PHONE]);
    await scene.close?.(playground);
  }
  await page.evaluate(() => {
    location.hash = 'v=1&view=embed';
  });
  await expect(page.locator('.embedded')).toBeVisible();
  await expectAccess(page, { name: 'the embedded page', region: 'html' });
});

test('the world of characters: no violation, no text cut, and all of it by Tab', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  for (const scene of CHARACTER_SCENES) {
    await speak(page, 'en');
    await scene.open(playground);
    const { missed, unseen } = await walkByTab(page, scene.region);
    expect({ missed, unseen }, scene.name).toEqual({ missed: [], unseen: [] });
    await expectAccess(page, scene);
    await expectWholeTexts(page, scene.name, scene.region === '.contestants' ? [PHONE, DESK] : [DESK]);
    await scene.close?.(playground);
  }
});

test('tasks by formula: no violation, no text cut, and all of it by Tab', async ({ fresh: playground }) => {
  const { page } = playground;
  await playground.open('wasm');
  for (const scene of FORMULA_SCENES) {
    await speak(page, 'en');
    await scene.open(playground);
    const { missed, unseen } = await walkByTab(page, scene.region);
    expect({ missed, unseen }, scene.name).toEqual({ missed: [], unseen: [] });
    await expectAccess(page, scene);
    await expectWholeTexts(page, scene.name, [TABLET, PROJECTOR, DESK]);
  }
});

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
