/** What of the page is open; nothing here changes what is computed. */
import type { SliceContext } from './state.ts';

/** The panels at the right, in the order of their tabs. */
export const PANEL_IDS = ['train', 'compare', 'weights'] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** What stands under the plot where there is no room beside it: one of them at a time. */
export const NARROW_TABS = ['numbers', 'settings', ...PANEL_IDS] as const;
export type NarrowTab = (typeof NARROW_TABS)[number];

export interface ViewSlice {
  /** The panel whose tab is open. */
  readonly panel: PanelId;
  /** The open tab on a phone. */
  readonly narrowTab: NarrowTab;
  /** Opens a panel, whatever the window's width. */
  readonly showPanel: (panel: PanelId) => void;
  readonly showNarrowTab: (tab: NarrowTab) => void;
}

function isPanel(tab: NarrowTab): tab is PanelId {
  return PANEL_IDS.some((id) => id === tab);
}

export function createViewSlice({ set }: SliceContext): ViewSlice {
  return {
    panel: 'train',
    narrowTab: 'numbers',
    showPanel: (panel) => set({ panel, narrowTab: panel }),
    showNarrowTab: (tab) => set(isPanel(tab) ? { panel: tab, narrowTab: tab } : { narrowTab: tab }),
  };
}
