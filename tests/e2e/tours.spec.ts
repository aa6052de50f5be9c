/** Journey 9: being taught, by tours that drive the page, formulas with its numbers, and a glossary. */
import type { Locator } from '@playwright/test';
import { expect, onSimdUnitsAlone, type Playground, test } from './playground.ts';

/** The card of the open tour. */
class Tour {
  readonly playground: Playground;
  readonly card: Locator;

  constructor(playground: Playground) {
    this.playground = playground;
    this.card = playground.page.locator('.tour-card');
  }

  async start(name: string): Promise<void> {
    await this.playground.button('Tours').first().click();
    await this.playground.page.getByRole('menuitem', { name }).click();
    await expect(this.card).toBeVisible();
  }

  /** A value in the text, once the page knows it. */
  async value(name: string): Promise<string> {
    const value = this.card.locator(`[data-value="${name}"]`).first();
    await expect(value).toHaveText(/[\d∞]/);
    return value.innerText();
  }

  /** A class in the text, once an answer is known. */
  async letter(name: string): Promise<string> {
    const value = this.card.locator(`[data-value="${name}"]`).first();
    await expect(value).toHaveText(/^[A-Z]$/);
    return value.innerText();
  }

  async number(name: string): Promise<number> {
    return Number.parseFloat(
      (await this.value(name)).replaceAll(',', '').replace('−', '-').replace('∞', 'Infinity'),
    );
  }

  /** The step of that name, once its work is done. */
  async reaches(step: string): Promise<void> {
    await expect(this.card).toHaveAttribute('data-tour-step', step);
    await expect(this.card.locator('.tour-busy')).toHaveCount(0);
    await expect(this.playground.page.locator('[data-tour-target]')).toHaveCount(1);
  }

  async next(step: string): Promise<void> {
    await this.card.getByRole('button', { name: /^(Next|Skip)/ }).click();
    await this.reaches(step);
  }

  async isDone(): Promise<void> {
    await expect(this.card.getByText('Done.')).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.playground.button('Back to what I had').click();
    await expect(this.card).toHaveCount(0);
  }
}

async function shownNow(playground: Playground, contestant: string, quantity: string): Promise<string> {
  return playground.page
    .locator(`.contestants tr[data-contestant="${contestant}"] td[data-quantity="${quantity}"]`)
    .innerText();
}

