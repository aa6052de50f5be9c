/** A silence is long by what the listener has lived through, and only while something is owed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSilence } from '#engine/silence.ts';

const LONG_MILLISECONDS = 20_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listening() {
  const told: boolean[] = [];
  return { told, silence: createSilence((isLong) => told.push(isLong)) };
}

test('who answers in time, again and again, is never called silent', () => {
  const { told, silence } = listening();
  silence.asked();
  for (let word = 0; word < 10; word++) {
    vi.advanceTimersByTime(LONG_MILLISECONDS - 1000);
    silence.heard(true);
  }
  silence.heard(false);
  vi.advanceTimersByTime(10 * LONG_MILLISECONDS);
  expect(told).toEqual([]);
});

test('a long silence is told once, and so is its end', () => {
  const { told, silence } = listening();
  silence.asked();
  vi.advanceTimersByTime(3 * LONG_MILLISECONDS);
  expect(told).toEqual([true]);
  silence.heard(true);
  expect(told).toEqual([true, false]);
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(told).toEqual([true, false, true]);
});

test('asking more does not make an old silence younger', () => {
  const { told, silence } = listening();
  silence.asked();
  vi.advanceTimersByTime(LONG_MILLISECONDS / 2);
  silence.asked();
  vi.advanceTimersByTime(LONG_MILLISECONDS / 2);
  expect(told).toEqual([true]);
});

test('a machine that slept has not been kept waiting, whatever its clock says', () => {
  const { told, silence } = listening();
  silence.asked();
  vi.advanceTimersByTime(1000);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([]);
});

test('nobody is told after the end', () => {
  const { told, silence } = listening();
  silence.asked();
  silence.end();
  vi.advanceTimersByTime(3 * LONG_MILLISECONDS);
  expect(told).toEqual([]);
});
