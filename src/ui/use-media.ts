/** Whether a media query holds, followed as the window changes. */
import { useCallback, useSyncExternalStore } from 'react';

/** Windows in which knobs, plot and panel stand side by side. */
export const THREE_COLUMNS = '(width >= 1100px)';

/** Whether the window is one of these now; where there is none, nothing speaks against it. */
export const hasThreeColumns = (): boolean =>
  !('matchMedia' in globalThis) || matchMedia(THREE_COLUMNS).matches;

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
