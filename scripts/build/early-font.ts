/** The letters of the first view are asked for with the page itself: found in its style sheet, they would come after it was drawn. */
import type { Plugin } from 'vite';

/** Of `@fontsource-variable/inter`; other alphabets' files come when a text has such letters. */
const FIRST_LETTERS = /^assets\/inter-latin-wght-normal-.+\.woff2$/;

/** @throws Error if the built page has no such font, or two. */
export function earlyFont(): Plugin {
  return {
    name: 'early-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const [font, ...others] = Object.keys(bundle).filter((file) => FIRST_LETTERS.test(file));
        if (font === undefined || others.length > 0) {
          throw new Error(
            `Expected one font for the first view, found ${font === undefined ? 'none' : others.length + 1}.`,
          );
        }
        return [
          {
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${font}`, crossorigin: '' },
            injectTo: 'head',
          },
        ];
      },
    },
  };
}
