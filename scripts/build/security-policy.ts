/** The built page may load and run its own files and nothing else; docs/hosting.md tells of it. */
import type { Plugin } from 'vite';

/** Also sent as a header by the preview, since workers hear headers only. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  // Charts are drawn into pictures that never leave the page.
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function securityPolicy(): Plugin {
  return {
    name: 'security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
          // Before anything that it has a say in.
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
