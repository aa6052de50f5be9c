/** What an action of the page is: its name, its key, and what it does. */
import type { TFunction } from 'i18next';
import type { PlaygroundStore } from '#store/playground.ts';
import type { PlaygroundState } from '#store/state.ts';

export const ACTION_GROUPS = [
  'loop',
  'training',
  'tours',
  'panels',
  'settings',
  'presets',
  'initialisations',
  'page',
] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface Action {
  readonly id: string;
  readonly group: ActionGroup;
  readonly label: (t: TFunction) => string;
  /** The key that does it, as the browser calls it. */
  readonly key?: string;
  /** Keys that are heard elsewhere, in print. */
  readonly printedKeys?: string;
  /** Without it, always. */
  readonly isAvailable?: (state: PlaygroundState) => boolean;
  readonly run: (store: PlaygroundStore) => void;
}
