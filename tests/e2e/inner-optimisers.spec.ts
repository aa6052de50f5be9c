/** Inner optimisers on the page, and MAML++: what they move, what the page says of them, and that links and files carry them. */
import { expectAccess, expectWholeTexts } from './checks.ts';
import { walkByTab } from './keyboard.ts';
import { expect, type Playground, test } from './playground.ts';
import { type Scene, speak } from './scenes.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const OPTIMISER = 'Inner optimiser';

async function chooseOptimiser({ page }: Playground, name: 'sgd' | 'momentum' | 'adam'): Promise<void> {
  const choice = page.getByLabel(OPTIMISER, { exact: true });
  // It lies in a fold.
  if (!(await choice.isVisible())) await page.getByRole('button', { name: /^Optimiser/ }).click();
  await choice.selectOption(name);
}

test('an optimiser acts at once on whoever takes its steps, and the page writes its formula and its lines of code', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.button('Add initialisation').click();
  await playground.menuItem('Meta-SGD').click();
  await page.keyboard.press('Escape');
  const plain = await playground.settledLoss('maml', 3);
  const ownRates = await playground.settledLoss('metaSgd', 3);
  const first = await playground.loss('maml', 1);
  await chooseOptimiser(playground, 'momentum');
  await expect.poll(() => playground.loss('maml', 3)).not.toBe(plain);
  // Momentum's first step is plain descent's.
  expect(await playground.loss('maml', 1)).toBe(first);
  expect(await playground.loss('metaSgd', 3)).toBe(ownRates);
  const byMomentum = await playground.loss('maml', 3);
  await playground.setNumber('Inner momentum μ', '0');
  await expect.poll(() => playground.loss('maml', 3)).toBe(plain);
  await playground.setNumber('Inner momentum μ', '0.9');
  await expect.poll(() => playground.loss('maml', 3)).toBe(byMomentum);
  await expect.poll(() => page.url()).toContain('innerOptimiser=momentum');

  await playground.button(`? ${OPTIMISER}`).click();
  await expect(page.locator('.hint-popup')).toContainText(
    'Acts at once on what is shown, and on the next run.',
  );
  await expect(page.locator('.hint-popup')).toContainText('Has no say in: Meta-SGD.');
  await page.keyboard.press('Escape');

  await playground.openPanel('Learn');
  await playground.button('Formulas').click();
  const update = page.getByRole('region', { name: 'Inner update' });
  await expect(update).toContainText('μ');
  await expect(update.getByTestId('step-size')).toHaveCount(0);
  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export').selectOption('maml');
  await expect(page.locator('pre')).toContainText('momentum=0.9');
  await chooseOptimiser(playground, 'adam');
  await expect(page.locator('pre')).toContainText('torch.optim.Adam has it outside');
  await expect.poll(() => playground.loss('maml', 3)).not.toBe(byMomentum);
  await chooseOptimiser(playground, 'sgd');
  await expect.poll(() => playground.loss('maml', 3)).toBe(plain);
  await expect.poll(() => page.url()).not.toContain('innerOptimiser');
});

test('a run trains through Adam’s steps, and its meta-step is taken apart with them', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.setNumber('Tasks per meta-batch', '3');
  await playground.setNumber('Training inner steps', '2');
  await chooseOptimiser(playground, 'adam');
  await playground.openPanel('Train');
  await playground.button('One step').click();
  await expect.poll(() => playground.iteration()).toBe(1);
  await playground.button('Slow motion').click();
  await playground.button('Adapt').click();
  await expect(page.locator('.slow-step .katex').first()).toContainText('m^');
  await playground.button('Update').click();
  // The step as it was taken apart is the run's own.
  const read = async (id: string) => {
    await expect(page.getByTestId(id)).toHaveText(/\d/);
    return Number(await page.getByTestId(id).innerText());
  };
  const [reported, dissected] = [await read('slow-reported'), await read('slow-dissected')];
  expect(reported).toBeGreaterThan(0);
  expect(Math.abs(dissected / reported - 1)).toBeLessThan(2e-4);
  await playground.button('Back to training').click();
  await playground.button('Reset').click();
  await chooseOptimiser(playground, 'sgd');
});

