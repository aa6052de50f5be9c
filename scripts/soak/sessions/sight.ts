/** A page as its visitor sees and hears it, read at one moment. */
import type { Page } from 'playwright-core';

export interface TabsSight {
  readonly name: string;
  readonly selected: number;
  /** Whether what the selected tab stands for is in sight. */
  readonly isShown: boolean;
}

export interface Sight {
  readonly tabs: readonly TabsSight[];
  readonly step: number | null;
  readonly innerSteps: number | null;
  /** Of the run, where the page tells it. */
  readonly iteration: number | null;
  /** Whether the panel that would tell of a run is open. */
  readonly tellsRuns: boolean;
  /** Whether a tour is open. */
  readonly inTour: boolean;
  readonly canPause: boolean;
  readonly canTrain: boolean;
  /** Names of what lies over the page and takes it. */
  readonly modals: readonly string[];
  /** What an error boundary has put in the place of a region or of the page. */
  readonly broken: readonly string[];
  readonly notices: readonly string[];
  /** Everything that is written or read out, without what quotes a visitor and without code. */
  readonly words: string;
  /** Attributes of drawings that are no numbers. */
  readonly badDrawings: readonly string[];
  /** Elements that only text taken for markup can have made. */
  readonly strangers: number;
}

/** Runs in the page. */
function look(names: { readonly train: readonly string[]; readonly pause: readonly string[] }): Sight {
  const all = <Kind extends Element>(selector: string) =>
    [...document.querySelectorAll<Kind & HTMLElement>(selector)].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    );
  const textOf = (element: HTMLElement) => element.innerText.trim();
  const numberOf = (text: string | undefined) => {
    const digits = text?.replaceAll(/[^\d]/g, '') ?? '';
    return digits === '' ? null : Number(digits);
  };
  const spoken = all('[aria-label], [aria-valuetext], [title]').flatMap((element) =>
    ['aria-label', 'aria-valuetext', 'title'].flatMap((name) => element.getAttribute(name) ?? []),
  );
  // Code has words of its own.
  const code = all('pre, code').map(textOf);
  const written = code.reduce((text, part) => text.replace(part, ''), document.body.innerText);
  const [step, innerSteps] = (all('.step-count')[0]?.innerText ?? '').split('/');
  const buttons = all('[data-tour="train"] button').map(textOf);
  // Once its plan is done, the button says how many more.
  const hasButton = (wanted: readonly string[]) =>
    buttons.some((text) => wanted.some((name) => text === name || text.startsWith(`${name} `)));
  return {
    tabs: all('[role="tablist"]').map((list) => {
      const selected = [...list.querySelectorAll('[role="tab"][aria-selected="true"]')];
      const panel = document.getElementById(selected[0]?.getAttribute('aria-controls') ?? '');
      const isShown = panel?.checkVisibility({ visibilityProperty: true }) === true;
      return { name: list.getAttribute('aria-label') ?? '', selected: selected.length, isShown };
    }),
    step: numberOf(step),
    innerSteps: numberOf(innerSteps),
    iteration: numberOf(all('[data-testid="iteration"]')[0]?.innerText),
    tellsRuns: all('[data-tour="train"]').length > 0,
    inTour: all('.tour-card').length > 0,
    canPause: hasButton(names.pause),
    canTrain: hasButton(names.train),
    modals: all('[role="dialog"], [role="alertdialog"]').map(
      (element) => element.getAttribute('aria-label') ?? textOf(element).slice(0, 40),
    ),
    broken: all('.broken, .crash').map(textOf),
    notices: all('.notice').map(textOf),
    words: [written, ...spoken].join('\n').replaceAll(/“[^”]*”/g, '“”'),
    badDrawings: all<SVGElement>('svg *').flatMap((element) =>
      [...element.attributes]
        .filter(
          ({ name, value }) =>
            /^(?:d|c?[xy]\d?|r|width|height|points|transform)$/.test(name) &&
            /NaN|undefined|Infinity/.test(value),
        )
        .map(({ name, value }) => `<${element.tagName} ${name}="${value.slice(0, 60)}">`),
    ),
    strangers: document.querySelectorAll('img[src="x"], script[data-stranger]').length,
  };
}

/** Whatever the language. */
const NAMES = { train: ['Train', '训练', '再训练'], pause: ['Pause', '暂停'] };

export function lookAt(page: Page): Promise<Sight> {
  return page.evaluate(look, NAMES);
}
