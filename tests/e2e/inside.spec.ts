/** Journey 7: what the second order adds, the loss around θ, and which parameters move. */
import type { Page } from '@playwright/test';
import { violations } from './checks.ts';
import { expect, type Playground, test } from './playground.ts';

test.beforeEach(async ({ playground }) => {
  await playground.openPanel('Inside');
});

async function showView(
  playground: Playground,
  name: 'Second order' | 'Loss around θ' | 'Parameters' | 'Unit by unit' | 'Two tasks',
) {
  await playground.button(name).click();
}

/** The numbers of a table's row, by the text of its head. */
async function numbersOf(page: Page, table: string, row: string): Promise<number[]> {
  const cells = page.getByTestId(table).locator(`tr:has(th:text-is("${row}")) td`);
  await expect(cells.first()).toHaveText(/\d/);
  return (await cells.allInnerTexts()).map((text) => Number(text.replace('%', '')));
}

test('the second order matters more with a larger α and with more steps', async ({ playground }) => {
  const { page } = playground;
  await page.getByLabel('Look into θ of').selectOption('Random');
  const angle = page.locator('[data-testid="gauge"] dd[data-angle]');
  const marked = page.locator('.mini-marked').first();
  /** Once the dial, and the mark on the curves, show this α and n. */
  const angleAt = async (alpha: string, steps: string) => {
    await playground.setNumber('α of the gauge', alpha);
    await playground.setNumber('n of the gauge', steps);
    await expect(page.getByText(`With α = ${alpha} and n = ${steps}, leaving out`)).toBeVisible();
    let before = Number.NaN;
    const isSettled = async () => {
      const last = before;
      before = Number(await angle.getAttribute('data-angle'));
      return before === last;
    };
    await expect.poll(isSettled, { intervals: [400] }).toBe(true);
    expect(Number(await marked.getAttribute('data-marked'))).toBe(before);
    return before;
  };
  const small = await angleAt('0.001', '1');
  const longer = await angleAt('0.001', '5');
  const larger = await angleAt('0.02', '5');
  expect(small).toBeGreaterThan(0);
  expect(longer).toBeGreaterThan(1.5 * small);
  expect(larger).toBeGreaterThan(3 * longer);
  // Both gradients are there, layer by layer, and differ.
  const [full = 0, first = 0, difference = 0] = await numbersOf(page, 'gauge-layers', 'Layer 3 (head)');
  expect(full).toBeGreaterThan(0);
  expect(first).toBeGreaterThan(0);
  expect(difference).toBeGreaterThan(0);
  // The curves fill up by themselves, and the slider moves by keys.
  await expect(page.locator('.mini-curve').first().locator('circle')).toHaveCount(11);
  await page.getByRole('slider', { name: 'n of the gauge' }).press('ArrowLeft');
  await expect(page.getByText('With α = 0.02 and n = 4, leaving out')).toBeVisible();
  await playground.button('As in training: α = 0.01, n = 1').click();
  await expect(page.getByText('With α = 0.01 and n = 1, leaving out')).toBeVisible();
});

