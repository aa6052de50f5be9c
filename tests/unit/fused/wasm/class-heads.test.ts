/** The SIMD engine solves for heads of classes as plain arithmetic in float64 does. */
import { expect, test } from 'vitest';
import { shareOfBounds, testClassHeads } from '../../../class-heads.ts';
import { simdEngine } from '../../../simd-engine.ts';

const engine = simdEngine();

test('of support points some cost slack, some bound nothing, and the reference leaves no slope', () => {
  const { own, others, free, residual } = shareOfBounds();
  expect(own).toBeGreaterThan(3);
  expect(others).toBeGreaterThan(3);
  expect(free).toBeGreaterThan(20);
  expect(residual).toBeLessThan(1e-12);
});

testClassHeads(1e-6, () => engine);
