/** What a visitor may do next, each by chance and with real events. */
import type { Page } from 'playwright-core';
import { findControl, type Found, PRESSABLE } from './controls.ts';
import type { Dice } from './dice.ts';
import { bringFile } from './files.ts';
import { anyLink } from './links.ts';

/** One visitor's browser, with one or two tabs of the page. */
export interface Visit {
  /** Ends with a slash. */
  readonly address: string;
  readonly page: () => Page;
  /** Another tab beside, in front. */
  readonly openTab: () => Promise<void>;
  /** The tab in front is closed, if it is not the only one. */
  readonly closeTab: () => Promise<boolean>;
  /** The other tab comes to the front. */
  readonly turnTab: () => Promise<boolean>;
}

export interface Done {
  /** What was done, in words. */
  readonly did: string;
  /** Whether it may put another run, or none, in the place of the page's. */
  readonly mayRestart?: boolean;
}

export interface Act {
  readonly name: string;
  readonly weight: number;
  /** `null` where there is nothing to do it with. */
  readonly run: (visit: Visit, dice: Dice) => Promise<Done | null>;
}

const NUMBERS = ['0', '1', '2', '5', '0.5', '0.01', '-1', '-0.3', '12', '100', '1e9', '1e-9', '1e400'];
const RUBBISH = [
  '',
  ' 7 ',
  'abc',
  '1,5',
  '∞',
  '0x10',
  '１２',
  '9'.repeat(40),
  '<img src=x onerror=alert(1)>',
  '💥',
  '1 2',
  '--3',
  '__proto__',
];
const STEPS =
  'Space ArrowRight ArrowLeft ArrowUp ArrowDown Home End PageUp Delete Backspace Enter Tab Shift+Tab';
const SHORTCUTS = 'n t l p f h ? 1 2 3 4 5 Escape Escape Control+z Control+Shift+z Control+k';
const KEYS = `${STEPS} ${SHORTCUTS}`.split(' ');
const SIZES = [
  [1440, 900],
  [1920, 1080],
  [1024, 768],
  [720, 900],
  [390, 844],
  [320, 568],
  [844, 390],
] as const;

async function drag(
  page: Page,
  dice: Dice,
  from: { x: number; y: number },
  reach: readonly [number, number],
) {
  const { x, y } = from;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let moves = 1 + dice.below(6); moves > 0; moves--) {
    const [right, down] = [(dice.uniform() - 0.5) * reach[0], (dice.uniform() - 0.5) * reach[1]];
    await page.mouse.move(x + right, y + down, { steps: 2 });
  }
  await page.mouse.up();
}

async function press(page: Page, { x, y }: Found): Promise<void> {
  await page.mouse.click(x, y);
}

/** Presses one of the controls that match. */
function pressOne(selector: string, verb: string): Act['run'] {
  return async (visit, dice) => {
    const found = await findControl(visit.page(), dice, selector);
    if (found === null) return null;
    await press(visit.page(), found);
    return { did: `${verb} “${found.name}”`, mayRestart: found.mayRestart };
  };
}

const dragOnPlot: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  const selector = dice.happens(0.6) ? '.plot-frame [data-point]' : '.plot-frame';
  const found = await findControl(page, dice, selector);
  if (found === null) return null;
  const inside = { x: found.x + (dice.uniform() - 0.5) * found.width, y: found.y };
  await drag(page, dice, inside, [500, 400]);
  return { did: `drags ${found.name} on the plot` };
};

const dragSlider: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  const found = await findControl(page, dice, '[role="slider"], input[type="range"]');
  if (found === null) return null;
  if (dice.happens(0.5)) {
    await drag(page, dice, found, [400, 10]);
    return { did: `drags the slider “${found.name}”` };
  }
  await found.control.focus();
  const keys = Array.from({ length: 1 + dice.below(4) }, () =>
    dice.oneOf(['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End']),
  );
  for (const key of keys) await page.keyboard.press(key);
  return { did: `presses ${keys.join(', ')} on the slider “${found.name}”` };
};

const type: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  const found = await findControl(
    page,
    dice,
    'input:not([type]), input[type="text"], input[type="search"], textarea',
  );
  if (found === null) return null;
  const text = dice.oneOf(dice.happens(0.6) ? NUMBERS : RUBBISH);
  await found.control.focus();
  await page.keyboard.press('Control+a');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.insertText(text);
  const end = dice.oneOf(['Enter', 'Tab', 'Escape']);
  await page.keyboard.press(end);
  return { did: `types “${text}” into “${found.name}”, then ${end}`, mayRestart: found.mayRestart };
};

const choose: Act['run'] = async (visit, dice) => {
  const found = await findControl(visit.page(), dice, 'select');
  if (found === null) return null;
  const values = await found.control.evaluate((element) =>
    element instanceof HTMLSelectElement ? [...element.options].map(({ value }) => value) : [],
  );
  const value = dice.oneOf(values);
  await found.control.selectOption(value);
  return { did: `chooses “${value}” in “${found.name}”` };
};

