import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { type BackendOption } from './tests/e2e/playground.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from './scripts/chromium.ts';

const executablePath = findChromium();
/** Another port lets two check-outs be tested at once. */
const PORT = Number(process.env['E2E_PORT'] ?? 4179);

/** The built app in real Chromium; the projects differ in the backend that the address asks for. */
export default defineConfig<BackendOption>({
  testDir: 'tests/e2e',
  timeout: 120_000,
  expect: { timeout: 60_000 },
  workers: 2,
  // A machine that is busy for a moment fails nobody's change; what passes only the second time is listed as flaky.
  retries: 1,
  fullyParallel: false,
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  outputDir: '.cache/e2e',
  use: {
    baseURL: `http://localhost:${PORT}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    // Where it is not the subject, a service worker would only answer in the place of routes.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: { args: CHROMIUM_ARGUMENTS, ...(executablePath === null ? {} : { executablePath }) },
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}`,
    reuseExistingServer: false,
  },
  projects: [
    { name: 'webgpu', use: { backend: 'webgpu' }, testIgnore: /page\.spec/ },
    { name: 'webgl', use: { backend: 'webgl' }, testIgnore: /page\.spec/, grep: /@webgl/ },
    { name: 'page', testMatch: /page\.spec/ },
  ],
});
