/** The page as a visitor knows it, in any browser: by what is written, by names of controls, with mouse and keys. */
import { expect } from 'vitest';
import type { BackendName } from '#core/backend.ts';
import type { DrivenBrowser, Place } from './driven-browser.ts';

/** What a name in the page may belong to. */
const KINDS = {
  button: 'button:not([role="tab"])',
  tab: '[role="tab"]',
  textbox: 'input:not([type="file"], [type="range"])',
} as const;
type Kind = keyof typeof KINDS;

/** The middle of the first visible control of that name which can be used, once it is in view and nothing lies over it. */
function middleOfControl(selector: string, name: string): { x: number; y: number } | null {
  const nameOf = (element: Element) => {
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [element];
    return element.getAttribute('aria-label') ?? labels.map(({ textContent }) => textContent).join(' ');
  };
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const control = [...document.querySelectorAll(selector)].find(
    (element) =>
      plain(nameOf(element)) === name && element.checkVisibility() && !element.matches(':disabled'),
  );
  if (control === undefined) return null;
  // What still moves would be missed, or takes no clicks yet.
  const isMoving = document
    .getAnimations()
    .some(({ effect }) => effect instanceof KeyframeEffect && effect.target?.contains(control) === true);
  if (isMoving) return null;
  control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const box = control.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const above = document.elementFromPoint(x, y);
  return above !== null && (control.contains(above) || above.contains(control)) ? { x, y } : null;
}

export class Visitor {
  readonly browser: DrivenBrowser;

  constructor(browser: DrivenBrowser) {
    this.browser = browser;
  }

  /** Opens an address and waits for the numbers after the last inner step. */
  async open(address: string): Promise<void> {
    await this.browser.goTo('about:blank');
    await this.browser.goTo(address);
    await this.isAdapted();
  }

  /** Waits until every shown initialisation has its error and the animation has come to the last step. */
  async isAdapted(): Promise<void> {
    await expect.poll(() => this.text('.step-count')).toMatch(/^(\d+) \/ \1\b/);
    await expect.poll(() => this.error('maml')).toBeGreaterThan(0);
  }

  /** What stands in the first of some elements; an empty text where there is none. */
  async text(selector: string): Promise<string> {
    return this.browser.evaluate(
      (where) => document.querySelector(where)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '',
      selector,
    );
  }

  async attribute(selector: string, name: string): Promise<string | null> {
    return this.browser.evaluate(
      (where, of) => document.querySelector(where)?.getAttribute(of) ?? null,
      selector,
      name,
    );
  }

  async count(selector: string): Promise<number> {
    return this.browser.evaluate((where) => document.querySelectorAll(where).length, selector);
  }

  /** The shape of an initialisation's curve. */
  async curve(contestant: string): Promise<string | null> {
    return this.attribute(`path[data-curve="${contestant}"]`, 'd');
  }

  /** The query error that the chip of an initialisation shows; no number before there is one. */
  async error(contestant: string): Promise<number> {
    const text = await this.text(`[data-chip="${contestant}"] .chip-error`);
    return text === '' ? Number.NaN : Number(text.replaceAll(',', ''));
  }

  async backend(): Promise<string | null> {
    return this.attribute('[data-testid="backend-badge"]', 'data-backend');
  }

  async iteration(): Promise<number> {
    return Number((await this.text('[data-testid="iteration"]')).replaceAll(',', ''));
  }

  /** The middle of what a selector finds. */
  async middleOf(selector: string): Promise<Place> {
    const middle = await this.browser.evaluate((where) => {
      const box = document.querySelector(where)?.getBoundingClientRect();
      return box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, selector);
    if (middle === null) throw new Error(`Expected ${selector} in the page.`);
    return middle;
  }

  async #click(kind: Kind, name: string): Promise<void> {
    let found: Place | null = null;
    const place = async (): Promise<Place | null> => {
      const before = found;
      found = await this.browser.evaluate(middleOfControl, KINDS[kind], name);
      return found?.x === before?.x && found?.y === before?.y ? found : null;
    };
    await expect.poll(place, { interval: 100, message: `A ${kind} named “${name}”` }).not.toBeNull();
    if (found !== null) await this.browser.drag(found, []);
  }

  async press(button: string): Promise<void> {
    await this.#click('button', button);
  }

  /** Opens a dialog of the engine's by a button under the badge; a popup that has just come takes no click yet. */
  async openEngineDialog(button: string): Promise<void> {
    const isOpen = async () => {
      if ((await this.count('.self-check')) > 0) return true;
      const isPopupThere = (await this.count('.badge-popup')) > 0;
      const place = isPopupThere
        ? await this.browser.evaluate(middleOfControl, KINDS.button, button)
        : await this.middleOf('[data-testid="backend-badge"]');
      if (place !== null) await this.browser.drag(place, []);
      return false;
    };
    await expect.poll(isOpen, { interval: 1000 }).toBe(true);
  }

  async openPanel(name: string): Promise<void> {
    await this.#click('tab', name);
  }

  async setNumber(name: string, value: string): Promise<void> {
    await this.#click('textbox', name);
    await this.browser.evaluate(() => {
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.select();
      return null;
    });
    await this.browser.enter(value);
  }

  /** Whether a new worker or page of this browser has what a backend needs, whatever the page makes of it. */
  async has(backend: BackendName): Promise<boolean> {
    return this.browser.evaluate(async (name) => {
      if (name === 'webgpu') return (await navigator.gpu?.requestAdapter()) instanceof Object;
      return name !== 'webgl' || new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
    }, backend);
  }
}
