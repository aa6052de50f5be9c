import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { MEASURED, PAGE_OPTIONS } from './tests/e2e/kept-page.ts';
import { type BackendOption } from './tests/e2e/playground.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from './src/cli/host/chromium.ts';
import { SHUFFLED_FOLDER, writeShuffledTests } from './scripts/test/shuffled.ts';

const executablePath = findChromium();
/** Another port lets two check-outs be tested at once. */
const PORT = Number(process.env['E2E_PORT'] ?? 4179);
const everyRepeat = process.env['VITE_EVERY_REPEAT'] === '1';
/** A seed: the files come in the order that it decides. */
const order = process.env['E2E_ORDER'];

/** Files that choose what computes by themselves, or break what only WebGPU has. */
const NOT_ON_SIMD_UNITS = /(offline|self-check)\.spec\.ts$/;

/** What only the SIMD units have: threads. */
const ON_SIMD_UNITS_ALONE = /threads\.spec\.ts$/;

/**
 * What `npm test` takes on WebGPU and on WebGL, by files and tags. All else is about what the page does with numbers, whoever
 * computes them: that runs on SIMD units, where a page opens in half of the time, and in `npm run test:all` on WebGPU as well.
 */
const ON_WEBGPU = /(offline|self-check)\.spec\.ts|@webgpu|@gpu|@webgl(?!-repeat)/;
const ON_WEBGL = /@webgl(?!-repeat)/;

// Workers read this file, too, and find the folder written.
if (order !== undefined && process.env['TEST_WORKER_INDEX'] === undefined) writeShuffledTests(order);

/** The built app in real Chromium; the projects differ in the backend that the address asks for. */
export default defineConfig<object, BackendOption>({
  testDir: order === undefined ? 'tests/e2e' : SHUFFLED_FOLDER,
  // What hangs costs patience once; a busy machine that is given up costs everything twice.
  timeout: 240_000,
  expect: { timeout: 120_000 },
  // A page waits for timers and frames for a third of its time: two workers would leave as much of two processors idle.
  workers: 3,
  // A machine that is busy for a moment fails nobody's change; what passes only the second time is listed as flaky.
  retries: 1,
  // Both workers have something to do until the end.
  fullyParallel: true,
  grepInvert: everyRepeat ? [] : /@repeat/,
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  outputDir: '.cache/e2e',
  use: {
    ...PAGE_OPTIONS,
    baseURL: `http://localhost:${PORT}`,
    // A trace of every test would cost a third of its time.
    trace: 'on-first-retry',
    launchOptions: { args: CHROMIUM_ARGUMENTS, ...(executablePath === null ? {} : { executablePath }) },
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}`,
    reuseExistingServer: false,
  },
  projects: [
    {
      name: 'wasm',
      use: { backend: 'wasm' },
      testIgnore: NOT_ON_SIMD_UNITS,
      grepInvert: everyRepeat ? /@gpu/ : /@gpu|@repeat|@wasm-repeat/,
    },
    { name: 'measured', testDir: 'tests/e2e', testMatch: /measure-once\.setup\.ts$/ },
    // Behind those, because the GPU tests still run when these tests begin (scripts/test/parts.ts).
    {
      name: 'webgpu',
      use: { backend: 'webgpu', storageState: MEASURED },
      dependencies: ['measured'],
      testIgnore: ON_SIMD_UNITS_ALONE,
      ...(everyRepeat ? { grepInvert: /@simd/ } : { grep: ON_WEBGPU }),
    },
    {
      name: 'webgl',
      use: { backend: 'webgl', storageState: MEASURED },
      dependencies: ['measured'],
      testIgnore: ON_SIMD_UNITS_ALONE,
      grep: everyRepeat ? /@webgl/ : ON_WEBGL,
    },
  ],
});
