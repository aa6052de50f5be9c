/** What of the page is open and how it is presented; nothing here changes what is computed. */
import type { Access } from '../slice.ts';

/** The panels at the right, in the order of their tabs. */
export const PANEL_IDS = ['learn', 'train', 'compare', 'inside', 'weights'] as const;
export type PanelId = (typeof PANEL_IDS)[number];
export const FIRST_PANEL: PanelId = 'train';

/** What stands under the plot where there is no room beside it: one of them at a time. */
export const NARROW_TABS = ['numbers', 'settings', ...PANEL_IDS] as const;
export type NarrowTab = (typeof NARROW_TABS)[number];

/** The initialisations in numbers: of the shown step, or of every one. */
export const NUMBERS_VIEWS = ['now', 'everyStep'] as const;
export type NumbersView = (typeof NUMBERS_VIEWS)[number];

/** What can be put away to leave more room for the plot. */
export const REGION_IDS = ['settings', 'results', 'numbers', 'transport'] as const;
export type RegionId = (typeof REGION_IDS)[number];

/** What a lecture hall needs least. */
const BESIDE_THE_PLOT: readonly RegionId[] = ['settings', 'results', 'numbers'];

/** Inside another page: the plot alone, or with the knobs of both loops. */
export const EMBEDDINGS = ['embed', 'embedWithKnobs'] as const;
export type Embedding = (typeof EMBEDDINGS)[number];

/** The page itself, larger for a lecture hall, or a part of it inside another page. */
export const PRESENTATIONS = ['page', 'projector', ...EMBEDDINGS] as const;
export type Presentation = (typeof PRESENTATIONS)[number];

export function isEmbedding(presentation: Presentation): presentation is Embedding {
  return EMBEDDINGS.some((embedding) => embedding === presentation);
}

/** What stands in the middle, large, where there is room for three columns; the other stands beside it. */
export const CENTRES = ['plot', 'panel'] as const;
export type Centre = (typeof CENTRES)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What lies over the page: the list of all actions, that of all keys, the self-check, or the measurement of engines. */
export type Overlay = 'palette' | 'shortcuts' | 'selfCheck' | 'measurement';

export interface ViewSlice {
  /** The panel whose tab is open. */
  readonly panel: PanelId;
  /** The open tab on a phone. */
  readonly narrowTab: NarrowTab;
  readonly numbersView: NumbersView;
  readonly hiddenRegions: readonly RegionId[];
  /** What comes back when the projector goes. */
  readonly projectorPutAway: readonly RegionId[];
  readonly presentation: Presentation;
  readonly centre: Centre;
  readonly theme: Theme;
  /** `null`: the browser's. */
  readonly language: Language | null;
  readonly overlay: Overlay | null;
  /** Opens a panel, whatever the window's width, and shows its region if it was put away. */
  readonly showPanel: (panel: PanelId) => void;
  readonly showNarrowTab: (tab: NarrowTab) => void;
  readonly showNumbers: (view: NumbersView) => void;
  readonly toggleRegion: (region: RegionId) => void;
  /** The projector begins with the plot, its transport and the knobs of both loops; what it put away comes back with the page. */
  readonly present: (presentation: Presentation) => void;
  /** A panel comes to the centre even if its region was put away. */
  readonly showAtCentre: (centre: Centre) => void;
  readonly setOverlay: (overlay: Overlay | null) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
}

export function isPanel(tab: NarrowTab): tab is PanelId {
  return PANEL_IDS.some((id) => id === tab);
}

/** The regions in their order, each once. */
export function inOrder(regions: readonly RegionId[]): RegionId[] {
  return REGION_IDS.filter((id) => regions.includes(id));
}

export function createViewSlice({ get, set }: Access<ViewSlice>): ViewSlice {
  const without = (region: RegionId) => get().hiddenRegions.filter((hidden) => hidden !== region);
  return {
    panel: FIRST_PANEL,
    narrowTab: 'numbers',
    numbersView: 'now',
    hiddenRegions: [],
    projectorPutAway: BESIDE_THE_PLOT,
    presentation: 'page',
    centre: 'plot',
    theme: 'system',
    language: null,
    overlay: null,
    showPanel: (panel) => set({ panel, narrowTab: panel, hiddenRegions: without('results') }),
    showNarrowTab: (tab) => set(isPanel(tab) ? { panel: tab, narrowTab: tab } : { narrowTab: tab }),
    showNumbers: (numbersView) => set({ numbersView }),
    toggleRegion: (region) =>
      set({
        hiddenRegions: get().hiddenRegions.includes(region)
          ? without(region)
          : inOrder([...get().hiddenRegions, region]),
      }),
    present: (presentation) => {
      const { presentation: before, hiddenRegions, projectorPutAway, centre } = get();
      if (presentation === before) return;
      const isProjector = presentation === 'projector';
      // Whatever is in the centre is what the hall looks at.
      const beside = BESIDE_THE_PLOT.filter((id) => centre === 'plot' || id !== 'results');
      set({
        presentation,
        projectorPutAway: beside.filter((id) => !isProjector || !hiddenRegions.includes(id)),
        hiddenRegions: isProjector
          ? inOrder([...hiddenRegions, ...beside])
          : hiddenRegions.filter((id) => !projectorPutAway.includes(id)),
      });
    },
    showAtCentre: (centre) => {
      const { centre: before, presentation, hiddenRegions, projectorPutAway } = get();
      if (centre === 'panel') set({ centre, hiddenRegions: without('results') });
      else if (before === 'plot' || presentation !== 'projector') set({ centre });
      // The hall goes back to the plot alone, until it is a page again.
      else {
        const withResults = (regions: readonly RegionId[]) => inOrder([...regions, 'results']);
        set({
          centre,
          hiddenRegions: withResults(hiddenRegions),
          projectorPutAway: withResults(projectorPutAway),
        });
      }
    },
    setOverlay: (overlay) => set({ overlay }),
    setTheme: (theme) => set({ theme }),
    setLanguage: (language) => set({ language }),
  };
}
