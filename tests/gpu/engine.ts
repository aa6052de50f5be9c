/** The tensor engine on the backend under test, ready before the first test of a file. */
import { afterEach, beforeAll, expect, inject } from 'vitest';
import type { MetaEngine } from '#training/meta-engine.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';

export function engineUnderTest(): MetaEngine {
  const engine = createTensorEngine();
  beforeAll(async () => {
    const report = await openBackend(inject('backend'));
    expect(report.backend).toBe(inject('backend'));
  });
  afterEach(() => engine.dispose());
  return engine;
}
