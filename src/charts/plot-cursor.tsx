/** A line at one x with the exact value of every curve there, in a box that stays out of the curves' way. */
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import type { PlotSpace, Values } from './plot-space.ts';

/** How far an arrow key moves the line, in places of the grid; with Shift, farther. */
const KEY_STEP = 1;
const FAR_KEY_STEP = 8;
const BOX_GAP = 14;
/** How far it shapes the curve, up or down. */
const SHAPE_STEP = 0.1;
const FAR_SHAPE_STEP = 0.5;

export interface CursorWords {
  readonly label: string;
  /** The values at place `at` of the grid, in a sentence and as what stands in the box. */
  readonly text: (at: number) => string;
  readonly content: (at: number) => ReactNode;
}

interface PlotCursorProps {
  readonly space: PlotSpace;
  readonly gridX: Values;
  readonly lines: readonly { readonly id: string; readonly color: string; readonly y: Values }[];
  readonly words: CursorWords;
  readonly frame: RefObject<HTMLDivElement | null>;
  /** While something is dragged there is nothing to read. */
  readonly isQuiet: boolean;
  /** Raises the target at a place of the grid, while it is being shaped. */
  readonly onShape: ((at: number, by: number) => void) | null;
}

interface Corner {
  readonly isRight: boolean;
  readonly isTop: boolean;
}

const CORNERS: readonly Corner[] = [
  { isRight: true, isTop: true },
  { isRight: false, isTop: true },
  { isRight: true, isTop: false },
  { isRight: false, isTop: false },
];

/** How much of the curves a box in that corner beside the line would cover. */
function covered(
  { space, gridX, lines }: PlotCursorProps,
  left: number,
  box: { readonly width: number; readonly height: number },
  { isRight, isTop }: Corner,
): number {
  const from = isRight ? left + BOX_GAP : left - BOX_GAP - box.width;
  const to = from + box.width;
  if (from < 0 || to > space.width) return Infinity;
  const top = isTop ? space.inner.top : space.inner.bottom - box.height;
  let count = 0;
  for (let at = 0; at < gridX.length; at += 2) {
    const across = space.x(gridX[at] ?? 0);
    if (across < from || across > to) continue;
    for (const { y } of lines) {
      const down = space.y(y[at] ?? 0);
      if (down > top - 4 && down < top + box.height + 4) count++;
    }
  }
  return count;
}

/** The box stays where it is unless another corner is clearly freer. */
const CLEARLY = 6;

/** The corner for the box: where it is now, unless another is clearly freer. */
function freest(cost: (corner: Corner) => number, now: Corner): Corner {
  const best = CORNERS.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  return cost(now) > cost(best) + CLEARLY ? best : now;
}

export function PlotCursor(props: PlotCursorProps) {
  const { space, gridX, lines, words, frame, isQuiet, onShape } = props;
  const [place, setPlace] = useState({
    at: Math.floor(gridX.length / 2),
    corner: { isRight: true, isTop: true },
  });
  const [isHovered, setIsHovered] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const readout = useRef<HTMLDivElement>(null);
  const box = useRef({ width: 200, height: 120 });

  const goTo = useEffectEvent((next: number) => {
    const at = Math.max(0, Math.min(gridX.length - 1, next));
    const cost = (corner: Corner) => covered(props, space.x(gridX[at] ?? 0), box.current, corner);
    setPlace({ at, corner: freest(cost, place.corner) });
  });

  const follow = useEffectEvent((event: PointerEvent, element: HTMLElement) => {
    if (event.pointerType === 'touch') return;
    const bounds = element.getBoundingClientRect();
    const pixel = { left: event.clientX - bounds.left, top: event.clientY - bounds.top };
    setIsHovered(space.beyond(pixel) === 0);
    const share = (pixel.left - space.inner.left) / (space.inner.right - space.inner.left);
    goTo(Math.round(share * (gridX.length - 1)));
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const leave = () => setIsHovered(false);
    const move = (event: PointerEvent) => follow(event, element);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, [frame]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const step = (shiftKey ? FAR_KEY_STEP : KEY_STEP) * (key === 'ArrowLeft' ? -1 : 1);
      goTo(place.at + step);
    } else if (key === 'Home' || key === 'End') {
      goTo(key === 'Home' ? 0 : gridX.length - 1);
    } else if (onShape !== null && (key === 'ArrowUp' || key === 'ArrowDown')) {
      onShape(place.at, (shiftKey ? FAR_SHAPE_STEP : SHAPE_STEP) * (key === 'ArrowUp' ? 1 : -1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { at, corner } = place;
  const isShown = !isQuiet && (isHovered || isFocused);
  const left = space.x(gridX[at] ?? 0);
  const lineCount = lines.length;
  useEffect(() => {
    const element = readout.current;
    if (element === null || !isShown || lineCount === 0) return;
    box.current = { width: element.offsetWidth, height: element.offsetHeight };
  }, [isShown, lineCount]);
  return (
    <>
      <div
        role="slider"
        tabIndex={0}
        className="plot-cursor"
        style={{ left, top: space.inner.top, height: space.inner.bottom - space.inner.top }}
        aria-label={words.label}
        aria-valuemin={gridX[0] ?? 0}
        aria-valuemax={gridX.at(-1) ?? 0}
        aria-valuenow={gridX[at] ?? 0}
        aria-valuetext={words.text(at)}
        onKeyDown={onKeyDown}
        onFocus={() => setIsFocused(true)}
        onBlur={() => setIsFocused(false)}
      />
      {!isShown ? null : (
        <>
          <svg className="plot-marks" viewBox={`0 0 ${space.width} ${space.height}`} aria-hidden="true">
            <line x1={left} x2={left} y1={space.inner.top} y2={space.inner.bottom} />
            {lines.map(({ id, color, y }) => {
              const down = space.y(y[at] ?? Number.NaN);
              const isInside = down >= space.inner.top && down <= space.inner.bottom;
              return isInside ? <circle key={id} cx={left} cy={down} r={4} fill={color} /> : null;
            })}
          </svg>
          <div
            className="plot-readout"
            aria-hidden="true"
            ref={readout}
            style={{
              ...(corner.isRight ? { left: left + BOX_GAP } : { right: space.width - left + BOX_GAP }),
              ...(corner.isTop ? { top: space.inner.top } : { bottom: space.height - space.inner.bottom }),
            }}
          >
            {words.content(at)}
          </div>
        </>
      )}
    </>
  );
}