test('the inner loop, with the page’s own numbers; a dragged point ends it, and leaving gives everything back', async ({
  playground,
}) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await playground.setNumber('Inner learning rate α', '0.02');
  await expect.poll(() => page.url()).toMatch(/#v=1&alpha=0.02$/);
  const address = page.url();
  await tour.start('What is the inner loop?');
  await tour.reaches('innerLoop.task');
  await expect(page.getByRole('textbox', { name: 'Inner learning rate α', exact: true })).toHaveValue('0.01');
  await tour.next('innerLoop.before');
  await expect(page.getByRole('heading', { name: 'It begins without a clue' })).toBeFocused();
  expect(await tour.value('query')).toBe(await shownNow(playground, 'maml', 'query'));
  await tour.next('innerLoop.step');
  await page.keyboard.press('ArrowRight');
  await tour.isDone();
  expect(await tour.value('moved')).toBe(await shownNow(playground, 'maml', 'moved'));
  expect(await tour.number('product')).toBeCloseTo(await tour.number('moved'), 2);
  await tour.next('innerLoop.again');
  expect(await tour.number('supportLast')).toBeLessThan(await tour.number('support0'));
  await tour.next('innerLoop.start');
  expect(await tour.number('maml')).toBeLessThan(await tour.number('random'));
  await tour.next('innerLoop.try');
  const box = await page.locator('[data-point="1"]').boundingBox();
  if (box === null) throw new Error('Expected a support point.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await tour.isDone();
  await tour.leave();
  await expect(page.getByRole('textbox', { name: 'Inner learning rate α', exact: true })).toHaveValue('0.02');
  await expect(playground.curve('pretrained')).toHaveCount(1);
  await expect.poll(() => page.url()).toBe(address);
});

test('a reload in a tour, and going back in one, bring back what the visitor had', async ({ playground }) => {
  const { page } = playground;
  const tour = new Tour(playground);
  const alpha = page.getByRole('textbox', { name: 'Inner learning rate α', exact: true });
  await playground.setNumber('Inner learning rate α', '0.02');
  await playground.button('Add point').press('Enter');
  await expect(page.locator('.plot-filled')).toHaveCount(6);
  const hasAll = async () => {
    await expect(tour.card).toHaveCount(0);
    await expect(alpha).toHaveValue('0.02');
    await expect(page.locator('.plot-filled')).toHaveCount(6);
  };
  await tour.start('What is the inner loop?');
  await tour.reaches('innerLoop.task');
  await expect(alpha).toHaveValue('0.01');
  await page.reload();
  await hasAll();
  const address = page.url();
  await tour.start('What if the test tasks differ');
  await tour.reaches('shift.inside');
  await page.goBack();
  await hasAll();
  expect(page.url()).toBe(address);
  await page.goForward();
  await hasAll();
});

test('pretraining: level before adaptation, behind after it, on a hundred tasks', async ({ playground }) => {
  const tour = new Tour(playground);
  await tour.start('Why not just pretrain, as in transfer learning?');
  await tour.reaches('pretraining.mean');
  expect(Math.abs((await tour.number('mean')) - (await tour.number('prediction')))).toBeLessThan(0.3);
  await tour.next('pretraining.tie');
  await tour.next('pretraining.steps');
  expect(await tour.number('maml1')).toBeLessThan(await tour.number('pretrained1'));
  await tour.next('pretraining.many');
  expect(await tour.value('tasks')).toBe('100');
  expect(Math.abs((await tour.number('maml0')) - (await tour.number('pretrained0')))).toBeLessThan(0.3);
  expect(2 * (await tour.number('maml1'))).toBeLessThan(await tour.number('pretrained1'));
  await tour.next('pretraining.transfer');
  await tour.next('pretraining.try');
  for (let task = 0; task < 3; task++) await playground.button('New task').click();
  await tour.isDone();
  await tour.leave();
});

test('second order and identity: what the gauge says, until the visitor turns it', async ({ playground }) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('Why second order?');
  await tour.reaches('secondOrder.chain');
  await tour.next('secondOrder.gauge');
  const first = await tour.number('angle');
  await expect(page.getByTestId('gauge')).toContainText(String(first));
  await tour.next('secondOrder.grow');
  await expect.poll(() => tour.number('angle')).toBeGreaterThan(2 * first);
  await tour.next('secondOrder.trained');
  await expect.poll(() => tour.number('angle')).toBeGreaterThan(45);
  await tour.next('secondOrder.matter');
  expect(await tour.number('maml1')).toBeLessThan(await tour.number('fomaml1'));
  await tour.next('secondOrder.try');
  await expect.poll(() => tour.number('angle')).toBeLessThan(45);
  await playground.setNumber('α of the gauge', '0.1');
  await playground.setNumber('n of the gauge', '4');
  await tour.isDone();

  await tour.start('What breaks when the identity');
  await tour.reaches('identity.formula');
  await tour.next('identity.size');
  await tour.next('identity.direction');
  await expect.poll(() => tour.number('angle')).toBeGreaterThan(90);
  expect(await tour.number('firstAngle')).toBeLessThan(45);
  await tour.next('identity.trained');
  await expect.poll(() => tour.number('angle')).toBeLessThan(90);
  await tour.next('identity.try');
  await playground.setNumber('α of the gauge', '0.001');
  await tour.isDone();
  await expect.poll(() => tour.number('left')).toBeLessThan(0.1);
  await tour.leave();
});

