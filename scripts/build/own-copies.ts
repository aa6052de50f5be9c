/**
 * The chart library needs all of d3-scale and d3-shape, calendars and pies included, the first view three scales and a line.
 * As one module for both they would come whole with the first view, so the library has copies of its own, of what they are
 * made of as well, loaded with it.
 */
import type { Plugin } from 'vite';

const SHARED: ReadonlySet<string> = new Set(['d3-scale', 'd3-shape']);

const COPY = '?for-charts';

export function ownCopies(): Plugin {
  return {
    name: 'own-copies',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const isPart = importer?.endsWith(COPY) === true;
      if (!isPart && (!SHARED.has(source) || importer?.includes('victory-vendor') !== true)) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved === null ? null : `${resolved.id}${COPY}`;
    },
  };
}
