/** The engines as the built page opens them: the rows of its tables. */
import type { Page } from 'playwright-core';
import { withServedPage } from '../built-page.ts';
import { simdName } from './simd-in-node.ts';

/** Of one and the same page, with and without threads. */
const HOSTS = [
  { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  { 'Cross-Origin-Opener-Policy': 'unsafe-none', 'Cross-Origin-Embedder-Policy': 'unsafe-none' },
];

/** Runs `work` on pages: on WebGPU, on SIMD units where a host grants no threads, and where one does. */
export function withPageEngines<Result>(
  work: (addresses: readonly string[]) => Promise<Result>,
): Promise<Result> {
  return withServedPage(HOSTS, ([isolated = '', plain = '']) =>
    work([`${isolated}?backend=webgpu`, `${plain}?backend=wasm`, `${isolated}?backend=wasm`]),
  );
}

/** What computes in an open page: the name of its row, and the adapter in the page's own words. */
export async function engineOf(page: Page): Promise<{ readonly name: string; readonly adapter: string }> {
  const badge = page.getByTestId('backend-badge');
  const backend = await badge.getAttribute('data-backend');
  // Hidden where the header has no room for it.
  const adapter = ((await badge.textContent()) ?? '').replaceAll(/\s+/g, ' ');
  const threads = Number(/(\d+) threads?/.exec(adapter)?.[1] ?? 1);
  return { name: backend === 'wasm' ? simdName(threads) : `fused engine, ${String(backend)}`, adapter };
}
