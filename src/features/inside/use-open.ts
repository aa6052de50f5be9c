/** Tells the store which view is on screen: only that one is computed. */
import { useEffect } from 'react';
import type { InsideView } from '#store/inside/inside-slice.ts';
import { usePlayground } from '#store/react.ts';

export function useOpen(view: InsideView): void {
  const openInside = usePlayground((state) => state.openInside);
  useEffect(() => {
    openInside(view);
    return () => openInside(null);
  }, [openInside, view]);
}
