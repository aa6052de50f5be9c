/** What lies over the page for a moment, loaded when it is first opened. */
import { lazy, Suspense, useCallback } from 'react';
import { usePlayground } from '#store/react.ts';

const Palette = lazy(() => import('./palette.tsx'));
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'));

export function Overlays() {
  const overlay = usePlayground((state) => state.overlay);
  const setOverlay = usePlayground((state) => state.setOverlay);
  const close = useCallback(() => setOverlay(null), [setOverlay]);
  if (overlay === null) return null;
  return (
    <Suspense>
      {overlay === 'palette' ? <Palette onClose={close} /> : <ShortcutSheet onClose={close} />}
    </Suspense>
  );
}
