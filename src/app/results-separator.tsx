/** Between centre and results: drawn to one side, it gives the panel more room, which this browser remembers. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forget, remember } from '#persistence/preferences.ts';
import { clampedWidth, type Grip, type Room, widthByDrag, widthByKey, widthLimits } from './results-width.ts';

/** What `layout.css` reads; before any script runs, `public/first-look.js` sets it. */
const PROPERTY = '--results-width';

function roomHere(): Room {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { window: document.documentElement.clientWidth, rem };
}

function choose(width: number): void {
  const chosen = clampedWidth(width, roomHere());
  document.documentElement.style.setProperty(PROPERTY, `${chosen}px`);
  remember('resultsWidth', String(chosen));
}

/** As wide as the page has it by itself. */
function reset(): void {
  document.documentElement.style.removeProperty(PROPERTY);
  forget('resultsWidth');
}

export function ResultsSeparator() {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const results = ref.current?.closest('.results') ?? null;
    if (results === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.round(results.getBoundingClientRect().width)));
    observer.observe(results);
    return () => observer.disconnect();
  }, []);
  const { least, most } = widthLimits(roomHere());
  const press = (event: KeyboardEvent) => {
    const next = widthByKey(event.key, width, roomHere());
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    // The page's own arrow keys go through the inner steps.
    event.stopPropagation();
    if (next === null) reset();
    else choose(next);
  };
  const hold = (event: PointerEvent<HTMLDivElement>) => {
    const results = event.currentTarget.closest('.results');
    if (results === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, width: results.getBoundingClientRect().width, hasMoved: false };
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (grip.current === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const next = widthByDrag(grip.current, event.clientX, roomHere());
    if (next === null) return;
    grip.current = { ...grip.current, hasMoved: true };
    choose(next);
  };
  return (
    <div
      ref={ref}
      className="results-separator"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('action.panelWidth')}
      title={t('action.panelWidthHint')}
      aria-valuenow={width}
      aria-valuemin={Math.min(least, width)}
      aria-valuemax={Math.max(most, width)}
      onKeyDown={press}
      onPointerDown={hold}
      onPointerMove={drag}
      onDoubleClick={reset}
    />
  );
}
