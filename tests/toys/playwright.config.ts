/** The built page with toys in real Chromium, on TensorFlow.js's CPU backend: `npx playwright test -c tests/toys`. */
import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, findChromium } from '../../src/cli/host/chromium.ts';

const executablePath = findChromium();
/** Another port than that of the other end-to-end tests, so that both can run at once. */
const PORT = Number(process.env['TOYS_PORT'] ?? 4187);
const CONFIG = '-c tests/toys/vite.config.ts';

export default defineConfig({
  testDir: '.',
  timeout: 120_000,
  expect: { timeout: 60_000 },
  outputDir: '../../.cache/toys-results',
  use: {
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    serviceWorkers: 'block',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: CHROMIUM_ARGUMENTS, ...(executablePath === null ? {} : { executablePath }) },
  },
  webServer: {
    command: `npx vite build ${CONFIG} && npx vite preview ${CONFIG} --port ${PORT} --strictPort`,
    cwd: '../..',
    url: `http://localhost:${PORT}`,
    reuseExistingServer: false,
  },
});