test('wrong code that runs: what it computes, and the one n for which a repeated gradient is right; then the next tour is offered', async ({
  playground,
}) => {
  const tour = new Tour(playground);
  await tour.start('Which wrong code runs');
  await tour.reaches('wrongCode.right');
  await expect(tour.card.locator('.tour-code')).toContainText('create_graph=True');
  expect(await tour.number('after')).toBeLessThan(await tour.number('before'));
  await tour.next('wrongCode.repeated');
  expect(await tour.number('angle')).toBeGreaterThan(25);
  expect(await tour.number('times')).toBeGreaterThan(1.5);
  await tour.next('wrongCode.later');
  await expect.poll(() => tour.number('after')).toBeGreaterThan(await tour.number('before'));
  await tour.next('wrongCode.unadapted');
  expect(await tour.number('angle')).toBeGreaterThan(25);
  await tour.next('wrongCode.number');
  await tour.value('random');
  await tour.next('wrongCode.detached');
  await expect.poll(() => tour.number('withoutIdentity')).toBeGreaterThan(90);
  await tour.next('wrongCode.trained');
  expect(await tour.number('maml')).toBeLessThan(await tour.number('fomaml'));
  expect(await tour.number('fomaml')).toBeLessThan(await tour.number('pretrained'));
  await tour.next('wrongCode.try');
  await playground.setNumber('n of the gauge', '1');
  await tour.isDone();
  await expect.poll(() => tour.number('angle')).toBe(0);
  await tour.card.getByRole('button', { name: 'What breaks when the identity' }).click();
  await tour.reaches('identity.formula');
  await playground.button('Leave the tour').click();
  await playground.button('Tours').first().click();
  const gone = playground.page.getByRole('menuitem', { name: 'Which wrong code runs' }).getByRole('img');
  await expect(gone).toHaveAccessibleName('Done');
});

test('why so many tasks in a batch: quieter, noisy again when trained, and two runs on as many tasks', async ({
  playground,
}) => {
  const tour = new Tour(playground);
  await tour.start('Why so many tasks in a batch?');
  await tour.reaches('batch.few');
  const few = await tour.number('angle');
  await tour.next('batch.more');
  await expect.poll(() => tour.number('angle')).toBeLessThan(few);
  const more = await tour.number('angle');
  await tour.next('batch.trained');
  await expect.poll(() => tour.number('angle')).toBeGreaterThan(more);
  await tour.next('batch.alone');
  expect(await tour.value('iteration')).toBe('1000');
  const alone = await tour.number('live');
  await tour.next('batch.together');
  expect(await tour.value('iteration')).toBe('40');
  expect(await tour.number('live')).toBeGreaterThan(alone);
  await tour.next('batch.end');
  await tour.next('batch.try');
  await playground.setNumber('Tasks per meta-batch', '100');
  await tour.isDone();
  await tour.leave();
});

test('does it work for large models: two widths timed, what relatives save and cost, and the visitor’s own run', async ({
  playground,
}) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('Does it work for large models?');
  await tour.reaches('largeModels.weights');
  expect([await tour.value('w40'), await tour.value('w320')]).toEqual(['1,761', '103,681']);
  await tour.next('largeModels.time');
  await tour.value('time');
  await tour.next('largeModels.wide');
  expect(await tour.value('iteration')).toBe('50');
  await tour.value('time');
  await tour.next('largeModels.memory');
  await tour.next('largeModels.cheaper');
  await tour.next('largeModels.saved');
  expect(await tour.number('maml10')).toBeLessThan(await tour.number('maml1'));
  await tour.next('largeModels.try');
  await tour.value('maml');
  await page.getByLabel('Algorithm', { exact: true }).selectOption('fomaml');
  await playground.button('Reset').click();
  await playground.button('Train').click();
  await tour.isDone();
  await tour.leave();
});

test('α, n and β: two trainings, the visitor’s with a β of their own', async ({ playground }) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('How are α, n and β chosen?');
  await tour.reaches('knobs.small');
  await tour.next('knobs.large');
  await expect.poll(() => tour.number('support3')).toBeGreaterThan(100 * (await tour.number('support0')));
  expect(await tour.number('broken')).toBeGreaterThan(1);
  await tour.next('knobs.steps');
  await tour.next('knobs.beta');
  expect(await tour.value('iteration')).toBe('100');
  const before = await tour.number('loss');
  await tour.next('knobs.try');
  expect(await tour.number('loss')).toBe(before);
  await playground.setNumber('Meta learning rate β', '0.01');
  await playground.button('Reset').click();
  await playground.button('Train').click();
  await tour.isDone();
  expect(await tour.value('newBeta')).toBe('0.01');
  expect(await tour.value('newIteration')).toBe('100');
  await expect(page.getByTestId('iteration')).toHaveText('100');
  await tour.leave();
  await expect(page.locator('path[data-curve="live"]')).toHaveCount(0);
});

