/** Runs beside each other: what is drawn, and what is said to differ. */
import { expect, test } from 'vitest';
import { courseRows, differences, isOnOneScale } from '../../../../src/features/runs/courses.ts';
import { DEFAULT_SETTINGS, openingSettings } from '#training/settings.ts';
import { changesTo, settingsAfter } from '#training/steering.ts';

const summaryOf = (mean: number | null) => ({ mean, confidence95: null, median: mean, divergedShare: 0 });
const point = (iteration: number, afterOne: number | null) => ({
  iteration,
  before: summaryOf(3),
  afterOne: summaryOf(afterOne),
  afterAll: summaryOf(0),
});

test('each run has its own positions, in one order, and a mean that is none leaves a gap', () => {
  const rows = courseRows([
    { id: 'a', heldOut: [point(0, 3), point(100, 2), point(400, null)] },
    { id: 'b', heldOut: [point(0, 4), point(50, 1)] },
  ]);
  expect(rows).toEqual([
    { iteration: 0, a: 3, b: 4 },
    { iteration: 50, b: 1 },
    { iteration: 100, a: 2 },
  ]);
});

test('runs differ by what they began with; what was taken up on the way is told apart from that', () => {
  const changes = changesTo(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, beta: 0.0005 }, 700);
  const steered = { settings: settingsAfter(DEFAULT_SETTINGS, changes), changes };
  const other = { settings: { ...DEFAULT_SETTINGS, metaBatch: 9, seed: 4 }, changes: [] };
  const plain = { settings: DEFAULT_SETTINGS, changes: [] };
  expect(differences([plain, steered])).toEqual([]);
  expect(differences([steered, other]).toSorted()).toEqual(['metaBatch', 'seed']);
  expect(differences([plain, steered, other])).toHaveLength(2);
});

test('curves and classes are not judged on one scale', () => {
  expect(isOnOneScale(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, shots: 9 })).toBe(true);
  expect(isOnOneScale(DEFAULT_SETTINGS, openingSettings('characters'))).toBe(false);
});
