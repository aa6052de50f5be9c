/** What blows up is said in words: no panel, no chart and no file ever holds NaN. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, type Playground, test } from './playground.ts';

/** Hears of every text and attribute that says NaN or Infinity, for however short a time. */
async function watchLeaks(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const LEAK = /NaN|Infinity|undefined/;
    const leaks = new Set<string>();
    const look = (where: string, text: string | null) => {
      if (text !== null && LEAK.test(text)) leaks.add(`${where}: ${text.slice(0, 160)}`);
    };
    const lookInto = (node: Node) => {
      if (!(node instanceof Element)) {
        look(node.parentElement?.className.toString() ?? '', node.nodeValue);
        return;
      }
      if (node.matches('script, style')) return;
      for (const { name, value } of node.attributes) look(`${node.tagName} ${name}`, value);
      for (const child of node.childNodes) lookInto(child);
    };
    new MutationObserver((records) => {
      for (const { type, target, attributeName, addedNodes } of records) {
        if (type === 'childList') for (const node of addedNodes) lookInto(node);
        else if (type === 'characterData') lookInto(target);
        else if (target instanceof Element && attributeName !== null)
          look(`${target.tagName} ${attributeName}`, target.getAttribute(attributeName));
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    Reflect.set(globalThis, 'leaks', leaks);
  });
  return () =>
    page.evaluate(() => {
      const leaks: unknown = Reflect.get(globalThis, 'leaks');
      return leaks instanceof Set ? [...leaks].map(String) : ['no watch'];
    });
}

/** Every view that shows something of the adaptation. */
async function visitEverything(playground: Playground): Promise<void> {
  const { page } = playground;
  await playground.showEveryStep();
  await page.locator('.task-plot .function-plot').hover();
  await page.getByRole('slider', { name: /^Values at x/ }).press('ArrowRight');
  await playground.openPanel('Learn');
  for (const view of ['Formulas', 'Glossary']) await playground.button(view).click();
  for (const step of [0, 7, 20]) await playground.goToStep(step);

  await playground.openPanel('Compare');
  await playground.setNumber('Held-out tasks N', '20');
  await playground.button('Evaluate').click();
  await expect(page.getByText('20 tasks, K = 5')).toBeVisible();
  await page.getByRole('group', { name: 'Scale' }).getByRole('button', { name: 'Logarithmic' }).click();
  await page.getByText('All inner steps').click();

  await playground.openPanel('Inside');
  await playground.setNumber('α of the gauge', '1');
  await playground.setNumber('n of the gauge', '10');
  await expect(page.getByText('there is no meta-gradient to compare')).toBeVisible();
  await playground.button('Loss around θ').click();
  await expect(page.locator('[data-figure="query-loss-map"] [data-track]')).toHaveCount(3);
  await playground.button('Parameters').click();
  await expect(page.locator('.cell-map').first()).toBeVisible();
}

test.setTimeout(300_000);

test('an adaptation that blows up: every panel says so without NaN, and no such weights go out', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const leaks = await watchLeaks(page);
  await playground.open('wasm');
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await playground.setNumber('Inner steps', '20');
  await playground.setNumber('Inner learning rate α', '1');
  await expect(page.locator('.caption')).toContainText('Blown up');
  await visitEverything(playground);
  await playground.openPanel('Weights');
  await playground.button('After 20 steps').click();
  await expect(page.getByText('The adaptation has diverged by step 20')).toBeVisible();
  await expect(playground.button('Export weights')).toBeDisabled();
  await playground.goToStep(1);
  await expect(playground.button('Export weights')).toBeEnabled();
  expect(await leaks()).toEqual([]);
});

test('a training that explodes is put back, goes on with a smaller β, and its files are finite', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  const leaks = await watchLeaks(page);
  await playground.open();
  await expect(playground.curve('maml')).toHaveAttribute('d', /^M/);
  await playground.button('Optimiser Adam').click();
  await page.getByLabel('Meta-optimiser', { exact: true }).selectOption('sgd');
  await playground.setNumber('Meta learning rate β', '1');
  await playground.openPanel('Train');
  await playground.button('Train').click();
  await expect(page.getByRole('alert').filter({ hasText: 'Training diverged at iteration' })).toBeVisible();
  const kept = await playground.iteration();

  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export', { exact: true }).selectOption('Your run');
  const waiting = page.waitForEvent('download');
  await playground.button('Export weights').click();
  const bytes = await readFile(await (await waiting).path());
  const header = Number(bytes.readBigUInt64LE(0));
  const numbers = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + 8 + header, bytes.byteOffset + bytes.length),
  );
  expect(numbers.length).toBeGreaterThan(1000);
  expect(numbers.every((value) => Math.abs(value) < 1e3)).toBe(true);

  await playground.openPanel('Train');
  // A tenth of β explodes as well, only later: its trial is long enough to find that, so it is not offered.
  await expect(page.getByText(/^In a trial it held for 1,000 meta-steps\.$/).first()).toBeVisible({
    timeout: 120_000,
  });
  await expect(
    page.getByText(/^Tried in vain: from there with β = 0\.1 \(diverged after \d+ meta-steps\)/),
  ).toBeVisible();
  const offer = page.locator('.remedies button').first();
  await expect(offer).toHaveText('Go on from there with β = 0.01');
  await offer.click();
  await expect(page.getByRole('textbox', { name: 'Meta learning rate β', exact: true })).toHaveValue('0.01');
  // As far as was promised.
  await expect.poll(() => playground.iteration(), { timeout: 120_000 }).toBeGreaterThanOrEqual(kept + 1000);
  expect(await leaks()).toEqual([]);
});
