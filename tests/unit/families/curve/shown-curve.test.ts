/** The task on screen: a sampled one with the user's edits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FARTHEST_Y } from '#families/curve/curve.ts';
import { shownCurve, truthAt } from '#families/curve/shown-curve.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { sinusoidAt } from '#families/sinusoid/sinusoid.ts';
import {
  checkTaskEdits,
  isEdited,
  NO_EDITS,
  PLOT_GRID,
  type TaskEdits,
  valueOnGrid,
  withAddedPoint,
  withDrawnCurve,
  withEveryNthHeldOut,
  withHalfRange,
  withHeldOutPoint,
  withMovedPoint,
  withoutPoint,
} from '#families/curve/edits.ts';

const SHOTS = DEFAULT_SETTINGS.shots;
const task = (edits: TaskEdits, change = {}) => shownCurve({ ...DEFAULT_SETTINGS, ...change }, 3, edits);
const SAMPLED = task(NO_EDITS);
/** A straight line, which no sinusoid is. */
const LINE = Array.from(PLOT_GRID, (x) => x / 2);

function pointsOf({ support }: ReturnType<typeof task>) {
  return Array.from(support.x, (x, index) => [x, support.y[index]]);
}

test('the grid runs over the whole range of x, evenly', () => {
  expect([PLOT_GRID[0], PLOT_GRID[80], PLOT_GRID.at(-1)]).toEqual([-5, 0, 5]);
  expect(PLOT_GRID).toEqual(PLOT_GRID.toSorted());
});

test('a value between two places of the grid lies on the line between them; beyond it, at its ends', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (x) => {
      expect(valueOnGrid(LINE, x)).toBeCloseTo(x / 2, 5);
    }),
  );
  expect(valueOnGrid(LINE, -9)).toBe(-2.5);
  expect(valueOnGrid(LINE, 9)).toBe(2.5);
});

describe('a support point', () => {
  test('that is moved leaves the others where they are, and stays when more are sampled', () => {
    const edits = withMovedPoint(NO_EDITS, SHOTS, 1, { x: 2, y: -3 });
    expect(pointsOf(task(edits))).toEqual(pointsOf(SAMPLED).with(1, [2, -3]));
    const more = pointsOf(task(edits, { shots: 8 }));
    expect(more).toHaveLength(8);
    expect(more[1]).toEqual([2, -3]);
  });

  test('that is removed lets the next take its place in the list; what is moved then is the one shown there', () => {
    const edits = withMovedPoint(withoutPoint(NO_EDITS, SHOTS, 0), SHOTS, 0, { x: 1, y: 1 });
    expect(pointsOf(task(edits))).toEqual(pointsOf(SAMPLED).slice(1).with(0, [1, 1]));
  });

  test('that was added comes last, and can be moved and removed', () => {
    const added = withAddedPoint(NO_EDITS, SHOTS, { x: 0, y: 4 });
    expect(pointsOf(task(added))).toEqual([...pointsOf(SAMPLED), [0, 4]]);
    const moved = withMovedPoint(added, SHOTS, SHOTS, { x: -1, y: 2 });
    expect(pointsOf(task(moved)).at(-1)).toEqual([-1, 2]);
    expect(withoutPoint(moved, SHOTS, SHOTS)).toEqual(NO_EDITS);
  });

  test('stays within the range of x, and where squares of errors are finite', () => {
    const edits = withMovedPoint(NO_EDITS, SHOTS, 0, { x: 70, y: -1e9 });
    expect(pointsOf(task(edits))[0]).toEqual([5, -FARTHEST_Y]);
    expect(() => withMovedPoint(NO_EDITS, SHOTS, 0, { x: NaN, y: 0 })).toThrow('found (NaN, 0)');
  });

  test('cannot be the last to go, nor be edited where there is none, nor join a hundred', () => {
    expect(() => withoutPoint(NO_EDITS, 1, 0)).toThrow('at least one');
    expect(() => withoutPoint(NO_EDITS, SHOTS, SHOTS)).toThrow('found none at 5');
    expect(() => withAddedPoint(NO_EDITS, 100, { x: 0, y: 0 })).toThrow('at most 100');
  });

  test('remains when fewer are sampled than were removed', () => {
    expect(task(withoutPoint(NO_EDITS, 2, 0), { shots: 1 }).support.count).toBe(1);
  });
});

