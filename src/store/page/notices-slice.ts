import { type ErrorReport, reportOf } from '#core/errors.ts';
import { english } from '#core/saying.ts';
import type { Access } from '../slice.ts';

export interface Notice extends ErrorReport {
  readonly id: number;
}

export interface NoticesSlice {
  readonly notices: readonly Notice[];
  /** Tells the user of an error; the same words twice are told once. */
  readonly notify: (thrown: unknown) => void;
  readonly dismissNotice: (id: number) => void;
}

const MOST_NOTICES = 4;

export function createNoticesSlice({ get, set }: Access<NoticesSlice>): NoticesSlice {
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