test('unstable training: what helps and what does not, and the visitor finds a β that holds', async ({
  playground,
}) => {
  const tour = new Tour(playground);
  await tour.start('Why does training turn unstable');
  await tour.reaches('instability.inner');
  expect(await tour.number('iteration')).toBeLessThan(60);
  await tour.next('instability.why');
  await expect.poll(() => tour.number('support5')).toBeGreaterThan(1000 * (await tour.number('support0')));
  await tour.next('instability.smaller');
  expect(await tour.value('iteration')).toBe('60');
  await tour.next('instability.clipFails');
  expect(await tour.number('iteration')).toBeLessThan(60);
  await tour.next('instability.outer');
  expect(await tour.number('iteration')).toBeLessThan(30);
  await tour.next('instability.clip');
  expect(await tour.value('iteration')).toBe('60');
  await tour.next('instability.try');
  await playground.setNumber('Meta learning rate β', '0.1');
  await playground.button('Train').click();
  await tour.isDone();
  await tour.leave();
});

test('other tasks than in training, and back among those that MAML knows', async ({ playground }) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('What if the test tasks differ');
  await tour.reaches('shift.inside');
  const inside = await tour.number('maml10');
  await tour.next('shift.half');
  await tour.next('shift.amplitude');
  await expect.poll(() => tour.number('maml0')).toBeGreaterThan(10);
  expect(await tour.value('tasks')).toBe('200');
  expect(await tour.number('diverged')).toBeGreaterThan(0);
  await tour.next('shift.frequency');
  await expect.poll(() => tour.number('maml10')).toBeGreaterThan(10 * inside);
  await tour.next('shift.many');
  expect(2 * (await tour.number('maml1'))).toBeGreaterThan(await tour.number('pretrained1'));
  await tour.next('shift.try');
  await playground.setNumber('Smallest frequency ω', '0.8');
  await playground.setNumber('Largest frequency ω', '1.2');
  await tour.isDone();
  await page.locator('.tour-card h2').focus();
  await page.keyboard.press('Escape');
  await expect(tour.card).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Largest frequency ω', exact: true })).toHaveValue('1');
});

test('closed forms, a prior and a memory beside MAML: who wins with three points, with twenty, and beyond training', async ({
  playground,
}) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('Is gradient descent needed?');
  await tour.reaches('gradients.closed');
  expect(await tour.number('ridge')).toBeLessThan(await tour.number('maml10'));
  await tour.next('gradients.smooth');
  expect(await tour.number('maml')).toBeLessThan(await tour.number('gaussian'));
  await tour.next('gradients.few');
  expect(await tour.number('ridge')).toBeLessThan(await tour.number('maml'));
  expect(await tour.number('maml')).toBeLessThan(await tour.number('gaussian'));
  await tour.next('gradients.many');
  await expect.poll(() => tour.number('gaussian')).toBeLessThan(await tour.number('maml'));
  await tour.next('gradients.floor');
  await expect.poll(() => tour.number('posterior')).toBeLessThan(0.001);
  await tour.next('gradients.try');
  await playground.setNumber('K-shot (support points)', '20');
  await tour.isDone();

  await tour.start('Three ways to learn to learn');
  await tour.reaches('threeWays.optimise');
  expect(await tour.number('query10')).toBeLessThan(await tour.number('query0'));
  await tour.next('threeWays.remember');
  expect(await tour.number('queryAll')).toBeLessThan(await tour.number('query0'));
  await expect(page.locator('.caption')).toContainText('seen');
  await tour.next('threeWays.compare');
  await tour.next('threeWays.name');
  await tour.next('threeWays.outside');
  expect(await tour.number('ridge10')).toBeLessThan(await tour.number('maml10'));
  expect(2 * (await tour.number('maml10'))).toBeLessThan(await tour.number('cnp10'));
  await tour.next('threeWays.try');
  await page.locator('[data-point="1"]').focus();
  await page.keyboard.press('ArrowUp');
  await tour.isDone();
  await tour.leave();
});

