/** Whether a newer build of the page waits to be opened. */
import type { Access } from '../slice.ts';

export interface UpdateSlice {
  readonly updateReady: boolean;
  readonly tellUpdate: () => void;
  /** Not now. */
  readonly dismissUpdate: () => void;
}

export function createUpdateSlice({ set }: Pick<Access<UpdateSlice>, 'set'>): UpdateSlice {
  return {
    updateReady: false,
    tellUpdate: () => set({ updateReady: true }),
    dismissUpdate: () => set({ updateReady: false }),
  };
}
