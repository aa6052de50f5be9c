/** Tasks by formula: chosen, typed, trained on, and reopened by a link. */
import { expect, test } from './playground.ts';

test('a formula is chosen and typed; while it is none, the last one stays in force; it trains, and a reload brings it back', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 1);
  await page.getByLabel('Family of tasks', { exact: true }).selectOption('By formula');
  const formula = page.getByRole('textbox', { name: 'Formula', exact: true });
  await expect(formula).toHaveValue('a*sin(x + b) + c*sin(2*x + d)');
  await expect(page.locator('.plot-filled')).toHaveCount(10);
  // What ships was made for sinusoids.
  await expect(page.locator('tr[data-contestant]')).toHaveCount(1);
  await expect(page.getByLabel('Preset', { exact: true })).toHaveCount(0);

  await playground.button('Cubic').click();
  await expect(formula).toHaveValue('a*x^3 + b*x^2 + c*x + d');
  await expect(page.locator('.formula').first()).toHaveText(/^y = −?0\.0\d+·x\^3 /);

  await formula.fill('a*sin(b*x) + c*sn(x)');
  await expect(page.locator('.formula-marked mark')).toHaveText('sn');
  await expect(page.locator('.formula-problem')).toContainText('found “sn”');
  await expect(page.locator('.formula-problem')).toContainText('the tasks stay y = a*x^3 + b*x^2 + c*x + d.');
  await expect(page.getByRole('textbox', { name: 'Smallest d', exact: true })).toHaveValue('-1');
  await playground.button('New task').click();
  await expect(page.locator('.formula').first()).toHaveText(/x\^3/);
  await expect(formula).toHaveValue('a*sin(b*x) + c*sn(x)');

  await formula.fill('a*sin(b*x) + c*x');
  await expect(page.locator('.formula-problem')).toHaveCount(0);
  await playground.setNumber('Largest a', '4');
  await playground.setNumber('Smallest a', '1');
  // A range that cannot be says why.
  await playground.setNumber('Smallest b', '200');
  await expect(page.getByRole('alert')).toContainText(
    'Expected the range of b within -100 and 100, found 200.',
  );
  await page.getByRole('textbox', { name: 'Smallest b', exact: true }).press('Escape');
  await expect(page.locator('.formula').first()).toHaveText(/sin\(.*x\)/);

  await playground.trainTo(30);
  await expect.poll(() => playground.iteration()).toBe(30);
  const expected = await playground.settledLoss('random', 1);
  await expect.poll(() => page.url()).toContain('formula=a*sin(b*x)');
  await page.reload();
  await expect(formula).toHaveValue('a*sin(b*x) + c*x');
  await expect(page.getByRole('textbox', { name: 'Smallest a', exact: true })).toHaveValue('1');
  await expect(page.getByRole('textbox', { name: 'Largest a', exact: true })).toHaveValue('4');
  await expect.poll(() => playground.loss('random', 1)).toBe(expected);
});

test('an unsound formula in a link gives way to the family’s own, and is told', async ({
  fresh: playground,
}) => {
  const { page } = playground;
  await page.goto('/?backend=wasm#v=1&family=formula&formula=a*sn(x)');
  await expect(page.getByRole('alert')).toContainText('found “sn”. Character 3 of the formula: a*⟦sn⟧(x)');
  await expect(page.getByRole('textbox', { name: 'Formula', exact: true })).toHaveValue(
    'a*sin(x + b) + c*sin(2*x + d)',
  );
});
