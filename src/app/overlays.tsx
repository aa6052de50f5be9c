/** What lies over the page for a moment, loaded when it is first opened. */
import { type ComponentType, lazy, Suspense, useCallback, useEffect } from 'react';
import { usePlayground } from '#store/react.ts';
import type { Overlay } from '#store/page/view-slice.ts';
import { loadPanelTexts } from './i18n/index.ts';
import { typedAhead } from './typed-ahead.ts';

interface OverlayProps {
  readonly onClose: () => void;
}

/** They say what the panels say. */
function overlay(load: () => Promise<{ default: ComponentType<OverlayProps> }>) {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadPanelTexts()]);
    return loaded;
  });
}

const OVERLAYS: Readonly<Record<Overlay, ComponentType<OverlayProps>>> = {
  palette: overlay(() => import('./palette.tsx')),
  shortcuts: overlay(() => import('./shortcut-sheet.tsx')),
  selfCheck: overlay(() => import('#features/backend/self-check-dialog.tsx')),
  measurement: overlay(() => import('#features/backend/measurement-dialog.tsx')),
};

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}

/** Keys that are pressed before an overlay has the focus are meant for it, not for the page behind it. */
function Awaited({ onClose }: OverlayProps) {
  useEffect(() => {
    typedAhead.take();
    let hasCome = false;
    const come = ({ target }: FocusEvent) => {
      hasCome ||= isInDialog(target);
    };
    const swallow = (event: KeyboardEvent) => {
      // The focus may have come before this listens.
      hasCome ||= isInDialog(event.target);
      if (hasCome || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      else typedAhead.press(event.key);
    };
    addEventListener('focusin', come);
    addEventListener('keydown', swallow, { capture: true });
    return () => {
      removeEventListener('focusin', come);
      removeEventListener('keydown', swallow, { capture: true });
    };
  }, [onClose]);
  return null;
}

export function Overlays() {
  const open = usePlayground((state) => state.overlay);
  const setOverlay = usePlayground((state) => state.setOverlay);
  const close = useCallback(() => setOverlay(null), [setOverlay]);
  if (open === null) return null;
  const Opened = OVERLAYS[open];
  return (
    <>
      <Awaited key={open} onClose={close} />
      <Suspense fallback={null}>
        <Opened onClose={close} />
      </Suspense>
    </>
  );
}
