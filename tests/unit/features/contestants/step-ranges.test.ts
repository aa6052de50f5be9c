import { expect, test } from 'vitest';
import { rangesOf } from '../../../../src/features/contestants/step-ranges.ts';

test.each([
  [[], ''],
  [[3], '3'],
  [[3, 4, 5], '3–5'],
  [[0, 2, 3, 7, 9, 10], '0, 2–3, 7, 9–10'],
])('the steps %j are %s', (steps, text) => {
  expect(rangesOf(steps)).toBe(text);
});
