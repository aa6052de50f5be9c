/** The address of the page says what it shows: it follows the store, and the store follows an opened link. */
import { PlaygroundError } from '#core/errors.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import { DEFAULT_SHARED, sharedOf } from '#store/shared-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Presentation } from '#store/view-slice.ts';
import { preferredLanguage, preferredTheme } from '../appearance.ts';
import { decodeLink, encodeLink } from './codec.ts';
import { createEntryRule } from './places.ts';

/** Browsers refuse more than about a hundred changes of an address in half a minute. */
const QUIET_MILLISECONDS = 400;

/** The address that opens this state, in another presentation if one is given. */
export function linkTo(state: PlaygroundState, presentation: Presentation = state.presentation): string {
  const url = new URL(location.href);
  const { engine } = state;
  if (engine.kind === 'ready') {
    const { requested } = engine.backend;
    if (requested === null) url.searchParams.delete('backend');
    else url.searchParams.set('backend', requested);
  }
  // A projector's hidden regions are of no use elsewhere.
  const view = presentation === state.presentation ? {} : { presentation, hiddenRegions: [] };
  url.hash = encodeLink({ ...sharedOf(state), ...view });
  return url.href;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** What another page's HTML needs to show this state. */
export function embedCode(state: PlaygroundState, title: string): string {
  const source = escaped(linkTo(state, 'embed'));
  return `<iframe src="${source}" title="${escaped(title)}" width="100%" height="560" style="border:0" allow="fullscreen"></iframe>`;
}

/** More are counted. */
const MOST_NAMED = 6;

function tellMended(store: PlaygroundStore, mended: readonly string[]): void {
  if (mended.length === 0) return;
  const named = mended.slice(0, MOST_NAMED).map((part) => `“${part}”`);
  const found = mended.length > MOST_NAMED ? [...named, `+${mended.length - MOST_NAMED}`] : named;
  const message = `Expected parts of a link that this page knows, found ${found.join(', ')}.`;
  store.getState().notify(new PlaygroundError('link-mended', message, '', found));
}

/** Makes the page what its address says; what cannot be is mended, and told. */
function openAddress(store: PlaygroundStore): void {
  const { shared, mended } = decodeLink(location.hash);
  store.getState().restore({
    ...shared,
    theme: shared.theme === DEFAULT_SHARED.theme ? preferredTheme() : shared.theme,
    language: shared.language ?? preferredLanguage(),
  });
  tellMended(store, mended);
}

/** Makes the page what a link of this browser's own says; theme and language are the visitor's, not the place's. */
export function openOwnLink(store: PlaygroundStore, hash: string): void {
  const { theme, language, restore } = store.getState();
  restore({ ...decodeLink(hash).shared, theme, language });
}

/** Marks the entries that this page has written: an address that was typed has none. */
const OWN_ENTRY = { playground: 1 };

function isOwnEntry(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'playground' in state;
}

/** Opens the address's link, then keeps page, address and history the same. */
export function followAddress(store: PlaygroundStore): void {
  openAddress(store);
  const beginsEntry = createEntryRule();
  // Back belongs to the page around an embedded one.
  const isInside = window.parent !== window;
  let opening = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const write = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const link = linkTo(store.getState());
    if (link !== location.href) history.replaceState(OWN_ENTRY, '', link);
  };
  store.subscribe((now, before) => {
    if (opening) return;
    if (beginsEntry(now, before, performance.now()) && !isInside) {
      // The entry that is left keeps all that was done in it, and the mark that it can be returned to.
      history.replaceState(OWN_ENTRY, '', linkTo(before));
      if (timer !== null) clearTimeout(timer);
      timer = null;
      history.pushState(OWN_ENTRY, '', linkTo(now));
    } else {
      timer ??= setTimeout(write, QUIET_MILLISECONDS);
    }
  });
  // The last change before a reload counts, too.
  addEventListener('pagehide', () => {
    if (timer !== null) write();
  });
  addEventListener('popstate', (event) => {
    if (timer !== null) clearTimeout(timer);
    opening = true;
    try {
      if (isOwnEntry(event.state)) openOwnLink(store, location.hash);
      else openAddress(store);
    } finally {
      opening = false;
    }
    timer = setTimeout(write, QUIET_MILLISECONDS);
  });
}
