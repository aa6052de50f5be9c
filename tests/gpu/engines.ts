/** Every engine that runs on the backend under test, for tests that hold for all of them. */
import { inject } from 'vitest';
import type { MetaEngine } from '#core/meta-engine.ts';
import { engineUnderTest } from './engine.ts';
import { fusedEngineUnderTest } from './fused-engine.ts';

export interface EngineCase {
  readonly name: string;
  /** To be called in a test. */
  readonly engineOf: () => MetaEngine;
}

export function enginesUnderTest(): readonly EngineCase[] {
  const tensorEngine = engineUnderTest();
  const fused = fusedEngineUnderTest();
  return [
    { name: 'tensor engine', engineOf: () => tensorEngine },
    ...(inject('backend') === 'webgpu' ? [{ name: 'fused engine', engineOf: () => fused().engine }] : []),
  ];
}
