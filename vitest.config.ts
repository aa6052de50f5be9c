import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGUMENTS, findChromium } from './scripts/chromium.ts';

const executablePath = findChromium();

function gpuInstance(backend: 'webgpu' | 'webgl', exclude: string[] = []) {
  return { browser: 'chromium' as const, name: backend, provide: { backend }, exclude };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', environment: 'node', include: ['tests/unit/**/*.test.ts'] },
      },
      {
        // The command line as a process of its own; on two cores, two of them would take twice as long each.
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
        optimizeDeps: {
          include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', 'fast-check', 'valibot'],
        },
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
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
            // The fused engine is written in WGSL.
            instances: [gpuInstance('webgpu'), gpuInstance('webgl', ['**/*.webgpu.test.ts'])],
          },
        },
      },
    ],
  },
});
