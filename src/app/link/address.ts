/** The address of the page says what it shows: it follows the store, and the store follows an opened link. */
import { PlaygroundError } from '#core/errors.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import { DEFAULT_SHARED, sharedOf } from '#store/shared-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Presentation } from '#store/view-slice.ts';
import { preferredLanguage, preferredTheme } from '../appearance.ts';
import { decodeLink, encodeLink } from './codec.ts';

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

/** Makes the page what its address says; what cannot be is mended, and told. */
function openAddress(store: PlaygroundStore): void {
  const { shared, mended } = decodeLink(location.hash);
  const { restore, notify } = store.getState();
  restore({
    ...shared,
    theme: shared.theme === DEFAULT_SHARED.theme ? preferredTheme() : shared.theme,
    language: shared.language ?? preferredLanguage(),
  });
  if (mended.length === 0) return;
  const found = `Expected parts of a link that this page knows, found ${mended.map((part) => `“${part}”`).join(', ')}.`;
  notify(new PlaygroundError('link-mended', found, 'All the rest is as the link says.'));
}

/** Opens the address's link, then keeps page and address the same. */
export function followAddress(store: PlaygroundStore): void {
  openAddress(store);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const link = linkTo(store.getState());
    if (link !== location.href) history.replaceState(history.state, '', link);
  };
  store.subscribe(() => {
    timer ??= setTimeout(write, QUIET_MILLISECONDS);
  });
  // The last change before a reload counts, too.
  addEventListener('pagehide', () => {
    if (timer !== null) write();
  });
  addEventListener('hashchange', () => openAddress(store));
}
