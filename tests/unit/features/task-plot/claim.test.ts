/** The page's claim is made where it holds, and the visitor's run is told where it stands. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catchUpOf, claimOf, firstStepOf } from '#features/task-plot/claim.ts';

const LATER = { last: 0.1, steps: 10 };
const MAML = { start: 1.2, first: 0.2, ...LATER };
const RIVAL = { start: 1.3, first: 1.5, ...LATER };

describe('the claim', () => {
  test('is made with its numbers where one step lowers the error far, and no rival’s as far', () => {
    expect(claimOf(MAML, RIVAL, 'true')).toEqual({ maml: MAML, rival: RIVAL });
    expect(claimOf(MAML, null, 'true')).toEqual({ maml: MAML, rival: null });
  });

  test.each([
    ['the step lowers too little', { start: 1.2, first: 0.7, ...LATER }, RIVAL, 'true'],
    ['the rival gets as far', MAML, { start: 1.3, first: 0.2, ...LATER }, 'true'],
    ['MAML is not shown', null, RIVAL, 'true'],
    ['points have left the curve', MAML, RIVAL, 'original'],
    ['the points are the visitor’s own', MAML, RIVAL, 'unknown'],
    ['they are held out', MAML, RIVAL, 'heldOut'],
  ] as const)('is not made where %s', (_, maml, rival, knowledge) => {
    expect(claimOf(maml, rival, knowledge)).toBeNull();
  });

  test('has no numbers of what has blown up or was never measured', () => {
    for (const queryLoss of [[], [1], [1, NaN], [1, Infinity]]) expect(firstStepOf(queryLoss)).toBeNull();
    expect(firstStepOf(undefined)).toBeNull();
    expect(firstStepOf([3, 2, 1])).toEqual({ start: 3, first: 2, last: 1, steps: 2 });
  });
});

test('a run is behind by how many times its error is the other’s, level, or ahead', () => {
  expect(catchUpOf(0.4, 0.2)).toEqual({ kind: 'behind', times: 2 });
  expect(catchUpOf(0.204, 0.2)).toEqual({ kind: 'level' });
  expect(catchUpOf(0.1, 0.2)).toEqual({ kind: 'ahead' });
  const error = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(error, error, (own, theirs) => {
      const [there, back] = [catchUpOf(own, theirs).kind, catchUpOf(theirs, own).kind];
      expect([there, back]).toEqual(
        { behind: ['behind', 'ahead'], ahead: ['ahead', 'behind'], level: ['level', 'level'] }[there],
      );
    }),
  );
});