test('formulas have the numbers of the shown step; a symbol explains itself and leads to the glossary', async ({
  playground,
}) => {
  const { page } = playground;
  await playground.openPanel('Learn');
  await playground.button('Formulas').click();
  const quantity = (label: string) => page.locator(`[data-quantity="${label}"] dd`).first();
  for (const step of ['Back to the start', 'Step']) {
    await playground.button(step).click();
    await expect(quantity('L_Q(θ_k)')).toHaveText(await shownNow(playground, 'maml', 'query'));
    await expect(quantity('|∇L_S(θ_k)|')).toHaveText(await shownNow(playground, 'maml', 'gradient'));
  }
  await expect(quantity('k')).toHaveText('1');
  await expect(page.locator('.katex [data-symbol="alpha"]').first()).toBeVisible();
  await page.locator('.katex-html [data-symbol="alpha"]').first().hover();
  await expect(page.locator('.symbol-popup')).toContainText('0.01');
  await page.getByLabel('Formula of', { exact: true }).selectOption('imaml');
  await expect(page.getByText('arXiv:1909.04630')).toBeVisible();

  await page.locator('[data-quantity="α"] button').first().click();
  const entry = page.locator('[data-term="alpha"]');
  await expect(entry).toBeFocused();
  await expect(entry).toContainText('0.01');
  await page.getByRole('searchbox', { name: 'Search terms and symbols' }).fill('meta-gradient');
  await expect(page.locator('[data-term="metaGradient"]')).toBeVisible();
  await expect(page.locator('[data-term="adam"]')).toHaveCount(0);
  await page.getByRole('searchbox').fill('CI95');
  await page.locator('[data-term="ci95"]').getByRole('button', { name: 'Show it on the page' }).click();
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('[data-tour-target]')).toHaveAttribute('data-tour', 'evaluation');
});

test(
  'a letter from one example: guessing, one step, what an untrained network lacks, features, many tasks, one’s own hand',
  onSimdUnitsAlone,
  async ({ playground }) => {
    const { page } = playground;
    const tour = new Tour(playground);
    await tour.start('Learn a letter from one example');
    await tour.reaches('letter.task');
    expect(await tour.value('queries')).toBe('25');
    await tour.next('letter.before');
    expect(await tour.value('chance')).toBe('20%');
    await tour.next('letter.step');
    await page.keyboard.press('ArrowRight');
    await tour.isDone();
    expect(await tour.number('after')).toBeGreaterThan(await tour.number('before'));
    await tour.next('letter.start');
    expect(await tour.number('maml')).toBeGreaterThan(await tour.number('random'));
    // The untrained network fits its examples all the same.
    expect(await tour.number('randomExamples')).toBeLessThan(0.1);
    await tour.next('letter.features');
    expect(await tour.number('before')).toBeGreaterThan(30);
    await tour.next('letter.many');
    expect(await tour.value('tasks')).toBe('60');
    expect(await tour.number('maml')).toBeGreaterThan(await tour.number('neighbour'));
    expect(await tour.number('neighbour')).toBeGreaterThan(await tour.number('random'));
    await tour.next('letter.try');
    await page.locator('.query .drawable-cell').first().click();
    const sheet = page.locator('.drawing-sheet');
    const box = await sheet.boundingBox();
    if (box === null) throw new Error('Expected a sheet to draw on.');
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.6 * box.height, { steps: 4 });
    await page.mouse.up();
    await tour.isDone();
    await playground.button('Done').click();
    await tour.leave();
    await expect(page.locator('.task-plot .plot-frame')).not.toHaveClass(/characters-frame/);
  },
);

/** Draws a stroke on the open sheet, and closes it. */
async function drawStroke({ page, button }: Pick<Playground, 'page' | 'button'>): Promise<void> {
  const box = await page.locator('.drawing-sheet').boundingBox();
  if (box === null) throw new Error('Expected a sheet to draw on.');
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.6 * box.height, { steps: 4 });
  await page.mouse.up();
  await button('Done').click();
}

test('does it know my handwriting: an example and a query of one’s own, what everyone says to it, and drawn once more', async ({
  playground,
}) => {
  const { page } = playground;
  const tour = new Tour(playground);
  await tour.start('Does it know my handwriting?');
  await tour.reaches('hand.example');
  expect(await tour.value('ways')).toBe('5');
  await page.locator('.support-grid .drawable-cell').nth(1).click();
  await drawStroke({ page, button: (name) => playground.button(name) });
  await tour.isDone();
  await tour.next('hand.query');
  expect(await tour.letter('letter')).toBe('B');
  await page.locator('.query .drawable-cell').nth(5).click();
  await drawStroke({ page, button: (name) => playground.button(name) });
  await tour.isDone();
  // The very stroke of the example, drawn again.
  await expect.poll(() => tour.letter('says')).toBe('B');
  await tour.next('hand.others');
  expect(await tour.letter('neighbour')).toBe('B');
  // Who has learned from people's drawings joins, and what has been drawn stays.
  await tour.next('hand.taught');
  await expect.poll(() => tour.letter('omniglot')).toBe('B');
  await tour.next('hand.worse');
  await page.locator('.query .drawable-cell').nth(5).click();
  await drawStroke({ page, button: (name) => playground.button(name) });
  await tour.isDone();
  await tour.leave();
});

