import { defineConfig } from 'vitest/config';

/** Apart from `npm test`, because it needs Python: see scripts/test-interop.mjs. */
export default defineConfig({
  test: {
    name: 'interop',
    environment: 'node',
    include: ['tests/interop/**/*.test.ts'],
    testTimeout: 180_000,
    fileParallelism: false,
  },
});
