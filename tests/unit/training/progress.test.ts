/** Chains of a run are reported as one. */
import { expect, test } from 'vitest';
import { joinProgress } from '#training/progress.ts';

test('chains that follow one another keep their losses in order', () => {
  const chain = (firstIteration: number, ...losses: number[]) => ({
    firstIteration,
    lossBefore: Float32Array.from(losses, (loss) => -loss),
    lossAfter: Float32Array.from(losses),
  });
  expect(joinProgress([chain(4, 1, 2), chain(6), chain(6, 3)])).toEqual(chain(4, 1, 2, 3));
  expect(joinProgress([])).toEqual(chain(0));
});
