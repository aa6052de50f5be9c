/** Keys between asking for the palette and its coming are what it begins with. */
import { expect, test } from 'vitest';
import { typedAhead } from '../../../src/app/typed-ahead.ts';

test('keeps characters in their order, without what Backspace took, and gives them once', () => {
  for (const key of ['e', 'x', 'q', 'Backspace', 'Shift', 'ArrowDown', 'p']) typedAhead.press(key);
  expect(typedAhead.take()).toBe('exp');
  expect(typedAhead.take()).toBe('');
});
