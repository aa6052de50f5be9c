/** Tells the store whether the page is seen, and remembers what the visitor wants of it meanwhile. */
import { BACKGROUND_CHOICES } from '#store/engine/background-slice.ts';
import type { PlaygroundStore } from '#store/playground.ts';
import { recall, remember } from '#persistence/preferences.ts';

export function followVisibility(store: PlaygroundStore): void {
  const { setInBackground, setHidden } = store.getState();
  const preferred = BACKGROUND_CHOICES.find((choice) => choice === recall('background'));
  if (preferred !== undefined) setInBackground(preferred);
  const tell = () => setHidden(document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', tell);
  tell();
  store.subscribe((now, before) => {
    if (now.inBackground !== before.inBackground) remember('background', now.inBackground);
  });
}
