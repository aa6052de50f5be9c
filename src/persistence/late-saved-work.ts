/** The browser's database, loaded when it is first asked: the first view does not wait for it. */
import { PlaygroundError, reportOf } from '#core/errors.ts';
import { onceLoaded } from '#core/once-loaded.ts';
import { said } from '#core/saying.ts';
import type { Presence } from './presence.ts';
import type { SavedWork } from './saved-work.ts';

export function lateSavedWork(presence: Presence): SavedWork {
  const work = onceLoaded(() =>
    import('./saved-work.ts').then(
      ({ browserSavedWork }) => browserSavedWork(presence),
      (error: unknown) => {
        const { message } = reportOf(error);
        throw new PlaygroundError(
          'storage-unavailable',
          said`Expected the part of the page that saves work, found none (${message}).`,
          said`Export what you want to keep, or reload the page when you are online.`,
        );
      },
    ),
  );
  return {
    list: async () => (await work()).list(),
    saveRun: async (run) => (await work()).saveRun(run),
    readRun: async (id) => (await work()).readRun(id),
    renameRun: async (id, name) => (await work()).renameRun(id, name),
    removeRun: async (id) => (await work()).removeRun(id),
    putBack: async (removed) => (await work()).putBack(removed),
    sessions: async () => (await work()).sessions(),
    saveSession: async (session) => (await work()).saveSession(session),
    removeSession: async (id) => (await work()).removeSession(id),
  };
}
