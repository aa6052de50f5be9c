import { reportOf } from '#core/errors.ts';
import { english } from '#core/saying.ts';
import type { NoticesSlice, SliceContext } from '../state.ts';

const MOST_NOTICES = 4;

export function createNoticesSlice({ get, set }: SliceContext): NoticesSlice {
  let lastId = 0;
  return {
    notices: [],
    notify: (thrown) => {
      const report = reportOf(thrown);
      lastId += 1;
      const others = get().notices.filter(({ message }) => english(message) !== english(report.message));
      set({ notices: [...others, { ...report, id: lastId }].slice(-MOST_NOTICES) });
    },
    dismissNotice: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  };
}
