/** What comes late comes once, and again where it could not come. */
import { expect, test, vi } from 'vitest';
import { onceLoaded } from '#core/once-loaded.ts';

test('what is asked for twice is loaded once, and the same', async () => {
  const load = vi.fn(async () => ({}));
  const loaded = onceLoaded(load);
  expect(load).not.toHaveBeenCalled();
  const [one, other] = await Promise.all([loaded(), loaded()]);
  expect(one).toBe(other);
  expect(await loaded()).toBe(one);
  expect(load).toHaveBeenCalledTimes(1);
});

test('what did not come is told to all who wait, and the next who asks tries again', async () => {
  const load = vi.fn(async () => 'here').mockRejectedValueOnce(new Error('Offline.'));
  const loaded = onceLoaded(load);
  const waiting = [loaded(), loaded()];
  for (const each of waiting) await expect(each).rejects.toThrow('Offline.');
  expect(load).toHaveBeenCalledTimes(1);
  expect(await loaded()).toBe('here');
});
