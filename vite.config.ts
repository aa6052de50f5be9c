import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './scripts/build/licences.ts';
import { offline } from './scripts/build/offline.ts';
import { ownCopies } from './scripts/build/own-copies.ts';
import { CONTENT_SECURITY_POLICY, securityPolicy } from './scripts/build/security-policy.ts';

const listed = licences();

export default defineConfig({
  base: './',
  plugins: [react(), ownCopies(), securityPolicy(), listed.page, offline()],
  worker: { format: 'es', plugins: () => [listed.worker] },
  // A font within a style sheet would have to be allowed as data.
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1600,
    assetsInlineLimit: 0,
    // The first view in one piece: thirty small ones would compress worse by 10 kB in all.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first-view', tags: ['$initial'] }] } } },
  },
  preview: { headers: { 'Content-Security-Policy': CONTENT_SECURITY_POLICY } },
});
