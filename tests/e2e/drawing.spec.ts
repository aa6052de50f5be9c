/** Letters of one’s own in the world of characters, by mouse, by keyboard and from a link; and a round of the duel by keys alone. */
import type { Page } from '@playwright/test';
import { expectAccess, expectWholeTexts, violations } from './checks.ts';
import { expect, nowAndThen, onSimdUnitsAlone, test } from './playground.ts';

const DESK = { width: 1440, height: 900 };
const SIZES = [DESK, { width: 390, height: 844 }, DESK];
const CHARACTERS = '#v=1&family=characters&phone=plot';

function query(page: Page, number: number) {
  return page.locator('.query').nth(number);
}

/** What the first contestant answers about the first query, as its bars stand. */
/** Bars that no longer move: an answer to part of a stroke may come before that to the whole. */
async function settledBars(page: Page): Promise<string | null> {
  let before: string | null = null;
  const isSettled = async () => {
    const last = before;
    before = await barsOf(page);
    return before !== null && before === last;
  };
  await expect.poll(isSettled, { intervals: [500] }).toBe(true);
  return before;
}

async function barsOf(page: Page): Promise<string | null> {
  return query(page, 0).locator('.answer path').first().getAttribute('d');
}

async function drawStroke(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await page.locator('.drawing-sheet').boundingBox();
  if (box === null) throw new Error('Expected a sheet.');
  const [first, ...others] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
  if (first === undefined) return;
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of others) await page.mouse.move(...point, { steps: 6 });
  await page.mouse.up();
}

test.beforeEach(async ({ playground: { page } }) => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, CHARACTERS);
  await expect(query(page, 0).locator('.answer').first()).toBeVisible();
});

test(
  'answers follow every stroke; a stroke and the whole letter are taken back; a link brings the letter again',
  onSimdUnitsAlone,
  async ({ playground }) => {
    const { page } = playground;
    const before = await barsOf(page);
    await query(page, 0).locator('.drawable-cell').click();
    const sheet = page.locator('.drawing-sheet');
    await drawStroke(page, [
      [0.3, 0.25],
      [0.7, 0.3],
      [0.4, 0.75],
    ]);
    await expect(sheet).toHaveAccessibleName('Sheet to draw on, 1 stroke');
    await expect.poll(() => barsOf(page)).not.toBe(before);
    const afterOne = await settledBars(page);
    await drawStroke(page, [
      [0.2, 0.8],
      [0.8, 0.8],
    ]);
    await expect(sheet).toHaveAccessibleName('Sheet to draw on, 2 strokes');
    await expect.poll(() => barsOf(page)).not.toBe(afterOne);
    expect(await violations(page, '.drawing-panel')).toEqual([]);
    await page.keyboard.press('Control+z');
    await expect(sheet).toHaveAccessibleName('Sheet to draw on, 1 stroke');
    await expect.poll(() => barsOf(page)).toBe(afterOne);
    await playground.button('Done').click();
    await expect(sheet).toHaveCount(0);

    // The address follows by and by; strokes are parted by dots.
    await expect.poll(() => new URL(page.url()).hash).toMatch(/ink=q0:0:[^.&]+$/);
    const link = new URL(page.url()).hash;
    // The letter is one edit.
    await playground.button('Undo').click();
    await expect.poll(() => barsOf(page)).toBe(before);
    await expect.poll(() => new URL(page.url()).hash).not.toContain('ink=');
    await page.evaluate((hash) => {
      location.hash = hash;
    }, link);
    await expect.poll(() => barsOf(page)).toBe(afterOne);
  },
);

test('a letter is chosen from an alphabet by keys alone', async ({ playground: { page } }) => {
  const before = await barsOf(page);
  await page.locator('.support-grid .drawable-cell').first().focus();
  await page.keyboard.press('Enter');
  const chooser = page.getByRole('button', { name: 'Alphabet', exact: true });
  await chooser.focus();
  await page.keyboard.press('Enter');
  const letter = (number: number) => page.getByRole('button', { name: `Letter ${number}`, exact: true });
  await expect(letter(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(letter(8)).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(page.getByText('Alphabet 2', { exact: true })).toBeVisible();
  expect(await violations(page, '.drawing-panel')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.locator('.drawing-sheet')).toHaveAccessibleName(/^Sheet to draw on, \d+ strokes?$/);
  await expect.poll(() => barsOf(page)).not.toBe(before);
  await page.keyboard.press('Escape');
  await expect(page.locator('.drawing-panel')).toHaveCount(0);
  await expect(page.locator('.support-grid .drawable-cell').first()).toBeFocused();
});

test('a whole round of the duel by keys ends with everyone’s score and its interval', async ({
  playground: { page },
}) => {
  const open = page.getByRole('button', { name: 'You against MAML', exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  for (let task = 1; task <= 10; task++) {
    await expect(page.getByText(`Task ${task} of 10`)).toBeVisible();
    for (let asked = 1; asked <= 5; asked++) {
      await expect(page.getByText(`Query ${asked} of 5`)).toBeVisible();
      await page.keyboard.press(String(asked));
    }
    await expect(page.getByRole('row', { name: /^You/ })).toBeVisible();
    if (task === 1) {
      await expectAccess(page, { name: 'a task of the duel', region: '.duel' });
      await expectWholeTexts(page, 'a task of the duel', SIZES);
      await page.getByRole('button', { name: 'Next task' }).focus();
    }
    await page.keyboard.press('Enter');
  }
  const you = page.locator('[data-player="you"]');
  await expect(you).toContainText(/\d+ ± \d+ %/);
  await expect(page.locator('.duel-result tr')).not.toHaveCount(1);
});

test('a letter of another hand is another drawing', nowAndThen, async ({ playground: { page } }) => {
  const cell = query(page, 0).locator('.drawable-cell');
  const inks: string[] = [];
  for (let round = 0; round < 2; round++) {
    await cell.click();
    await page.getByRole('button', { name: 'Alphabet', exact: true }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    const ink = () => /ink=([^&]+)/.exec(page.url())?.[1] ?? '';
    // The address follows by and by.
    await expect.poll(ink).not.toBe(inks[0] ?? '');
    inks.push(ink());
  }
});