describe('a curve', () => {
  test('of the visitor’s choice keeps the sampled x, and its points lie on it', () => {
    const sinusoid = { amplitude: 8, phase: 4, frequency: 2 };
    const shown = task({ ...NO_EDITS, curve: { kind: 'chosen', curve: sinusoid } });
    expect(shown.curve).toEqual(sinusoid);
    expect(shown.support.x).toEqual(SAMPLED.support.x);
    for (const { x, y } of [shown.support, shown.query])
      expect(y).toEqual(x.map((at) => sinusoidAt(sinusoid, at)));
  });

  test('drawn by hand is no sinusoid; all points lie on it, with their noise', () => {
    const edits = withDrawnCurve(NO_EDITS, SAMPLED.truth, LINE);
    const shown = task(edits);
    expect(shown.curve).toBeNull();
    expect(truthAt(shown, 3)).toBeCloseTo(1.5);
    for (const { x, y } of [shown.support, shown.query])
      x.forEach((at, index) => expect(y[index]).toBeCloseTo(at / 2, 2));
    const [noisy, still] = [task(edits, { noise: 1 }), task(NO_EDITS, { noise: 1 })];
    noisy.query.y.forEach((y, index) => {
      const noise = (still.query.y[index] ?? 0) - (SAMPLED.query.y[index] ?? 0);
      expect(y - (shown.query.y[index] ?? 0)).toBeCloseTo(noise, 4);
    });
  });

  test('drawn by hand takes along the placed points where it has changed, and leaves them elsewhere', () => {
    const placed = withAddedPoint(withMovedPoint(NO_EDITS, SHOTS, 0, { x: -2, y: 4 }), SHOTS, {
      x: 2,
      y: 4,
    });
    const right = Array.from(PLOT_GRID, (x, index) => (x > 0 ? 1 : (SAMPLED.truth[index] ?? 0)));
    const drawn = withDrawnCurve(placed, SAMPLED.truth, right);
    expect(drawn.moved).toEqual([{ index: 0, x: -2, y: 4 }]);
    expect(drawn.added).toEqual([{ x: 2, y: 1 }]);
  });
});

describe('the curve behind the points', () => {
  const onCurve = (x: number) => ({ x, y: truthAt(SAMPLED, x) });

  test('is the true one as long as every point lies on it, wherever it comes from', () => {
    expect(SAMPLED.knowledge).toBe('true');
    expect(task(withAddedPoint(NO_EDITS, SHOTS, onCurve(1))).knowledge).toBe('true');
    expect(task(withoutPoint(NO_EDITS, SHOTS, 0)).knowledge).toBe('true');
    expect(task({ ...NO_EDITS, half: 'left' }, { noise: 1 }).knowledge).toBe('true');
  });

  test('is the original one once a point lies elsewhere', () => {
    const { y } = onCurve(1);
    const moved = task(withMovedPoint(NO_EDITS, SHOTS, 0, { x: 1, y: y + 1 }));
    expect(moved.knowledge).toBe('original');
    expect(moved.truth).toEqual(SAMPLED.truth);
    expect(moved.query).toEqual(SAMPLED.query);
    expect(task(withAddedPoint(NO_EDITS, SHOTS, { x: 1, y: y + 1 })).knowledge).toBe('original');
  });

  test('of points that all come from elsewhere is unknown: none of them is judged on the sampled one', () => {
    const removed = Array.from({ length: SHOTS }, (_, index) => index);
    const added = [
      { x: 3, y: 9 },
      { x: -1, y: 1 },
      { x: 1, y: 5 },
    ];
    const own = task({ ...NO_EDITS, removed, added });
    expect(own).toMatchObject({ knowledge: 'unknown', curve: null });
    expect(own.query).toEqual(own.support);
    for (const { x, y } of added) expect(truthAt(own, x)).toBeCloseTo(y, 5);
    expect([truthAt(own, -4), truthAt(own, 0), truthAt(own, 5)]).toEqual([1, 3, 9]);
    // A curve that the visitor draws is one.
    expect(task(withDrawnCurve({ ...NO_EDITS, removed, added }, own.truth, LINE)).knowledge).not.toBe(
      'unknown',
    );
  });
});

