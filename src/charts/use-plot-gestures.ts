/** What a pointer does on a plot: it drags points, adds them, takes them out, or draws. */
import { type Dispatch, type PointerEvent, type SetStateAction, useRef } from 'react';
import type { Domain, Pixel, PlotPoint, PlotSpace, Values } from './plot-space.ts';
import { withJoints, withStroke } from './stroke.ts';

/** What becomes of the user's hand; callbacks of one gesture end with `onEnd`. */
export interface PlotEditing {
  readonly isDrawing: boolean;
  /** Whether a press where no point is adds one. */
  readonly isAdding: boolean;
  readonly onMove: (index: number, to: PlotPoint) => void;
  /** A point was dragged out of the plot, or asked to go. */
  readonly onRemove: (index: number) => void;
  readonly onAdd: (at: PlotPoint) => void;
  /** A point was set aside; `null` where none can be. */
  readonly onSetAside: ((index: number) => void) | null;
  /** Values of the target, on the grid. */
  readonly onDraw: (values: readonly number[]) => void;
  readonly onEnd: () => void;
}

type Gesture =
  | { readonly kind: 'press'; readonly from: Pixel }
  | {
      readonly kind: 'drag';
      readonly index: number;
      readonly from: Pixel;
      /** From the point to the pointer. */
      readonly grip: Pixel;
      readonly press: ReturnType<typeof setTimeout> | undefined;
      readonly hasMoved: boolean;
    }
  | {
      readonly kind: 'draw';
      readonly last: PlotPoint;
      /** The curve with the bare stroke, and how far the stroke reaches. */
      readonly values: readonly number[];
      readonly left: number;
      readonly right: number;
    };

/** What the plot shows of a gesture under way. */
export interface Hand {
  readonly kind: Gesture['kind'];
  /** The point that is dragged. */
  readonly index: number | null;
  /** Whether letting go would remove it. */
  readonly isLeaving: boolean;
  /** The frame that was under the hand when it began, and that stands still until it ends. */
  readonly yDomain: Domain;
}

/** A pointer that trembles is not dragging; a finger trembles more. */
const TREMBLE = { mouse: 3, touch: 9 };
/** So far outside, a point is let go for good. */
const LEAVING = 22;
const LONG_PRESS_MILLISECONDS = 600;

function trembleOf({ pointerType }: PointerEvent): number {
  return pointerType === 'touch' ? TREMBLE.touch : TREMBLE.mouse;
}

interface Scene {
  readonly space: PlotSpace;
  readonly yDomain: Domain;
  readonly gridX: Values;
  readonly target: Values;
  readonly points: readonly PlotPoint[];
  readonly editing: PlotEditing;
  readonly setHand: Dispatch<SetStateAction<Hand | null>>;
}

/** Handlers for the plot's element. */
export function usePlotGestures({ space, yDomain, gridX, target, points, editing, setHand }: Scene) {
  const gesture = useRef<(Gesture & { readonly pointer: number }) | null>(null);

  const pixelOf = (event: { clientX: number; clientY: number }, element: Element): Pixel => {
    const box = element.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };

  const end = () => {
    if (gesture.current?.kind === 'drag') clearTimeout(gesture.current.press);
    gesture.current = null;
    setHand(null);
    editing.onEnd();
  };

  const takePoint = (event: PointerEvent<SVGSVGElement>, index: number, from: Pixel): Gesture => {
    const point = points[index] ?? { x: 0, y: 0 };
    const grip = { left: from.left - space.x(point.x), top: from.top - space.y(point.y) };
    const isTouch = event.pointerType === 'touch';
    const press = isTouch
      ? setTimeout(() => {
          end();
          editing.onRemove(index);
        }, LONG_PRESS_MILLISECONDS)
      : undefined;
    return { kind: 'drag', index, from, grip, press, hasMoved: false };
  };

  const drawOn = (stroke: Gesture & { readonly kind: 'draw' }, passed: readonly PlotPoint[]) => {
    let { last, values, left, right } = stroke;
    for (const next of passed) {
      values = withStroke(values, gridX, last, next);
      left = Math.min(left, next.x);
      right = Math.max(right, next.x);
      last = next;
    }
    editing.onDraw(withJoints(values, gridX, left, right));
    return { ...stroke, last, values, left, right };
  };

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (gesture.current !== null || event.button !== 0) return;
    const pointer = event.pointerId;
    const from = pixelOf(event, event.currentTarget);
    const holder = event.target instanceof Element ? event.target.closest('[data-point]') : null;
    const index = Number(holder?.getAttribute('data-point') ?? Number.NaN);
    if (editing.isDrawing) {
      const last = space.pointAt(from);
      const stroke = { kind: 'draw', last, values: Array.from(target), left: last.x, right: last.x } as const;
      gesture.current = { ...drawOn(stroke, [last]), pointer };
    } else if (Number.isInteger(index) && event.shiftKey && editing.onSetAside !== null) {
      editing.onSetAside(index);
      return;
    } else if (Number.isInteger(index)) {
      gesture.current = { ...takePoint(event, index, from), pointer };
    } else if (editing.isAdding && space.beyond(from) === 0) {
      gesture.current = { kind: 'press', pointer, from };
      return;
    } else return;
    // A point captures the pointer once it is dragged: until then a double click must find it.
    if (editing.isDrawing) event.currentTarget.setPointerCapture(pointer);
    setHand({
      kind: gesture.current.kind,
      index: Number.isInteger(index) && !editing.isDrawing ? index : null,
      isLeaving: false,
      yDomain,
    });
  };

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const current = gesture.current;
    if (current?.pointer !== event.pointerId) return;
    const now = pixelOf(event, event.currentTarget);
    if (current.kind === 'draw') {
      const element = event.currentTarget;
      const passed = event.nativeEvent.getCoalescedEvents().map((between) => pixelOf(between, element));
      const path = [...passed, now].map((pixel) => space.pointAt(pixel));
      gesture.current = { ...drawOn(current, path), pointer: current.pointer };
      return;
    }
    const distance = Math.hypot(now.left - current.from.left, now.top - current.from.top);
    const isSteady = distance < trembleOf(event);
    if (current.kind === 'press') {
      // A pointer that wanders is looking, not placing.
      if (!isSteady) gesture.current = null;
      return;
    }
    if (isSteady && !current.hasMoved) return;
    if (!current.hasMoved) {
      clearTimeout(current.press);
      event.currentTarget.setPointerCapture(event.pointerId);
      gesture.current = { ...current, hasMoved: true };
    }
    const { index, grip } = current;
    editing.onMove(index, space.pointAt({ left: now.left - grip.left, top: now.top - grip.top }));
    const isLeaving = space.beyond(now) > LEAVING;
    setHand((before) =>
      before === null || before.isLeaving === isLeaving ? before : { ...before, isLeaving },
    );
  };

  const onPointerUp = (event: PointerEvent<SVGSVGElement>) => {
    const current = gesture.current;
    if (current?.pointer !== event.pointerId) return;
    const now = pixelOf(event, event.currentTarget);
    if (current.kind === 'press') {
      gesture.current = null;
      editing.onAdd(space.pointAt(now));
      return;
    }
    if (current.kind === 'drag' && current.hasMoved && space.beyond(now) > LEAVING) {
      editing.onRemove(current.index);
    }
    end();
  };

  const onPointerCancel = (event: PointerEvent<SVGSVGElement>) => {
    if (gesture.current?.pointer === event.pointerId) end();
  };

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}
