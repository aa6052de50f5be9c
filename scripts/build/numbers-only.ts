/**
 * Our scales go from numbers to numbers. What d3-scale takes from d3-interpolate also mixes colours, dates and texts, and comes
 * whole: 4 kB of the first view that nothing uses.
 */
import type { Plugin } from 'vite';

const NUMBERS = '\0interpolation-of-numbers';

/** All that d3-scale imports by name; scales with a middle, of which there are none here, would need the last. */
const CODE = `
export const interpolateNumber = (a, b) => (t) => a * (1 - t) + b * t;
export const interpolateRound = (a, b) => (t) => Math.round(a * (1 - t) + b * t);
export { interpolateNumber as interpolate };
export { piecewise } from 'd3-interpolate';
`;

export function numbersOnly(): Plugin {
  return {
    name: 'numbers-only',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      // The chart library's own copies have a suffix, and keep everything.
      const isOurs = importer !== undefined && /\/d3-scale\/[^?]*$/.test(importer);
      return isOurs && source === 'd3-interpolate' ? NUMBERS : null;
    },
    load: (id) => (id === NUMBERS ? CODE : null),
  };
}
