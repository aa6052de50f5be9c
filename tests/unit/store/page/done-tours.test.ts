/** The tours that the visitor has gone through, and the one to offer next. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { doneTours, rememberTour, tourAfter } from '#store/page/done-tours.ts';
import { TOUR_IDS } from '#store/page/tour-outline.ts';

const [FIRST, SECOND, THIRD] = TOUR_IDS;
if (FIRST === undefined || SECOND === undefined || THIRD === undefined) throw new Error('Expected tours.');

describe('a browser that keeps things', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    return () => vi.unstubAllGlobals();
  });

  test('knows which tours were gone through, each once', () => {
    expect(doneTours()).toEqual(new Set());
    rememberTour(SECOND);
    rememberTour(FIRST);
    rememberTour(SECOND);
    expect([...doneTours()]).toEqual([FIRST, SECOND]);
  });

  test('takes nothing else for a tour, such as one of another build', () => {
    localStorage.setItem('maml-playground.tours', `of-another-build ${FIRST} `);
    expect([...doneTours()]).toEqual([FIRST]);
  });
});

test('a browser that keeps nothing has gone through none', () => {
  rememberTour(FIRST);
  expect(doneTours()).toEqual(new Set());
});

test('the next tour is the first one behind that is not done, else the first before it, else none', () => {
  expect(tourAfter(FIRST, new Set([FIRST]))).toBe(SECOND);
  expect(tourAfter(FIRST, new Set([FIRST, SECOND]))).toBe(THIRD);
  const allBut = new Set(TOUR_IDS.filter((id) => id !== SECOND));
  expect(tourAfter(THIRD, allBut)).toBe(SECOND);
  expect(tourAfter(THIRD, new Set(TOUR_IDS))).toBeNull();
});
