/** Where adaptations take long, curves follow a hand coarsely, are smooth all the same, and are drawn in full once nothing moves. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { PLOT_GRID } from '#families/curve/edits.ts';
import { sinusoid } from '#families/sinusoid/family.ts';
import {
  atEveryPlace,
  coarsestFor,
  createResolutionPace,
  everyPlace,
  STRIDES,
} from '#store/task/resolution.ts';
import { openPage, TRAJECTORY } from '../../../fakes/fake-client.ts';

/** Periods over the plot of a sine of frequency 1. */
const ONE_TURN = 10 / (2 * Math.PI);
const strides = fc.constantFrom(...STRIDES);

describe('a coarse curve', () => {
  test('has both ends, and at the places asked for what was found there', () => {
    fc.assert(
      fc.property(strides, fc.double({ min: -3, max: 3, noNaN: true }), (stride, slope) => {
        const places = everyPlace(stride);
        expect([places[0], places.at(-1)]).toEqual([PLOT_GRID[0], PLOT_GRID.at(-1)]);
        const values = places.map((x) => slope * x + Math.sin(x));
        const all = atEveryPlace(values, stride);
        expect(all).toHaveLength(PLOT_GRID.length);
        expect(all.filter((_, index) => index % stride === 0)).toEqual(values);
      }),
    );
  });

  test('of any sine that can be set is smooth to the eye', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 7, noNaN: true }),
        (frequency, phase) => {
          const stride = coarsestFor(sinusoid.curves.periods({ amplitude: 1, frequency, phase }));
          const sine = (x: number) => Math.sin(frequency * x + phase);
          const drawn = atEveryPlace(everyPlace(stride).map(sine), stride);
          const farthest = Math.max(
            ...drawn.map((value, index) => Math.abs(value - sine(PLOT_GRID[index] ?? 0))),
          );
          expect(farthest).toBeLessThan(0.025);
        },
      ),
    );
  });
});

describe('the pace', () => {
  test('goes coarser where adaptations are slow, and comes back where they are quick', () => {
    const pace = createResolutionPace();
    expect(pace.stride(ONE_TURN)).toBe(1);
    pace.took(1, 300);
    expect(pace.stride(ONE_TURN)).toBe(2);
    pace.took(2, 200);
    expect(pace.stride(ONE_TURN)).toBe(4);
    pace.took(4, 500);
    expect(pace.stride(ONE_TURN)).toBe(4);
    pace.took(4, 20);
    expect(pace.stride(ONE_TURN)).toBe(2);
    pace.took(2, 20);
    expect(pace.stride(ONE_TURN)).toBe(1);
  });

  test('stays where an adaptation is neither', () => {
    const pace = createResolutionPace();
    pace.took(1, 300);
    for (let count = 0; count < 20; count++) pace.took(2, count % 2 === 0 ? 60 : 110);
    expect(pace.stride(ONE_TURN)).toBe(2);
  });

  test('is no coarser than the curve allows', () => {
    const pace = createResolutionPace();
    for (let count = 0; count < 5; count++) pace.took(4, 1000);
    expect(pace.stride(ONE_TURN)).toBe(4);
    expect(pace.stride(3 * ONE_TURN)).toBe(2);
  });
});

describe('the plot', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A page whose adaptations take so long for each place of the grid. */
  async function pageAt(millisecondsAPlace: { now: number }, most = { now: Infinity }) {
    const opening = openPage({
      adapt: async ({ parameters, gridX }) => {
        await new Promise((resolve) => setTimeout(resolve, millisecondsAPlace.now * gridX.length));
        if (gridX.length > most.now) throw new PlaygroundError('engine-failed', 'No memory.');
        return parameters.map(() => ({ ...TRAJECTORY, predictions: [new Float32Array(gridX.length)] }));
      },
    });
    await vi.advanceTimersByTimeAsync(2000);
    const page = await opening;
    const places = () => page.client().asked.adapt.map(({ gridX }) => gridX.length);
    return { ...page, places };
  }

  test('is adapted in full where that is quick', async () => {
    const { state, places } = await pageAt({ now: 0.1 });
    for (let alpha = 1; alpha < 5; alpha++) {
      state().setNumber('alpha', alpha / 100);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(new Set(places())).toEqual(new Set([PLOT_GRID.length]));
  });

  test('is adapted coarsely under a hand where that is slow, and in full after it', async () => {
    const { state, places } = await pageAt({ now: 4 });
    const before = places().length;
    for (let alpha = 1; alpha <= 20; alpha++) {
      state().setNumber('alpha', alpha / 100);
      await vi.advanceTimersByTimeAsync(100);
    }
    const dragging = places().slice(before);
    expect(Math.max(...dragging)).toBeLessThan(PLOT_GRID.length);
    expect(Math.min(...dragging)).toBe(41);
    await vi.advanceTimersByTimeAsync(3000);
    expect(places().at(-1)).toBe(PLOT_GRID.length);
    const settled = places().length;
    await vi.advanceTimersByTimeAsync(3000);
    expect(places()).toHaveLength(settled);
    const { predictions } = state().trajectories.random ?? TRAJECTORY;
    expect(predictions[0]).toHaveLength(PLOT_GRID.length);
  });

  test('has values at every place, however coarsely it was asked for', async () => {
    const { state, places } = await pageAt({ now: 4 });
    state().setNumber('alpha', 0.2);
    await vi.advanceTimersByTimeAsync(400);
    expect(places().at(-1)).toBeLessThan(PLOT_GRID.length);
    expect(state().trajectories.random?.predictions[0]).toHaveLength(PLOT_GRID.length);
  });

  test('that cannot be had in full is not asked for again and again', async () => {
    const most = { now: Infinity };
    const { state, places } = await pageAt({ now: 4 }, most);
    most.now = PLOT_GRID.length - 1;
    state().setNumber('alpha', 0.2);
    await vi.advanceTimersByTimeAsync(3000);
    expect(state().notices).toMatchObject([{ message: 'No memory.' }]);
    const asked = places().length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(places()).toHaveLength(asked);
  });

  test('comes back to full curves at once when the machine has become quick', async () => {
    const cost = { now: 4 };
    const { state, places } = await pageAt(cost);
    state().setNumber('alpha', 0.2);
    await vi.advanceTimersByTimeAsync(2000);
    cost.now = 0.1;
    for (let alpha = 1; alpha <= 4; alpha++) {
      state().setNumber('alpha', alpha / 100);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(places().at(-1)).toBe(PLOT_GRID.length);
  });
});
