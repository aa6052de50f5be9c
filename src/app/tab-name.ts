/** The name of this tab: the browser keeps it over reloads, and forgets it with the tab. */
import type { Keeping } from '#store/saved/tab-session.ts';

const KEY = 'maml-playground.tab';

export const tabName: Keeping['tab'] = {
  recall: () => {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  },
  remember: (id) => {
    try {
      sessionStorage.setItem(KEY, id);
    } catch {
      // A browser that refuses takes every reload for another tab.
    }
  },
};