test('the loss map shows every path, and exact losses where one points', async ({ playground }) => {
  const { page } = playground;
  await showView(playground, 'Loss around θ');
  const query = page.locator('[data-figure="query-loss-map"]');
  const table = page.getByTestId('map-steps');
  await expect(query.locator('[data-track]')).toHaveCount(3);
  for (const contestant of ['random', 'pretrained', 'maml']) {
    await expect(query.locator(`[data-track="${contestant}"]`)).toHaveAttribute('data-steps', '11');
    await expect(table.locator(`tr[data-contestant="${contestant}"] td`).first()).toHaveText(/\d/);
  }
  // Home is θ itself: there the map has the losses that the table has for step 0.
  await playground.goToStep(0);
  const map = query.locator('.contour-plot');
  await map.focus();
  await page.keyboard.press('Home');
  const readout = page.locator('.inside-readout');
  await expect(readout).toContainText('MAML, step 0');
  const told = /support (\S+\d), query (\S+\d)/.exec(await readout.innerText());
  const [support = 0, loss = 0] = (await table.locator('tr[data-contestant="maml"] td').allInnerTexts()).map(
    Number,
  );
  expect(Number(told?.[1])).toBeCloseTo(support, 2);
  expect(Number(told?.[2])).toBeCloseTo(loss, 2);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(readout).toContainText(/across, .* up: support \d/);
  // The first steps of MAML go down: the mark moves, and so does the number.
  const mark = query.locator('[data-track="maml"] .map-current');
  const before = await mark.getAttribute('data-at');
  await playground.goToStep(5);
  await expect(mark).not.toHaveAttribute('data-at', before ?? '');
  const box = await map.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 12, (box?.y ?? 0) + 12);
  await expect(readout).toContainText(/across/);
});

test('the axes of the loss map can be changed', async ({ playground }) => {
  const { page } = playground;
  await showView(playground, 'Loss around θ');
  const outside = page.getByTestId('map-steps').locator('tr[data-contestant="random"] td').last();
  const share = async () => {
    const [part, whole] = (await outside.innerText()).split(' of ').map(Number);
    return (part ?? NaN) / (whole ?? NaN);
  };
  await expect(outside).toHaveText(/\d/);
  expect(await share()).toBeGreaterThan(0.5);
  await expect(page.getByText(/Outside the frame: Random/)).toBeVisible();
  await playground.button('All paths').click();
  await expect(page.getByText('every shown initialisation')).toBeVisible();
  expect(await share()).toBeLessThan(0.1);
  await expect(page.getByText('Outside the frame')).toHaveCount(0);
  await playground.button('Random').click();
  await expect(page.getByText('Two random directions')).toBeVisible();
  const shape = page.locator('[data-figure="query-loss-map"] .map-level').first();
  const before = await shape.getAttribute('d');
  await playground.button('Other directions').click();
  await expect(shape).not.toHaveAttribute('d', before ?? '');
  await playground.setNumber('Zoom', '20');
  await expect(page.getByRole('alert')).toContainText('from 0.1 to 10, found 20');
});

test('parameters change with the step, and tell their values', async ({ playground }) => {
  const { page } = playground;
  await showView(playground, 'Parameters');
  await playground.goToStep(0);
  await expect(page.getByText('Nothing has moved yet')).toBeVisible();
  await playground.goToStep(1);
  const [, afterOne = 0] = await numbersOf(page, 'changes', '2.weight');
  await playground.goToStep(10);
  await expect(page.getByText('of the squared change is in the head')).toBeVisible();
  const [, afterTen = 0] = await numbersOf(page, 'changes', '2.weight');
  expect(afterOne).toBeGreaterThan(0);
  expect(afterTen).not.toBe(afterOne);
  const matrix = page.getByRole('button', { name: '2.weight 40×40' });
  await matrix.focus();
  const readout = page.locator('.inside-readout');
  await page.keyboard.press('ArrowRight');
  await expect(readout).toContainText('2.weight[0, 0]: before ');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(readout).toContainText('2.weight[1, 1]: before ');
  const told = /before ([^,]+), after ([^,]+), change (.+)/.exec(await readout.innerText());
  const [before, after, change] = [1, 2, 3].map((part) => Number(told?.[part]?.replace('−', '-')));
  expect((after ?? NaN) - (before ?? NaN)).toBeCloseTo(change ?? NaN, 5);
});

