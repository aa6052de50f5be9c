/** What of the page is open; nothing here changes what is computed. */
import type { SliceContext } from './state.ts';

/** The panels at the right, in the order of their tabs. */
export const PANEL_IDS = ['train', 'compare', 'weights'] as const;
export type PanelId = (typeof PANEL_IDS)[number];

export interface ViewSlice {
  /** The panel whose tab is open. */
  readonly panel: PanelId;
  readonly showPanel: (panel: PanelId) => void;
}

export function createViewSlice({ set }: SliceContext): ViewSlice {
  return {
    panel: 'train',
    showPanel: (panel) => set({ panel }),
  };
}