test('half of the range holds all sampled support points; query points stay everywhere', () => {
  const placed = withAddedPoint(withMovedPoint(NO_EDITS, SHOTS, 0, { x: -2, y: 1 }), SHOTS, { x: 2, y: 1 });
  for (const [half, sign] of [
    ['left', -1],
    ['right', 1],
  ] as const) {
    const shown = task(withHalfRange(placed, half));
    expect(Array.from(shown.support.x).every((x) => x * sign >= 0)).toBe(true);
    expect(shown.query).toEqual(SAMPLED.query);
  }
  expect(withHalfRange(placed, 'left')).toMatchObject({ moved: [{ x: -2 }], added: [] });
  expect(task(withHalfRange(withHalfRange(NO_EDITS, 'left'), 'none'))).toEqual(SAMPLED);
});

test('own points that are held out are query points: no step sees them, and no curve is claimed', () => {
  const xs = [-4, -2, 0, 1, 3];
  const own: TaskEdits = {
    ...NO_EDITS,
    removed: Array.from({ length: SHOTS }, (_, index) => index),
    added: xs.map((x) => ({ x, y: 7 - x })),
  };
  expect(task(own)).toMatchObject({ knowledge: 'unknown', query: { count: xs.length } });
  const every = withEveryNthHeldOut(own, 2);
  const shown = task(every);
  expect(Array.from(shown.query.x)).toEqual([-2, 1]);
  expect(Array.from(shown.query.y)).toEqual([9, 6]);
  expect(Array.from(shown.support.x)).toEqual([-4, 0, 3]);
  expect(shown).toMatchObject({ knowledge: 'heldOut', curve: null });
  // A chosen one joins them; the last support point stays; none held out is as it was.
  const one = withHeldOutPoint(every, SHOTS, 1);
  expect(task(one).query.count).toBe(3);
  expect(() => withHeldOutPoint(withHeldOutPoint(one, SHOTS, 0), SHOTS, 0)).toThrow(/at least one support/);
  expect(task(withEveryNthHeldOut(one, null))).toMatchObject({ knowledge: 'unknown', support: { count: 5 } });
  // Where the curve is known, they are query points of it besides its own.
  const mixed = task({ ...NO_EDITS, heldOut: [{ x: 1, y: 0 }] });
  expect(mixed.query.count).toBe(SAMPLED.query.count + 1);
  checkTaskEdits(every, DEFAULT_SETTINGS);
});

describe('edits', () => {
  test('are none, or some', () => {
    expect(isEdited(NO_EDITS)).toBe(false);
    const some = [withoutPoint(NO_EDITS, SHOTS, 0), withHalfRange(NO_EDITS, 'left')];
    for (const edits of some) expect(isEdited(edits)).toBe(true);
  });

  test('survive being written as text', () => {
    const edits = withDrawnCurve(withMovedPoint(NO_EDITS, SHOTS, 2, { x: 1, y: 2 }), SAMPLED.truth, LINE);
    const read: TaskEdits = JSON.parse(JSON.stringify(edits));
    checkTaskEdits(read, DEFAULT_SETTINGS);
    expect(task(read)).toEqual(task(edits));
  });

  const wrong: { what: string; edits: Partial<TaskEdits>; found: string }[] = [
    { what: 'a drawn curve of another length', edits: { curve: { kind: 'drawn', values: [1] } }, found: '1' },
    {
      what: 'a drawn curve that is not finite',
      edits: { curve: { kind: 'drawn', values: LINE.with(3, NaN) } },
      found: 'null',
    },
    {
      what: 'an amplitude beyond the plot',
      edits: { curve: { kind: 'chosen', curve: { amplitude: 1e6, phase: 0, frequency: 1 } } },
      found: '1000000',
    },
    { what: 'a point outside', edits: { added: [{ x: 6, y: 0 }] }, found: '{"x":6,"y":0}' },
    { what: 'an index that is none', edits: { removed: [-1] }, found: '-1' },
  ];

  test.each(wrong)('with $what are refused, saying what was found', ({ edits, found }) => {
    expect(() => checkTaskEdits({ ...NO_EDITS, ...edits }, DEFAULT_SETTINGS)).toThrow(`found ${found}.`);
  });
});
