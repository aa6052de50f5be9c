/**
 * What a link to the page looks like where somebody posts it: title, sentence and a picture of ours. `PLAYGROUND_ADDRESS` is
 * where the built page will stand; most readers of such tags want the picture's whole address and leave it out otherwise.
 */
import process from 'node:process';
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Taken by `npm run screenshots`. */
export const PREVIEW = { file: 'link-preview.png', width: 1200, height: 630 } as const;
const TITLE = 'MAML Playground';
const CLAIM = 'Five points, one gradient step: a network that has learned to learn, live in your browser.';

/** @throws Error if `address` is no http address. */
export function previewTags(address: string | undefined): HtmlTagDescriptor[] {
  const base = address === undefined ? null : new URL(address.endsWith('/') ? address : `${address}/`);
  if (base !== null && !/^https?:$/.test(base.protocol)) {
    throw new Error(`Expected PLAYGROUND_ADDRESS to be an http address, found ${address}.`);
  }
  const picture = base === null ? `./${PREVIEW.file}` : new URL(PREVIEW.file, base).href;
  const named = (property: string, content: string): HtmlTagDescriptor => ({
    tag: 'meta',
    attrs: { property, content },
    injectTo: 'head',
  });
  return [
    named('og:type', 'website'),
    named('og:title', TITLE),
    named('og:description', CLAIM),
    ...(base === null ? [] : [named('og:url', base.href)]),
    named('og:image', picture),
    named('og:image:width', String(PREVIEW.width)),
    named('og:image:height', String(PREVIEW.height)),
    named(
      'og:image:alt',
      'A sine curve fitted to five points by three networks, of which MAML’s is closest.',
    ),
    { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' }, injectTo: 'head' },
  ];
}

export function linkPreview(): Plugin {
  return {
    name: 'link-preview',
    transformIndexHtml: () => previewTags(process.env['PLAYGROUND_ADDRESS']),
  };
}
