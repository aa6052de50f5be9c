/** How wide the results may be beside the plot; the same limits stand in `layout.css`. */

/** In rem: a panel is made for no less, and plot and settings need so much beside it. */
const NARROWEST = 21;
const BESIDE = 50.5;
/** Pixels of a key press. */
const STRIDE = 16;
/** Pixels that a press may tremble before it is a movement. */
const TREMOR = 3;

/** What the limits follow from: the window's width and 1rem, in pixels. */
export interface Room {
  readonly window: number;
  readonly rem: number;
}

/** In pixels; where the window has no room for more, both ends are the same. */
export function widthLimits({ window, rem }: Room): { readonly least: number; readonly most: number } {
  const least = Math.round(NARROWEST * rem);
  return { least, most: Math.max(least, Math.round(window - BESIDE * rem)) };
}

export function clampedWidth(width: number, room: Room): number {
  const { least, most } = widthLimits(room);
  return Math.round(Math.min(most, Math.max(least, width)));
}

/** How the separator was taken hold of: where the pointer was, and how wide the results were, in pixels. */
export interface Grip {
  readonly x: number;
  readonly width: number;
  /** Whether it has been drawn since; from then on every pixel counts. */
  readonly hasMoved: boolean;
}

/** The width that a pointer at `x` draws to, the line staying under it as it was taken; `null` while it has only been pressed. */
export function widthByDrag(grip: Grip, x: number, room: Room): number | null {
  const drawn = grip.x - x;
  if (!grip.hasMoved && Math.abs(drawn) < TREMOR) return null;
  return clampedWidth(grip.width + drawn, room);
}

/** The width that a key leads to: the separator goes the way of its arrow. `null` for other keys. */
export function widthByKey(key: string, width: number, room: Room): number | null {
  const { least, most } = widthLimits(room);
  switch (key) {
    case 'ArrowLeft':
      return clampedWidth(width + STRIDE, room);
    case 'ArrowRight':
      return clampedWidth(width - STRIDE, room);
    case 'Home':
      return most;
    case 'End':
      return least;
    default:
      return null;
  }
}
