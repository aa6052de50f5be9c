/** What lies over the page for a moment, loaded when it is first opened. */
import { type ComponentType, lazy, Suspense, useCallback } from 'react';
import { usePlayground } from '#store/react.ts';
import { loadPanelTexts } from './i18n/index.ts';

interface OverlayProps {
  readonly onClose: () => void;
}

/** Actions are called as the panels call them. */
function listing(load: () => Promise<{ default: ComponentType<OverlayProps> }>) {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadPanelTexts()]);
    return loaded;
  });
}

const Palette = listing(() => import('./palette.tsx'));
const ShortcutSheet = listing(() => import('./shortcut-sheet.tsx'));

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
