/** Edits that are offered: a curve beyond training in one number only, and a point where it tells most. */
import { expect, test } from 'vitest';
import { NO_EDITS } from '#families/curve/edits.ts';
import { shownCurve } from '#families/curve/shown-curve.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { BEYOND, withinTraining } from '../../../../src/features/task-plot/beyond.ts';
import { widestGap } from '../../../../src/features/task-plot/suggestions.ts';
import { excessOf } from '../../../../src/features/task-plot/training-ranges.ts';

test('one curve beyond training after the other is beyond it in one number each', () => {
  let curve = { amplitude: 2, phase: 1, frequency: 1 };
  for (const { id, value } of [...BEYOND, ...BEYOND]) {
    curve = { ...withinTraining(curve, undefined), [id]: value };
    expect(excessOf(curve).map((excess) => excess.id)).toEqual([id]);
  }
  expect(excessOf(withinTraining(null, undefined))).toEqual([]);
});

test('what lies within training stays as it is', () => {
  const curve = { amplitude: 2, phase: 1, frequency: 3 };
  expect(withinTraining(curve, undefined)).toEqual({ ...curve, frequency: 1 });
});

test('the widest gap may be at an end', () => {
  const task = shownCurve({ ...DEFAULT_SETTINGS, shots: 1 }, 0, {
    ...NO_EDITS,
    removed: [0],
    added: [{ x: 4, y: 0 }],
  });
  expect(widestGap(task)).toBeCloseTo(-0.5, 5);
});
