/** Walks over a part of the page by Tab: what it reaches, and whether one sees where one is. */
import type { Page } from '@playwright/test';

/** More stops than the page has. */
export const MOST_STOPS = 250;

export interface Walk {
  /** Controls in the region that neither Tab nor the arrow keys of their group lead to. */
  readonly missed: readonly string[];
  /** Stops whose look does not change when they have the focus, or that are covered. */
  readonly unseen: readonly string[];
  readonly stops: number;
}

interface Stop {
  readonly element: Element;
  readonly look: string;
  readonly isCovered: boolean;
}

declare global {
  var walked: Stop[];
  var lookOf: (element: Element) => string;
  var isCovered: (element: Element) => boolean;
}

/** Gives the page what `noteFocus` asks it. */
async function prepare(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.walked = [];
    /** What may tell where the focus is: of the element, what it stands in and what stands in it. */
    globalThis.lookOf = (element) => {
      const parts = [element, element.parentElement, element.parentElement?.parentElement];
      return [...parts, ...element.children]
        .map((part) => {
          if (!part) return '';
          const style = getComputedStyle(part);
          const isOutlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
          const outline = isOutlined ? `${style.outlineWidth} ${style.outlineColor}` : '';
          return [outline, style.boxShadow, style.borderColor, style.stroke, style.strokeWidth].join(' ');
        })
        .join('|');
    };
    globalThis.isCovered = (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (right - left <= 1 || bottom - top <= 1) return false;
      const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return above === null || !(element.contains(above) || above.contains(element));
    };
  });
}

/** Tab goes on from the beginning of the region, as if a reader had clicked there. */
async function focusBefore(page: Page, region: string): Promise<void> {
  await page.evaluate((within) => {
    const start = document.querySelector<HTMLElement>(within);
    if (start === null) return;
    start.tabIndex = -1;
    start.focus();
    start.removeAttribute('tabindex');
  }, region);
}

/** Notes the element that has the focus, and how it looks with it; `false` outside of the region. */
async function noteFocus(page: Page, region: string): Promise<boolean> {
  return page.evaluate((within) => {
    const element = document.activeElement;
    if (element === null || element === document.body || element.closest(within) === null) return false;
    const record = { element, look: globalThis.lookOf(element), isCovered: globalThis.isCovered(element) };
    globalThis.walked.push(record);
    return true;
  }, region);
}

/** Presses Tab from the beginning of the region until it is left, and tells what the walk has missed. */
export async function walkByTab(page: Page, region: string): Promise<Walk> {
  await prepare(page);
  await focusBefore(page, region);
  let stops = 0;
  await page.keyboard.press('Tab');
  while (stops < MOST_STOPS && (await noteFocus(page, region))) {
    stops++;
    await page.keyboard.press('Tab');
  }
  return page.evaluate(
    ({ within, count }) => {
      const visited = globalThis.walked.splice(0);
      const name = (element: Element) =>
        `${element.localName}.${element.getAttribute('class') ?? ''} “${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}”`;
      // Arrow keys lead from one member of these to all others.
      const GROUPS = '[role="tablist"], .segmented, [role="grid"], .plot-points';
      const reached = new Set(visited.map(({ element }) => element));
      const groups = new Set(visited.map(({ element }) => element.closest(GROUPS)));
      const controls = document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [role="slider"], [role="tab"], [role="gridcell"], [role="button"]',
      );
      const missed = [...controls].filter((control) => {
        if (control.closest(within) === null || reached.has(control)) return false;
        if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(':disabled'))
          return false;
        const { width, height } = control.getBoundingClientRect();
        if (width <= 1 || height <= 1 || control.getAttribute('type') === 'file') return false;
        const group = control.closest(GROUPS);
        return group === null || !groups.has(group) || !control.matches('[tabindex="-1"]');
      });
      const unseen = visited.filter(
        ({ element, look, isCovered }) => isCovered || look === globalThis.lookOf(element),
      );
      return {
        missed: missed.map(name),
        unseen: unseen.map(({ element, isCovered }) => name(element) + (isCovered ? ' (covered)' : '')),
        stops: count,
      };
    },
    { within: region, count: stops },
  );
}
