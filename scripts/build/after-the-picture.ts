/**
 * The page's scripts come behind what the first picture needs: a small one, `src/app/begin.ts`, stands in their place and asks for
 * them.
 */
import type { Plugin } from 'vite';

const NAME = 'begin';
const ENTRY = /<script type="module" crossorigin src="(?<path>[^"]+)"><\/script>/;
/** What the entry imports is asked for with the page; it is small. */
const IMPORTED = /<link rel="modulepreload" crossorigin/g;

/** @throws Error if the page has no script of its own, or what begins it does not stand alone. */
export function afterThePicture(): Plugin {
  return {
    name: 'after-the-picture',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/app/begin.ts', name: NAME });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const begin = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === NAME);
        if (begin?.type !== 'chunk' || begin.imports.length > 0 || !ENTRY.test(html)) {
          throw new Error('Expected one script of the page and one, standing alone, that begins it.');
        }
        return html
          .replace(
            ENTRY,
            `<script type="module" crossorigin fetchpriority="low" src="./${begin.fileName}" data-src="$<path>"></script>`,
          )
          .replaceAll(IMPORTED, '$& fetchpriority="low"');
      },
    },
  };
}
