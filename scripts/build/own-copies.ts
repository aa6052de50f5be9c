/**
 * The chart library needs all of d3-scale and d3-shape, calendars and pies included, the first view three scales and a line.
 * As one module for both they would come whole with the first view, so the library has copies of its own, loaded with it.
 */
import type { Plugin } from 'vite';

const SHARED: ReadonlySet<string> = new Set(['d3-scale', 'd3-shape']);

export function ownCopies(): Plugin {
  return {
    name: 'own-copies',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!SHARED.has(source) || importer?.includes('victory-vendor') !== true) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved === null ? null : `${resolved.id}?for-charts`;
    },
  };
}