test(
  'the query set that helps itself: together another query moves an answer, one at a time no drawing does',
  onSimdUnitsAlone,
  async ({ playground }) => {
    const { page } = playground;
    const tour = new Tour(playground);
    const bars = () => page.locator('.query').first().locator('.answer > svg path').getAttribute('d');
    const drawAnother = async () => {
      await page.locator('.query .drawable-cell').nth(7).click();
      await drawStroke({ page, button: (name) => playground.button(name) });
      await tour.isDone();
    };
    await tour.start('The query set that helps itself');
    await tour.reaches('transduction.untrained');
    expect(await tour.number('named')).toBeGreaterThan(20);
    await tour.next('transduction.together');
    await tour.letter('says');
    const before = await bars();
    await drawAnother();
    await expect.poll(bars).not.toBe(before);

    await tour.next('transduction.alone');
    await expect.poll(() => tour.value('named')).toBe('20%');
    const alone = await bars();
    await expect(page.locator(`.query .answer > svg path[d="${alone}"]`)).toHaveCount(25);
    await drawAnother();
    await expect(page.locator(`.query .answer > svg path[d="${alone}"]`)).toHaveCount(25);
    await playground.button('Leave the tour').click();
    await expect(page.getByText('Queries together: transductive')).toHaveCount(0);
  },
);

test(
  'what fine-tuning a classifier cannot do: it keeps up with MAML, is too sure of itself, and gains by more examples',
  onSimdUnitsAlone,
  async ({ playground }) => {
    const { page } = playground;
    const tour = new Tour(playground);
    await tour.start('What fine-tuning a classifier cannot do');
    await tour.reaches('classifier.head');
    expect(await tour.value('classes')).toBe('1,000');
    await tour.next('classifier.step');
    await page.keyboard.press('ArrowRight');
    await tour.isDone();
    await tour.next('classifier.many');
    expect(await tour.value('tasks')).toBe('100');
    const [random, pretrained, maml] = [
      await tour.number('random'),
      await tour.number('pretrained'),
      await tour.number('maml'),
    ];
    expect(pretrained).toBeGreaterThan(random + 30);
    expect(Math.abs(maml - pretrained)).toBeLessThan(8);
    await tour.next('classifier.why');
    await tour.next('classifier.sure');
    expect(await tour.number('pretrained')).toBeGreaterThan(await tour.number('maml'));
    await tour.next('classifier.try');
    await playground.setNumber('K-shot (drawings)', '5');
    await tour.isDone();
    expect(await tour.value('examples')).toBe('5');
    await tour.leave();
  },
);

test('can it learn tasks of my own: a formula, a run of it that beats untrained weights on many tasks, and another formula', async ({
  playground,
}) => {
  const tour = new Tour(playground);
  await tour.start('Can it learn tasks of my own?');
  await tour.reaches('ownFamily.family');
  await expect(tour.card).toContainText('y = a*sign(x - b) + c');
  await expect(tour.card.locator('[data-value="letters"]')).toHaveText('a, b, c');
  await playground.button('New task').click();
  await tour.isDone();
  await tour.next('ownFamily.untrained');
  await tour.value('after');
  await tour.next('ownFamily.train');
  expect(await tour.number('iteration')).toBe(500);
  await tour.value('live');
  await tour.next('ownFamily.many');
  expect(await tour.number('tasks')).toBe(100);
  expect(await tour.number('live1')).toBeLessThan(0.5 * (await tour.number('random1')));
  expect(await tour.number('liveLast')).toBeLessThan(0.5 * (await tour.number('randomLast')));
  await tour.next('ownFamily.try');
  await playground.button('Cubic').click();
  await tour.isDone();
  await tour.leave();
});
