/** The built page may load and run its own files and nothing else; docs/hosting.md tells of it. */
import type { Plugin } from 'vite';

const policyWith = (scripts: string) =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
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

/** The page's own, in a meta element. */
export const PAGE_POLICY = policyWith("'self'");

/**
 * As hosts send it, and the preview: workers hear headers only, and the engine's compiles WebAssembly. The page obeys both
 * policies, so it compiles none.
 */
export const HEADER_POLICY = policyWith("'self' 'wasm-unsafe-eval'");

/**
 * As hosts send them, and the preview: a page that is isolated may share memory with its workers, so that the engine on SIMD
 * units has threads. Whoever embeds the page may be isolated as well.
 */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

export function securityPolicy(): Plugin {
  return {
    name: 'security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
          // Before anything that it has a say in.
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
