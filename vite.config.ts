import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { afterThePicture } from './scripts/build/after-the-picture.ts';
import { earlyFont } from './scripts/build/early-font.ts';
import { firstPicture } from './scripts/build/first-picture.ts';
import { linkPreview } from './scripts/build/link-preview.ts';
import { licences } from './scripts/build/licences.ts';
import { offline } from './scripts/build/offline.ts';
import { numbersOnly } from './scripts/build/numbers-only.ts';
import { ownCopies } from './scripts/build/own-copies.ts';
import { HEADER_POLICY, ISOLATION_HEADERS, securityPolicy } from './scripts/build/security-policy.ts';
import { simdKernelsForPages, simdKernelsForWorkers } from './scripts/build/simd-kernels.ts';

const listed = licences();

/** What the page needs before it shows anything, in one file; other entries, the service worker and what begins the page, stay alone with what they import. */
const FIRST_VIEW = {
  name: 'first-view',
  tags: ['$initial' as const],
  test: /^(?!.*(?:service-worker|core\/digest|app\/begin))/,
};

/**
 * All that the engine's worker begins with but its first file: WebKit runs that once more, and so hears every command twice, when a part
 * that comes late imports something of it.
 */
const BEHIND_WORKER = {
  name: 'computing',
  tags: ['$initial' as const],
  test: /^(?!.*\/src\/worker\/worker\.ts)/,
};

export default defineConfig({
  base: './',
  plugins: [
    react(),
    firstPicture(),
    earlyFont(),
    afterThePicture(),
    linkPreview(),
    ownCopies(),
    numbersOnly(),
    securityPolicy(),
    listed.page,
    offline(),
    simdKernelsForPages(),
  ],
  worker: {
    format: 'es',
    plugins: () => [listed.worker, simdKernelsForWorkers()],
    rolldownOptions: { output: { codeSplitting: { groups: [BEHIND_WORKER] } } },
  },
  // A font within a style sheet would have to be allowed as data.
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1600,
    assetsInlineLimit: 0,
    // In thirty pieces it would be 10 kB larger, compressed.
    rolldownOptions: { output: { codeSplitting: { groups: [FIRST_VIEW] } } },
  },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: { 'Content-Security-Policy': HEADER_POLICY, ...ISOLATION_HEADERS } },
});
