/** Whether a newer build of the page waits to be opened. */
import type { SliceContext } from '../state.ts';

export interface UpdateSlice {
  readonly updateReady: boolean;
  readonly tellUpdate: () => void;
  /** Not now. */
  readonly dismissUpdate: () => void;
}

export function createUpdateSlice({ set }: SliceContext): UpdateSlice {
  return {
    updateReady: false,
    tellUpdate: () => set({ updateReady: true }),
    dismissUpdate: () => set({ updateReady: false }),
  };
}
