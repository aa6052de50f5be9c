import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { simdKernelsForPages } from './scripts/build/simd-kernels.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from './src/cli/host/chromium.ts';

const executablePath = findChromium();

/** What is the same TypeScript on every backend, and is proven on WebGPU; see tests/gpu/twins.ts. */
const TWINS = [
  'meta/implicit-gradient',
  'meta/outer-loop',
  'meta/training',
  'meta/weights',
  'worker/explosion',
  'worker/loss-map',
  'worker/meta-step',
].map((name) => `tests/gpu/${name}.test.ts`);
// The fused engine is written in WGSL.
const NOT_ON_WEBGL = ['**/*.webgpu.test.ts', ...(process.env['VITE_EVERY_REPEAT'] === '1' ? [] : TWINS)];

function gpuInstance(backend: 'webgpu' | 'webgl', exclude: string[] = []) {
  return { browser: 'chromium' as const, name: backend, provide: { backend }, exclude };
}

export default defineConfig({
  test: {
    // TensorFlow.js advises every Node to install its native backend, which is no use here.
    onConsoleLog: (text) => !text.includes('running TensorFlow.js in Node.js'),
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          // A hundred files: to load every module for each of them would take as long as all the tests.
          isolate: false,
          // A busy machine fails nobody's change.
          testTimeout: 30_000,
        },
      },
      {
        // Some tests start processes, and all of them share an emulated GPU: two files at once would take twice as long each.
        test: {
          name: 'cli',
          environment: 'node',
          include: ['tests/cli/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        plugins: [simdKernelsForPages()],
        optimizeDeps: {
          include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'fast-check', 'valibot'],
        },
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
          // One page for all files, so that what TensorFlow.js has compiled for one serves the others.
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: CHROMIUM_ARGUMENTS,
                ...(executablePath === null ? {} : { executablePath }),
              },
            }),
            instances: [gpuInstance('webgpu'), gpuInstance('webgl', NOT_ON_WEBGL)],
          },
        },
      },
    ],
  },
});
