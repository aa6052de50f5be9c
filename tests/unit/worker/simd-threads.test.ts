/** How many threads the SIMD engine has in a page, and why only one. */
import { afterEach, expect, test, vi } from 'vitest';
import { threadsHere } from '#worker/simd-threads.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function onPage(crossOriginIsolated: boolean, isSecureContext: boolean, hardwareConcurrency: number) {
  vi.stubGlobal('crossOriginIsolated', crossOriginIsolated);
  vi.stubGlobal('isSecureContext', isSecureContext);
  vi.stubGlobal('navigator', { hardwareConcurrency });
  return threadsHere();
}

test.each([
  [2, 2],
  [3, 2],
  [4, 3],
  [9, 8],
  [64, 8],
])(
  'of %i cores, an isolated page takes %i and leaves one to itself where there are more than two',
  (cores, count) => {
    expect(onPage(true, true, cores)).toEqual({ count, whyOne: null });
  },
);

test('one thread has a reason', () => {
  expect(onPage(false, true, 8)).toEqual({ count: 1, whyOne: 'notIsolated' });
  expect(onPage(false, false, 8)).toEqual({ count: 1, whyOne: 'insecure' });
  expect(onPage(true, true, 1)).toEqual({ count: 1, whyOne: 'oneCore' });
});

test('an isolated page whose browser has no shared memory has one thread', () => {
  const { SharedArrayBuffer: shared } = globalThis;
  Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
  expect(onPage(true, true, 4)).toEqual({ count: 1, whyOne: 'notShared' });
  globalThis.SharedArrayBuffer = shared;
});
