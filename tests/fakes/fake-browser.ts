/** The address and the history of a window, without a browser. */
import { onTestFinished, vi } from 'vitest';

interface Entry {
  readonly state: unknown;
  readonly href: string;
}

export interface FakeWindow {
  readonly href: () => string;
  /** How many entries there are, and which one is open. */
  readonly place: () => { readonly entries: number; readonly at: number };
  /** Like the browser's buttons: done once the page has heard of it. */
  readonly go: (delta: number) => void;
  /** A script's own going back, which the page hears of later. */
  readonly settle: () => void;
  readonly hide: () => void;
  /** The page is loaded again at the same entry: nobody listens yet. */
  readonly reload: () => void;
}

/** Stands in for the globals until `vi.unstubAllGlobals`; timers end with the test, as with a window. */
export function fakeWindow(): FakeWindow {
  let entries: Entry[] = [{ state: null, href: 'https://example.org/' }];
  let at = 0;
  let asked: number[] = [];
  let listeners: { readonly name: string; readonly listen: (event: { state: unknown }) => void }[] = [];
  const entry = (): Entry => entries[at] ?? { state: null, href: '' };
  const tell = (told: string) => {
    for (const { name, listen } of listeners) if (name === told) listen({ state: entry().state });
  };
  const go = (delta: number) => {
    if (entries[at + delta] === undefined) return;
    at += delta;
    tell('popstate');
  };
  const begin = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (work: () => void, milliseconds?: number) => {
    const timer = begin(work, milliseconds);
    onTestFinished(() => clearTimeout(timer));
    return timer;
  });
  const around = {};
  vi.stubGlobal('window', Object.assign(around, { parent: around }));
  vi.stubGlobal('location', {
    get href() {
      return entry().href;
    },
    get hash() {
      return new URL(entry().href).hash;
    },
  });
  vi.stubGlobal('history', {
    get state() {
      return entry().state;
    },
    replaceState: (state: unknown, _: string, href: string) => {
      entries = entries.with(at, { state, href });
    },
    pushState: (state: unknown, _: string, href: string) => {
      entries = [...entries.slice(0, at + 1), { state, href }];
      at += 1;
    },
    back: () => asked.push(-1),
  });
  vi.stubGlobal('addEventListener', (name: string, listen: (event: { state: unknown }) => void) => {
    listeners.push({ name, listen });
  });
  return {
    href: () => entry().href,
    place: () => ({ entries: entries.length, at }),
    go,
    settle: () => {
      const deltas = asked;
      asked = [];
      for (const delta of deltas) go(delta);
    },
    hide: () => tell('pagehide'),
    reload: () => {
      tell('pagehide');
      listeners = [];
    },
  };
}
