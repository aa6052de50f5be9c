/** The way to a knob from anywhere on the page. */
import type { PlaygroundState } from '#store/state.ts';
import { pointAt } from './highlight.ts';

type Page = Pick<PlaygroundState, 'hiddenRegions' | 'toggleRegion' | 'showNarrowTab'>;

/** Brings a knob into sight, also where the settings were put away, and gives it the focus. */
export function toKnob({ hiddenRegions, toggleRegion, showNarrowTab }: Page, id: string): void {
  // A projector has the first of them under its plot.
  const isThere = document.querySelector(`[data-tour="${id}"]`) !== null;
  if (!isThere && hiddenRegions.includes('settings')) toggleRegion('settings');
  showNarrowTab('settings');
  pointAt(id);
  document.querySelector<HTMLElement>(`[data-tour="${id}"] input`)?.focus({ preventScroll: true });
}
