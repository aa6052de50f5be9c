/** Points that are moved by hand: each has a name, is reached by the keyboard and goes where its arrow keys say. */
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { PlotPoint, PlotSpace } from './plot-space.ts';
import type { Hand, PlotEditing } from './use-plot-gestures.ts';

/** How far an arrow key moves a point, in the plot's numbers; with Shift, farther. */
const KEY_STEP = 0.1;
const FAR_KEY_STEP = 0.5;
/** A finger covers a point and what is around it. */
const HIT_RADIUS = { fine: 13, coarse: 18 };

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

interface PointProps {
  readonly index: number;
  readonly left: number;
  readonly top: number;
  readonly label: string;
  readonly caption: string | null;
  readonly isTabStop: boolean;
  readonly isLeaving: boolean;
}

const Point = memo(function Point(props: PointProps) {
  const { index, left, top, label, caption, isTabStop, isLeaving } = props;
  const radius = matchMedia('(pointer: coarse)').matches ? HIT_RADIUS.coarse : HIT_RADIUS.fine;
  return (
    <g
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={label}
      data-point={index}
      className={isLeaving ? 'plot-point leaving' : 'plot-point'}
      transform={`translate(${left} ${top})`}
    >
      <circle className="plot-hit" data-passing r={radius} />
      <circle className="plot-ring" data-passing r={11} />
      <circle className="plot-filled" r={6} />
      {caption === null ? null : (
        <text
          className="plot-coordinates"
          data-passing
          y={top < 40 ? 30 : -20}
          textAnchor="middle"
          aria-hidden="true"
        >
          {caption}
        </text>
      )}
    </g>
  );
});

export interface PointWords {
  /** What a point is called, for those who cannot see it. */
  readonly label: (index: number, point: PlotPoint) => string;
  /** Its coordinates, while it is dragged. */
  readonly coordinates: (point: PlotPoint) => string;
  /** What its keys do. */
  readonly help: string;
}

interface PlotPointsProps {
  readonly space: PlotSpace;
  readonly points: readonly PlotPoint[];
  readonly words: PointWords;
  readonly editing: PlotEditing;
  readonly hand: Hand | null;
}

function focusPoint(group: SVGGElement | null, index: number): void {
  group?.querySelector<SVGGElement>(`[data-point="${index}"]`)?.focus();
}

export function PlotPoints({ space, points, words, editing, hand }: PlotPointsProps) {
  const group = useRef<SVGGElement>(null);
  const [current, setCurrent] = useState(0);
  /** The point that gets the focus once it is there. */
  const wanted = useRef<number | null>(null);
  const tabStop = Math.min(current, points.length - 1);

  useEffect(() => {
    if (wanted.current !== null && wanted.current < points.length) focusPoint(group.current, wanted.current);
    wanted.current = null;
  }, [points]);

  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    const point = points[tabStop];
    if (point === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      const step = event.shiftKey ? FAR_KEY_STEP : KEY_STEP;
      const pixel = { left: space.x(point.x + step * arrow[0]), top: space.y(point.y + step * arrow[1]) };
      editing.onMove(tabStop, space.pointAt(pixel));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      wanted.current = Math.max(0, Math.min(tabStop, points.length - 2));
      editing.onRemove(tabStop);
    } else if (event.key.toLowerCase() === 'q' && editing.onSetAside !== null) {
      wanted.current = Math.max(0, Math.min(tabStop, points.length - 2));
      editing.onSetAside(tabStop);
    } else if (event.key === '+' || event.key === 'Insert') {
      wanted.current = points.length;
      editing.onAdd(space.pointAt({ left: space.x(point.x + FAR_KEY_STEP), top: space.y(point.y) }));
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      const by = event.key === 'PageDown' ? 1 : points.length - 1;
      focusPoint(group.current, (tabStop + by) % points.length);
    } else return;
    // The page's own shortcuts are not meant.
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <g
      ref={group}
      className="plot-points movable"
      role="group"
      aria-label={words.help}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        if (event.key in ARROWS) editing.onEnd();
      }}
      onFocus={(event) => setCurrent(Number(event.target.getAttribute('data-point')))}
      onDoubleClick={(event) => {
        const holder = event.target instanceof Element ? event.target.closest('[data-point]') : null;
        if (holder !== null && !editing.isDrawing)
          editing.onRemove(Number(holder.getAttribute('data-point')));
      }}
    >
      {points.map((point, index) => (
        <Point
          // Points may coincide: a point is its place in the list.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          index={index}
          left={space.x(point.x)}
          top={space.y(point.y)}
          label={words.label(index, point)}
          caption={hand?.index === index ? words.coordinates(point) : null}
          isTabStop={index === tabStop}
          isLeaving={hand?.index === index && hand.isLeaving}
        />
      ))}
    </g>
  );
}
