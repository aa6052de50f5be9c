import { defineConfig } from 'vitest/config';

/** Apart from `npm test`, because it needs other browsers: see scripts/test-browsers.mjs. */
export default defineConfig({
  test: {
    name: 'browsers',
    environment: 'node',
    include: ['tests/browsers/**/*.test.ts'],
    testTimeout: 480_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 200 } },
    fileParallelism: false,
    // A browser that was never ours to mend may hang once: docs/browsers.md.
    retry: 1,
  },
});
