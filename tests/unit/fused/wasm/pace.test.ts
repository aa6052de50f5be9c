/** One thread or all of them, whichever has been faster of late. */
import { expect, test } from 'vitest';
import { createPace } from '#fused/wasm/pace.ts';

test('one thread has nothing to choose', () => {
  const pace = createPace();
  expect(pace.trial(1)).toBe(null);
  expect(pace.best(1)).toBe(1);
});

test('both choices are tried before the faster one is known', () => {
  const pace = createPace();
  expect(pace.trial(4)).toBe(4);
  pace.tell(4, 2);
  expect(pace.best(4)).toBe(4);
  expect(pace.trial(4)).toBe(1);
  pace.tell(1, 1);
  expect(pace.best(4)).toBe(1);
});

test('the slower choice is tried again, and taken when it has become faster', () => {
  const pace = createPace();
  pace.tell(4, 8);
  pace.tell(1, 1);
  const trials = Array.from({ length: 32 }, () => {
    const trial = pace.trial(4);
    if (trial !== null) pace.tell(trial, 0.5);
    return trial;
  });
  expect(trials.filter((trial) => trial === 4).length).toBeGreaterThan(2);
  expect(pace.best(4)).toBe(4);
});
