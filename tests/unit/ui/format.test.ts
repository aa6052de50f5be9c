/** Numbers as people read them. */
import { expect, test } from 'vitest';
import { formatBriefly, formatDuration, formatNumber } from '#ui/format.ts';

test.each([
  [12_345, '12,345', '12,345'],
  [7.31828, '7.32', '7.32'],
  [0.123456, '0.123', '0.123'],
  [0.0746, '0.0746', '0.075'],
  [0.00979, '0.00979', '0.0098'],
  [0.000979, '0.000979', '9.8e-4'],
  [0.00001, '1e-5', '1e-5'],
  [0, '0', '0'],
  [1e9, '1e+9', '1e+9'],
  [-0.05, '−0.0500', '−0.050'],
  [NaN, null, null],
  [Infinity, null, null],
])('%f is %s, and briefly %s', (value, usual, brief) => {
  expect(formatNumber(value)).toBe(usual);
  expect(formatBriefly(value)).toBe(brief);
});

test.each([
  [0, '0 s'],
  [41_600, '42 s'],
  [185_000, '3 min 05 s'],
  [59 * 60_000, '59 min 00 s'],
  [2 * 3_600_000 + 7 * 60_000, '2 h 07 min'],
])('%d ms are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
