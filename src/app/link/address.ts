/** The address of the page says what it shows: it follows the store, and the store follows an opened link. */
import { PlaygroundError } from '#core/errors.ts';
import { withoutTour } from '#store/page/learn-slice.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import { DEFAULT_SHARED, sharedOf } from '#store/page/shared-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Presentation } from '#store/page/view-slice.ts';
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
/** A tour has an entry of its own, with the address of what the visitor had: going back from it leaves the tour. */
const TOUR_ENTRY = { playground: 1, tour: 1 };

function isMarked(state: unknown, mark: keyof typeof TOUR_ENTRY): boolean {
  return typeof state === 'object' && state !== null && mark in state;
}

/** Opens the address's link, then keeps page, address and history the same. */
export function followAddress(store: PlaygroundStore): void {
  openAddress(store);
  const beginsEntry = createEntryRule();
  // Back belongs to the page around an embedded one.
  const isInside = window.parent !== window;
  let opening = false;
  // From the entry of a tour that was left otherwise than by going back.
  let returning = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const stopTimer = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const isAtTour = () => isMarked(history.state, 'tour');
  /** A tour's scenes have no address: a reload brings back what the visitor had. */
  const addressOf = (state: PlaygroundState) => linkTo(withoutTour(state));
  const write = () => {
    stopTimer();
    const link = addressOf(store.getState());
    const mark = store.getState().tour !== null && isAtTour() ? TOUR_ENTRY : OWN_ENTRY;
    if (link !== location.href) history.replaceState(mark, '', link);
  };
  /** The entry that is left keeps all that was done in it, and the mark that it can be returned to. */
  const begin = (mark: typeof OWN_ENTRY, link: string, linkBefore: string) => {
    stopTimer();
    history.replaceState(OWN_ENTRY, '', linkBefore);
    history.pushState(mark, '', link);
  };
  const enterTour = (state: PlaygroundState) => {
    // After a reload within a tour its entry is still there.
    if (!isAtTour() && !isInside) begin(TOUR_ENTRY, addressOf(state), addressOf(state));
  };
  const leaveTourEntry = (now: PlaygroundState, before: PlaygroundState) => {
    const link = addressOf(now);
    stopTimer();
    if (link !== addressOf(before)) {
      // What is kept is another place than the one before the tour.
      history.replaceState(OWN_ENTRY, '', link);
    } else {
      returning = true;
      history.back();
    }
  };

  store.subscribe((now, before) => {
    if (opening) return;
    if (now.tour !== null && before.tour === null && !returning) enterTour(now);
    else if (now.tour === null && before.tour !== null && isAtTour()) leaveTourEntry(now, before);
    else if (beginsEntry(now, before, performance.now()) && !isInside) {
      begin(OWN_ENTRY, linkTo(now), linkTo(before));
    } else timer ??= setTimeout(write, QUIET_MILLISECONDS);
  });
  // The last change before the page is left counts, too; a reload in Chromium opens the address of before it.
  addEventListener('pagehide', () => {
    if (timer !== null) write();
  });

  /** Makes the page what the entry that was gone to says, unless it is that already. */
  const openEntry = (state: unknown) => {
    if (store.getState().tour !== null) {
      void store.getState().leaveTour();
      if (addressOf(store.getState()) === location.href) return;
    }
    if (isMarked(state, 'playground')) openOwnLink(store, location.hash);
    else openAddress(store);
  };
  addEventListener('popstate', (event) => {
    stopTimer();
    if (returning) {
      returning = false;
      if (store.getState().tour !== null) enterTour(store.getState());
    } else {
      opening = true;
      try {
        openEntry(event.state);
      } finally {
        opening = false;
      }
      // The tour is over.
      if (isAtTour()) history.replaceState(OWN_ENTRY, '', location.href);
    }
    timer = setTimeout(write, QUIET_MILLISECONDS);
  });
}
