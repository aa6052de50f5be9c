/** Tabs of one browser without a browser: whoever is there holds its names until it is closed. */
import { PlaygroundError } from '#core/errors.ts';
import type { Presence } from '#persistence/presence.ts';
import type { SavedWork } from '#persistence/saved-work.ts';
import type { Keeping } from '#store/saved/tab-session.ts';

/** Names that living tabs hold. */
export class FakeLocks {
  readonly held = new Set<string>();

  /** One tab's view; `close` lets go of all that it holds. */
  open(): { presence: Presence; close: () => void } {
    const own = new Set<string>();
    const release = (name: string) => {
      if (own.delete(name)) this.held.delete(name);
    };
    return {
      presence: {
        hold: async (name) => {
          if (this.held.has(name)) return null;
          this.held.add(name);
          own.add(name);
          return () => release(name);
        },
      },
      close: () => {
        for (const name of own) release(name);
      },
    };
  }
}

function nothingKept(): never {
  throw new PlaygroundError('storage-unavailable', 'Expected a database, found none.');
}

/** A browser that keeps nothing, and whose page does not need it to. */
export const EMPTY_WORK: SavedWork = {
  list: async () => ({ runs: [], damaged: [] }),
  saveRun: async () => ({ isNew: true, gaveWay: [] }),
  readRun: async () => null,
  renameRun: async () => undefined,
  removeRun: async () => nothingKept(),
  putBack: async () => undefined,
  sessions: async () => ({ sessions: [], damaged: [] }),
  saveSession: async () => undefined,
  removeSession: async () => undefined,
};

/** A tab; its link is the number of its task. */
export function fakeKeeping(
  work: SavedWork = EMPTY_WORK,
  locks = new FakeLocks(),
  name: string | null = null,
) {
  const { presence, close } = locks.open();
  const opened: string[] = [];
  let tab = name;
  const keeping: Keeping = {
    work,
    presence,
    tab: {
      recall: () => tab,
      remember: (id) => {
        tab = id;
      },
    },
    links: { write: ({ taskIndex }) => `task=${taskIndex}`, open: (link) => opened.push(link) },
  };
  return { keeping, close, opened, tabName: () => tab };
}
