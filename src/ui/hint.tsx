/** A small question mark that explains the thing beside it, on hover, focus or tap; its words may come a moment later. */
import { Popover } from '@base-ui/react/popover';
import { type ReactNode, Suspense } from 'react';

export function Hint({ about, children }: { readonly about: string; readonly children: ReactNode }) {
  return (
    <span className="hint-slot">
      <Popover.Root>
        <Popover.Trigger className="hint" openOnHover delay={150} aria-label={`? ${about}`}>
          ?
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner side="top" sideOffset={6} className="floating">
            <Popover.Popup className="popup hint-popup" aria-label={about}>
              <Suspense fallback={null}>{children}</Suspense>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}