const pressKey: Act['run'] = async (visit, dice) => {
  const keys = Array.from({ length: 1 + dice.below(3) }, () => dice.oneOf(KEYS));
  for (const key of keys) await visit.page().keyboard.press(key);
  // In a list, keys choose; on a button, they press it.
  return { did: `presses ${keys.join(', ')}`, mayRestart: keys.includes('Enter') || keys.includes('Space') };
};

const importFile: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  await page.keyboard.press('Escape');
  await page.keyboard.press('5');
  const input = page.locator('input[type="file"]').first();
  if ((await input.count()) === 0) return null;
  const file = await bringFile(dice);
  await input.setInputFiles(file);
  return { did: `imports ${file.name} of ${file.buffer.length} bytes` };
};

const exportFile: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  const wanted =
    '.results button[aria-haspopup], .results button, .chart-menu button, [aria-haspopup="menu"]';
  const found = await findControl(page, dice, wanted);
  if (found === null) return null;
  await press(page, found);
  const item = await findControl(page, dice, '[role^="menuitem"]');
  if (item !== null) await press(page, item);
  const restarts = found.mayRestart || item?.mayRestart === true;
  return {
    did: `presses “${found.name}”${item === null ? '' : `, then “${item.name}”`}`,
    mayRestart: restarts,
  };
};

const openLink: Act['run'] = async (visit, dice) => {
  const link = anyLink(dice);
  if (dice.happens(0.5)) {
    await visit.page().goto(`${visit.address}#${link}`);
  } else {
    await visit.page().evaluate((hash) => {
      location.hash = hash;
    }, link);
  }
  return { did: `opens #${link}`, mayRestart: true };
};

function goBackOrForward(direction: 'back' | 'forward'): Act['run'] {
  return async (visit) => {
    const page = visit.page();
    await (direction === 'back' ? page.goBack() : page.goForward());
    // Before the first page there is an empty one.
    if (!page.url().startsWith('http')) await page.goto(visit.address);
    return { did: `goes ${direction}`, mayRestart: true };
  };
}

const switchBackend: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  await page.keyboard.press('Escape');
  const badge = await findControl(page, dice, '.badge');
  if (badge === null) return null;
  await press(page, badge);
  const backend = await findControl(page, dice, '.badge-popup .segmented button');
  if (backend === null) return { did: 'looks at the badge' };
  await press(page, backend);
  await page.keyboard.press('Escape');
  return { did: `computes on ${backend.name}` };
};

const train: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  const found = await findControl(page, dice, '[data-tour="train"] .button-row button');
  if (found === null) return null;
  await press(page, found);
  return { did: `presses “${found.name}”`, mayRestart: found.mayRestart };
};

const tour: Act['run'] = async (visit, dice) => {
  const page = visit.page();
  const inTour = await findControl(page, dice, '.tour-card button');
  if (inTour !== null) {
    await press(page, inTour);
    return { did: `presses “${inTour.name}” in the tour`, mayRestart: true };
  }
  const menu = await findControl(page, dice, '.header button[aria-haspopup="menu"]');
  if (menu === null) return null;
  await press(page, menu);
  const item = await findControl(page, dice, '[role^="menuitem"]');
  if (item === null) return { did: `opens “${menu.name}”` };
  await press(page, item);
  return { did: `starts “${item.name}” of “${menu.name}”`, mayRestart: true };
};

export const ACTS: readonly Act[] = [
  { name: 'press a control', weight: 30, run: pressOne(PRESSABLE, 'presses') },
  { name: 'press a tab', weight: 6, run: pressOne('[role="tab"]', 'opens') },
  { name: 'drag on the plot', weight: 10, run: dragOnPlot },
  { name: 'move a slider', weight: 10, run: dragSlider },
  { name: 'type', weight: 9, run: type },
  { name: 'choose from a list', weight: 7, run: choose },
  { name: 'press keys', weight: 9, run: pressKey },
  { name: 'train, pause, step, reset', weight: 8, run: train },
  { name: 'tour', weight: 5, run: tour },
  { name: 'import a file', weight: 4, run: importFile },
  { name: 'a menu of a panel', weight: 6, run: exportFile },
  { name: 'open a link', weight: 3, run: openLink },
  { name: 'go back', weight: 3, run: goBackOrForward('back') },
  { name: 'go forward', weight: 2, run: goBackOrForward('forward') },
  {
    name: 'reload',
    weight: 2,
    run: async (visit) => {
      await visit.page().reload();
      return { did: 'reloads', mayRestart: true };
    },
  },
  { name: 'switch the backend', weight: 3, run: switchBackend },
  {
    name: 'resize',
    weight: 4,
    run: async (visit, dice) => {
      const [width, height] = dice.oneOf(SIZES);
      await visit.page().setViewportSize({ width, height });
      return { did: `resizes to ${width} × ${height}` };
    },
  },
  {
    name: 'open a second tab',
    weight: 1,
    run: async (visit) => {
      await visit.openTab();
      return { did: 'opens a second tab', mayRestart: true };
    },
  },
  {
    name: 'close a tab',
    weight: 1,
    run: async (visit) => ((await visit.closeTab()) ? { did: 'closes the tab', mayRestart: true } : null),
  },
  {
    name: 'turn to the other tab',
    weight: 2,
    run: async (visit) =>
      (await visit.turnTab()) ? { did: 'turns to the other tab', mayRestart: true } : null,
  },
];
