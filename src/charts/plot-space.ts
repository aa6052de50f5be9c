/** Where the numbers of a plot lie on the screen, and curves as SVG paths. */
import { type ScaleLinear, scaleLinear } from 'd3-scale';

export type Values = Float32Array | readonly number[];
export type Domain = readonly [number, number];

/** A place on the screen, in pixels from the plot's upper left corner. */
export interface Pixel {
  readonly left: number;
  readonly top: number;
}

/** A place in the plot's own numbers. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface PlotSpace {
  readonly width: number;
  readonly height: number;
  /** The part within the axes. */
  readonly inner: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  /** The path of values on the grid; the same values are computed once. */
  path(values: Values): string;
  /** The outline of what lies between two curves. */
  area(low: Values, high: Values): string;
  /** The nearest point of the plot that is within its axes. */
  pointAt(pixel: Pixel): PlotPoint;
  /** How many pixels a place lies beyond the axes; 0 within them. */
  beyond(pixel: Pixel): number;
}

const MARGIN = { top: 12, right: 16, bottom: 28, left: 40 };

const within = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));
const tenth = (value: number) => Math.round(10 * value) / 10;

export function plotSpace(
  { width, height }: { readonly width: number; readonly height: number },
  gridX: Values,
  xDomain: Domain,
  yDomain: Domain,
): PlotSpace {
  const inner = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: Math.max(MARGIN.top + 1, height - MARGIN.bottom),
  };
  const x = scaleLinear(xDomain, [inner.left, inner.right]);
  const y = scaleLinear(yDomain, [inner.bottom, inner.top]);
  const positions = Array.from(gridX, (at) => tenth(x(at)));
  const [lowest, highest] = yDomain;
  const reach = highest - lowest;
  const known = new WeakMap<Values, string>();

  const draw = (values: Values) => {
    const path: string[] = [];
    let isDown = false;
    for (const [index, position] of positions.entries()) {
      const value = values[index] ?? Number.NaN;
      if (Number.isFinite(value)) {
        // Far outside the frame one height is as good as another, and SVG dislikes huge numbers.
        const shown = tenth(y(within(value, lowest - reach, highest + reach)));
        path.push(`${isDown ? 'L' : 'M'}${position},${shown}`);
        isDown = true;
      } else isDown = false;
    }
    // A text that grows by pieces would keep every piece.
    return path.join('');
  };

  return {
    width,
    height,
    inner,
    x,
    y,
    path(values) {
      const path = known.get(values) ?? draw(values);
      known.set(values, path);
      return path;
    },
    area: (low, high) => {
      const corners = (values: Values) =>
        positions.flatMap((position, index) => {
          const value = values[index] ?? Number.NaN;
          if (!Number.isFinite(value)) return [];
          return [`${position},${tenth(y(within(value, lowest - reach, highest + reach)))}`];
        });
      const outline = [...corners(low), ...corners(high).toReversed()];
      return outline.length === 0 ? '' : `M${outline.join('L')}Z`;
    },
    pointAt: ({ left, top }) => ({
      x: x.invert(within(left, inner.left, inner.right)),
      y: y.invert(within(top, inner.top, inner.bottom)),
    }),
    beyond: ({ left, top }) =>
      Math.max(0, inner.left - left, left - inner.right, inner.top - top, top - inner.bottom),
  };
}
