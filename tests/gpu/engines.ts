/** Every engine that runs on the backend under test, for tests that hold for all of them. */
import { inject } from 'vitest';
import type { MetaEngine } from '#training/meta-engine.ts';
import { engineUnderTest } from './engine.ts';
import { fusedEngineUnderTest, type TileFor } from './fused-engine.ts';

export interface EngineCase {
  readonly name: string;
  /** To be called in a test. */
  readonly engineOf: () => MetaEngine;
}

/** Without `tileFor` the fused engine is tuned as on the page. */
export function enginesUnderTest(tileFor?: TileFor): readonly EngineCase[] {
  const tensorEngine = engineUnderTest();
  const fused = fusedEngineUnderTest(tileFor);
  return [
    { name: 'tensor engine', engineOf: () => tensorEngine },
    ...(inject('backend') === 'webgpu' ? [{ name: 'fused engine', engineOf: () => fused().engine }] : []),
  ];
}
