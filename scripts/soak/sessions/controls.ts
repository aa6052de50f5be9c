/** The controls that a visitor finds on the page: whatever is there, not a list of what should be. */
import type { ElementHandle, Page } from 'playwright-core';
import type { Dice } from './dice.ts';

export type Control = ElementHandle<HTMLElement | SVGElement>;

export const PRESSABLE = [
  'button',
  'a[href^="#"]',
  '[role="tab"]',
  '[role="switch"]',
  '[role="checkbox"]',
  '[role="radio"]',
  '[role="option"]',
  '[role^="menuitem"]',
  'summary',
  'input[type="checkbox"]',
  'input[type="radio"]',
  'label',
].join(',');

/** Something hidden by what lies over the page is tried again elsewhere. */
const TRIES = 6;

export interface Found {
  readonly control: Control;
  readonly name: string;
  /** Where a pointer would press it. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether it belongs to what can put another run in the place of the page's. */
  readonly mayRestart: boolean;
}

/** Groups of controls of which one can end, change or replace the page's run. */
const RESTARTING =
  '.tour-card, .tour-list, .menu-popup, .palette, .run-entry, .notices, .diverged, .badge-popup, .offer';
/** Of what can be pressed anywhere. */
const RESTARTING_NAMES = /^(?:Reset|重置|Begin anew|Tours|Undo|撤销)/;

/** Brings the control into sight; `null` if a pointer would not meet it there. */
async function reach(control: Control): Promise<Omit<Found, 'control'> | null> {
  return control.evaluate(
    (element, [restarting, names]) => {
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = document.elementFromPoint(x, y);
      if (hit === null || !(element.contains(hit) || hit.contains(element))) return null;
      const text = element instanceof HTMLElement ? element.innerText : '';
      const label = element.getAttribute('aria-label') ?? (text.trim() || element.tagName);
      const name = label.replaceAll(/\s+/g, ' ').slice(0, 60);
      const mayRestart = element.closest(restarting ?? '') !== null || new RegExp(names ?? '').test(name);
      return { name, x, y, width, height, mayRestart };
    },
    [RESTARTING, RESTARTING_NAMES.source],
  );
}

/** One of those that match, in sight, enabled and not covered; `null` if chance finds none. */
export async function findControl(page: Page, dice: Dice, selector: string): Promise<Found | null> {
  const list = await page.evaluateHandle(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement | SVGElement>(wanted)].filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          element.getBoundingClientRect().width > 0 &&
          !element.matches(':disabled, [aria-disabled="true"], :disabled *'),
      ),
    selector,
  );
  const count = await list.evaluate((elements) => elements.length);
  try {
    for (let tries = count === 0 ? 0 : TRIES; tries > 0; tries--) {
      const item = await list.evaluateHandle((elements, at) => elements[at], dice.below(count));
      const control = item.asElement();
      const reached = control === null ? null : await reach(control);
      if (control !== null && reached !== null) return { control, ...reached };
    }
    return null;
  } finally {
    await list.dispose();
  }
}
