/**
 * Colours for numbers: equal distances of colour for equal distances of value, in OKLab (B. Ottosson, 2020). Lightness
 * alone orders the one-ended ramp, and blue and orange tell the ends of the other apart, so both work for the
 * colour-blind; each has a light and a dark version.
 */

/** Lightness 0 … 1, and the two axes of hue. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Lightness, chroma, hue in degrees. */
function lch(lightness: number, chroma: number, hue: number): Lab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

export interface Ramp {
  readonly light: readonly Lab[];
  readonly dark: readonly Lab[];
}

/** From near the paper's own colour to its opposite. */
export const SEQUENTIAL: Ramp = {
  light: [lch(0.97, 0.02, 110), lch(0.82, 0.09, 165), lch(0.6, 0.1, 225), lch(0.34, 0.11, 285)],
  dark: [lch(0.27, 0.04, 285), lch(0.47, 0.09, 250), lch(0.7, 0.1, 190), lch(0.95, 0.1, 110)],
};

/** Blue, nothing, orange. */
export const DIVERGING: Ramp = {
  light: [
    lch(0.42, 0.13, 258),
    lch(0.7, 0.1, 245),
    lch(0.97, 0, 0),
    lch(0.75, 0.12, 65),
    lch(0.47, 0.11, 50),
  ],
  dark: [
    lch(0.82, 0.09, 245),
    lch(0.58, 0.13, 252),
    lch(0.28, 0, 0),
    lch(0.55, 0.11, 55),
    lch(0.82, 0.12, 75),
  ],
};

export function distance(one: Lab, other: Lab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** The colour at 0 … 1 along the stops, by length: no stretch is passed faster than another. */
export function alongStops(stops: readonly Lab[], position: number): Lab {
  const legs = stops.slice(1).map((to, index) => {
    const from = stops[index] ?? to;
    return { from, to, length: distance(from, to) };
  });
  const whole = legs.reduce((sum, { length }) => sum + length, 0);
  let left = Math.min(1, Math.max(0, position)) * whole;
  for (const { from, to, length } of legs) {
    if (left <= length) {
      const share = length === 0 ? 0 : left / length;
      const mix = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
      return [mix(0), mix(1), mix(2)];
    }
    left -= length;
  }
  return legs.at(-1)?.to ?? [0, 0, 0];
}

/** The same for two-ended stops, whose middle stays at ½. */
export function alongTwoEnds(stops: readonly Lab[], position: number): Lab {
  const middle = (stops.length - 1) / 2;
  return position < 0.5
    ? alongStops(stops.slice(0, middle + 1), 2 * position)
    : alongStops(stops.slice(middle), 2 * position - 1);
}

/** As sRGB, which any program that opens a saved figure knows. */
function css([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((light) => {
    const encoded = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, encoded)));
  });
  return `rgb(${channels.join(' ')})`;
}

/** A colour of either theme, as CSS, for 0 … 1. */
export function sequentialColor(position: number): string {
  const { light, dark } = SEQUENTIAL;
  return `light-dark(${css(alongStops(light, position))}, ${css(alongStops(dark, position))})`;
}

/** A colour of either theme, as CSS, for 0 (blue) … ½ (nothing) … 1 (orange). */
export function divergingColor(position: number): string {
  const { light, dark } = DIVERGING;
  return `light-dark(${css(alongTwoEnds(light, position))}, ${css(alongTwoEnds(dark, position))})`;
}
