/** What stands before any engine runs is what the engine then shows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Opening } from '#features/task-plot/opening.ts';
import { openingCurves } from '#features/task-plot/opening.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { FIRST_HIDDEN } from '#store/contestants/contestants.ts';
import { pictureOf } from '../../../../scripts/build/first-picture.ts';
import { recordedOpening } from '../../../../scripts/build/recorded-opening.ts';

const FILE = 'src/features/task-plot/opening.json';
const opening: Opening = JSON.parse(readFileSync(FILE, 'utf8'));

test('the recording is of the weights that ship', async () => {
  const { curves, ...task } = await recordedOpening();
  expect({ truth: opening.truth, support: opening.support, query: opening.query }).toEqual(task);
  expect(opening.curves.map(({ id }) => id)).toEqual(['random', 'pretrained', 'maml']);
  for (const [index, { errors, states }] of curves.entries()) {
    const found = opening.curves[index];
    expect(found?.states.length).toBe(2);
    errors.forEach((error, step) => expect(found?.errors[step]).toBeCloseTo(error, 5));
    // Hundredths, the last of which another machine may round otherwise.
    states
      .flat()
      .forEach((y, at) => expect(Math.abs((found?.states.flat()[at] ?? NaN) - y)).toBeLessThan(0.015));
  }
});

test('it is drawn in the frame that the live plot has', () => {
  const picture = pictureOf({
    truth: [6.25, 0, -6.25],
    support: [[0, 0]],
    query: [[5, 6.25]],
    curves: [
      {
        id: 'maml',
        errors: [],
        states: [
          [0, 0, 0],
          [6.25, 0, -6.25],
        ],
      },
    ],
  });
  expect(picture).toContain('<path class="first-truth" d="M0 0L1000 500"/>');
  expect(picture).toContain('<path class="first-support" d="M500 250h0"/>');
  expect(picture).toContain('<path class="first-query" d="M1000 0h0"/>');
  expect(picture).toContain('class="first-curve maml"');
});

test('a page without a recording, or of another state, shows none', () => {
  const state = {
    settings: DEFAULT_SETTINGS,
    taskIndex: 0,
    taskEdits: NO_EDITS,
    hidden: FIRST_HIDDEN,
    trajectories: {},
    step: 1,
    greetingDue: true,
  };
  expect(openingCurves(state)).toEqual([]);
  expect(openingCurves({ ...state, taskIndex: 1 })).toEqual([]);
});