test('MAML++ learns a rate for each layer in each step, which goes into the file and back', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.algorithm().selectOption('mamlPlusPlus');
  await playground.setNumber('Tasks per meta-batch', '3');
  await playground.setNumber('Training inner steps', '3');
  await playground.setNumber('Meta learning rate β', '0.01');
  await playground.setNumber('First-order meta-steps', '2');
  await playground.openPanel('Train');
  await playground.button('Train').click();
  await expect.poll(() => playground.iteration()).toBeGreaterThan(4);
  await playground.button('Pause').click();
  await expect(playground.button('Train')).toBeVisible();
  const adapted = await playground.settledLoss('live', 5);
  await playground.openPanel('Weights');
  await page.getByLabel('Initialisation to export').selectOption('live');
  await page.getByText('Learned inner learning rates α').first().click();
  const rates = page.getByTestId('step-rates').locator('tbody tr');
  await expect(rates).toHaveCount(3);
  const cells = (await rates.locator('td').allTextContents()).map(Number);
  expect(cells).toHaveLength(9);
  expect(new Set(cells).size).toBeGreaterThan(3);
  await expect(page.locator('pre')).toContainText('alpha = state.pop("alpha")');

  const waiting = page.waitForEvent('download');
  await playground.button('Export weights').click();
  await page
    .locator('input[type="file"][aria-label="Import weights"]')
    .setInputFiles(await (await waiting).path());
  await expect.poll(() => playground.loss('imported', 5)).toBe(adapted);
});

const inFormulas = async (playground: Playground) => {
  await playground.openPanel('Learn');
  await playground.button('Formulas').click();
  await expect(playground.page.locator('.results .katex').first()).toBeVisible();
};

const SCENES: readonly Scene[] = [
  {
    name: 'settings with momentum',
    region: '.settings-rail',
    open: async (playground) => {
      const { page } = playground;
      await chooseOptimiser(playground, 'momentum');
      await expect(page.getByLabel('Inner momentum μ', { exact: true }).first()).toBeVisible();
    },
  },
  {
    name: 'formulas with momentum',
    region: '.results',
    open: inFormulas,
  },
  {
    name: 'formulas with Adam',
    region: '.results',
    open: async (playground) => {
      await chooseOptimiser(playground, 'adam');
      await inFormulas(playground);
    },
  },
  {
    name: 'second order, whatever the inner optimiser',
    region: '.results',
    open: async (playground) => {
      await playground.openPanel('Inside');
      await playground.button('Second order').click();
      await expect(playground.page.locator('.angle-dial')).toBeVisible();
      await expect(playground.page.locator('.inside')).toContainText('plain gradient descent inside');
    },
  },
  {
    name: 'settings of MAML++',
    region: '.settings-rail',
    open: async (playground) => {
      const { page } = playground;
      await playground.algorithm().selectOption('mamlPlusPlus');
      await expect(await playground.textbox('First-order meta-steps')).toBeVisible();
      await expect(page.locator('.settings-rail')).toContainText('MAML with the multi-step loss');
    },
  },
  {
    name: 'slow motion of MAML++',
    region: '.results',
    open: async (playground) => {
      await playground.setNumber('Tasks per meta-batch', '3');
      await playground.openPanel('Train');
      await playground.button('One step').click();
      await expect.poll(() => playground.iteration()).toBe(1);
      // There are kernels for it, so that nobody is told of TensorFlow.js.
      await expect(playground.page.getByRole('region', { name: 'Notices' })).toBeEmpty();
      await playground.button('Slow motion').click();
      await playground.button('Meta-gradient').click();
      await expect(playground.page.locator('.layer-bars')).toContainText('α of layers in steps');
    },
    close: async (playground) => {
      await playground.button('Back to training').click();
    },
  },
  {
    name: 'weights of MAML++',
    region: '.results',
    open: async (playground) => {
      const { page } = playground;
      await playground.openPanel('Weights');
      await page.getByLabel('Initialisation to export').selectOption('live');
      await page.getByText('Learned inner learning rates α').first().click();
      await expect(page.getByTestId('step-rates')).toBeVisible();
    },
  },
];

test('with an optimiser and MAML++ on show: no violation, no text cut, and all of it by Tab', async ({
  fresh: playground,
}) => {
  test.slow();
  const { page } = playground;
  await playground.open('wasm');
  await playground.loss('maml', 10);
  for (const scene of SCENES) {
    await speak(page, 'en');
    await scene.open(playground);
    const { missed, unseen } = await walkByTab(page, scene.region);
    expect({ missed, unseen }, scene.name).toEqual({ missed: [], unseen: [] });
    await expectAccess(page, scene);
    await expectWholeTexts(page, scene.name, scene.region === '.results' ? [PHONE, DESK] : [DESK]);
    await scene.close?.(playground);
  }
});