test('from the network down to one multiplication, by keys and by choice', async ({ playground }) => {
  const { page } = playground;
  await showView(playground, 'Unit by unit');
  const prediction = page.getByTestId('network-prediction').locator('strong');
  await playground.goToStep(0);
  await expect(prediction).toHaveText(/\d/);
  const before = await prediction.innerText();
  await playground.goToStep(1);
  await expect(prediction).not.toHaveText(before);
  const units = page.getByRole('listbox', { name: /^Units of the network/ });
  await units.press('ArrowLeft');
  await units.press('Home');
  await units.press('ArrowDown');
  await expect(units.getByRole('option', { selected: true })).toHaveAccessibleName(/^Layer 2, unit 1: /);
  const first = page.getByTestId('unit-products').getByRole('button').nth(1);
  await first.click();
  const from = /unit (\d+)/.exec(await first.innerText())?.[1];
  const weight = page.getByTestId('one-weight');
  await expect(weight).toContainText(`2.weight[1, ${from}] · a = `);
  const told = /a = (\S+) · (\S+) = (\S+)/.exec((await weight.innerText()).replaceAll(/[()]/g, ''));
  const [w, a, product] = [1, 2, 3].map((part) => Number(told?.[part]?.replace('−', '-')));
  expect((w ?? NaN) * (a ?? NaN)).toBeCloseTo(product ?? NaN, 5);
});

test('two tasks pull at one θ, which is dragged, and the updates follow', async ({ playground }) => {
  const { page } = playground;
  await showView(playground, 'Two tasks');
  const point = page.locator('.pull-point');
  const place = async () => [await point.getAttribute('cx'), await point.getAttribute('cy')].map(Number);
  const arrow = page.locator('.pull-arrow[data-arrow="maml"] path').last();
  await expect(page.locator('.pull-arrow')).toHaveCount(4);
  const [home, update] = [await place(), await arrow.getAttribute('d')];
  // Each algorithm goes a way of its own; MAML's angle to itself is none.
  expect((await numbersOf(page, 'two-task-arrows', 'FOMAML'))[0]).toBeGreaterThan(0);
  const cells = page.getByTestId('two-task-arrows').locator('tr[data-arrow="maml"] td');
  await expect(cells.nth(2)).toHaveText('0°');
  const box = await page.locator('.pull-plot').boundingBox();
  if (box === null) throw new Error('Expected a plot.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.8 * box.width, box.y + 0.3 * box.height, { steps: 4 });
  await page.mouse.up();
  expect((await place())[0]).toBeCloseTo(320, -1);
  await expect(arrow).not.toHaveAttribute('d', update ?? '');
  // By keys: a step to the left, and home.
  await page.locator('.pull-plot').press('ArrowLeft');
  expect((await place())[0]).toBeLessThan(312);
  await page.locator('.pull-plot').press('Home');
  expect(await place()).toEqual(home);
  await expect(arrow).toHaveAttribute('d', update ?? '');
});

test('every view is accessible, in the dark too, and fits a phone', async ({ playground }) => {
  const { page } = playground;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('tab', { name: 'Inside' }).click();
  for (const name of ['Second order', 'Loss around θ', 'Parameters', 'Unit by unit', 'Two tasks'] as const) {
    await showView(playground, name);
    await expect(page.locator('.inside .summary-table')).toBeVisible();
    expect(await violations(page, '.inside')).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  }
});

test('contexts of tasks lie in a plane in which amplitude and phase appear', async ({ playground }) => {
  const { page } = playground;
  await playground.button('Add initialisation').click();
  await playground.menuItem('CAVIA').click();
  await page.keyboard.press('Escape');
  await page.getByLabel('Look into θ of').selectOption('CAVIA');
  await playground.button('Contexts').click();
  const points = page.locator('[data-figure="contexts"] .cloud-point');
  await expect(points).toHaveCount(200);
  const colours = () => points.evaluateAll((all) => all.map((point) => point.getAttribute('style')));
  const byAmplitude = await colours();
  await playground.button('Phase φ').click();
  await expect.poll(colours).not.toEqual(byAmplitude);
  await page.getByLabel('Look into θ of').selectOption('MAML');
  await expect(playground.button('Contexts')).toHaveCount(0);
});
