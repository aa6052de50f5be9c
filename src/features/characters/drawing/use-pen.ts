/** Pointer, touch and pen on the sheet: one way for all of them. */
import { type PointerEvent, useRef } from 'react';
import { type OwnDrawing, penDown, penMoved } from '#families/pictures/own-drawing.ts';
import type { Point } from '#families/pictures/strokes.ts';

type SheetEvent = PointerEvent<SVGSVGElement>;

function pointOf({ clientX, clientY }: { clientX: number; clientY: number }, sheet: Element): Point {
  const { left, top, width, height } = sheet.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** Handlers for the sheet. `onDraw` hears of every point that is new. */
export function usePen(drawing: OwnDrawing, onDraw: (drawing: OwnDrawing) => void) {
  // Events come faster than renderings.
  const pen = useRef<{ readonly pointer: number; readonly drawing: OwnDrawing } | null>(null);

  const draw = (pointer: number, next: OwnDrawing, before: OwnDrawing) => {
    pen.current = { pointer, drawing: next };
    if (next !== before) onDraw(next);
  };

  const onPointerDown = (event: SheetEvent) => {
    if (pen.current !== null || event.button !== 0) return;
    const { currentTarget: sheet, pointerId } = event;
    sheet.setPointerCapture(pointerId);
    const next = penDown(drawing, pointOf(event, sheet));
    // A sheet without room for a stroke takes none: what follows would lengthen the one before.
    if (next !== drawing) draw(pointerId, next, drawing);
  };

  const onPointerMove = (event: SheetEvent) => {
    const current = pen.current;
    if (current?.pointer !== event.pointerId) return;
    const { currentTarget: sheet, nativeEvent } = event;
    const passed = [...nativeEvent.getCoalescedEvents(), nativeEvent].map((at) => pointOf(at, sheet));
    draw(current.pointer, passed.reduce(penMoved, current.drawing), current.drawing);
  };

  const onPointerUp = (event: SheetEvent) => {
    if (pen.current?.pointer === event.pointerId) pen.current = null;
  };

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp };
}
