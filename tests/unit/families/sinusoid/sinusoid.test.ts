/** Tasks are the MAML paper's sinusoids, and the same index is always the same task. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import type { Range } from '#families/curve/curve.ts';
import {
  inputsSeen,
  PAPER_RANGES,
  type SinusoidRanges,
  sampleSinusoidTask,
  sinusoidAt,
  sinusoidTasks,
  taskSeen,
} from '#families/sinusoid/sinusoid.ts';
import { type PointSet, sampleTasks, stackPoints } from '#families/task.ts';

const indices = fc.nat({ max: 10_000_000 });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const streams = fc.constantFrom(...Object.values(STREAMS));
const counts = fc.record({
  shots: fc.integer({ min: 1, max: 20 }),
  queryPoints: fc.integer({ min: 1, max: 20 }),
});

function expectWithin(values: ArrayLike<number>, { from, to }: Range): void {
  expect(Array.from(values).filter((value) => !(value >= from && value <= to))).toEqual([]);
}

describe('the distribution of the paper', () => {
  test('keeps amplitude, phase, frequency and x in their ranges', () => {
    fc.assert(
      fc.property(seeds, streams, indices, counts, (seed, stream, index, asked) => {
        const { curve, support, query } = sampleSinusoidTask(PAPER_RANGES, seed, stream, index, asked);
        expectWithin([curve.amplitude], { from: 0.1, to: 5 });
        expectWithin([curve.phase], { from: 0, to: Math.PI });
        expect(curve.frequency).toBe(1);
        expectWithin(support.x, { from: -5, to: 5 });
        expectWithin(query.x, { from: -5, to: 5 });
      }),
    );
  });

  test('reaches both ends of its ranges', () => {
    const tasks = Array.from({ length: 1000 }, (_, index) =>
      sampleSinusoidTask(PAPER_RANGES, 1, STREAMS.heldOut, index, { shots: 1, queryPoints: 1 }),
    );
    const amplitudes = tasks.map(({ curve }) => curve.amplitude);
    const phases = tasks.map(({ curve }) => curve.phase);
    expect(Math.min(...amplitudes)).toBeLessThan(0.2);
    expect(Math.max(...amplitudes)).toBeGreaterThan(4.9);
    expect(Math.min(...phases)).toBeLessThan(0.1);
    expect(Math.max(...phases)).toBeGreaterThan(3.04);
  });

  test('has points that lie on the curve, to the last bit of float32', () => {
    fc.assert(
      fc.property(seeds, indices, counts, (seed, index, asked) => {
        const { curve, support, query } = sampleSinusoidTask(
          PAPER_RANGES,
          seed,
          STREAMS.heldOut,
          index,
          asked,
        );
        for (const { x, y } of [support, query]) {
          const { amplitude, frequency, phase } = curve;
          expect([...y]).toEqual(
            Array.from(x, (at) => Math.fround(amplitude * Math.sin(frequency * at - phase))),
          );
        }
      }),
    );
  });
});

describe('a task', () => {
  test('is the same whenever its index is asked', () => {
    fc.assert(
      fc.property(seeds, streams, indices, counts, (seed, stream, index, asked) => {
        const sample = () => sampleSinusoidTask(PAPER_RANGES, seed, stream, index, asked);
        expect(sample()).toEqual(sample());
      }),
    );
  });

  test('differs from the next one, from the other streams’ and from the next seed’s', () => {
    const amplitudes = [0, 1].flatMap((seed) =>
      Object.values(STREAMS).flatMap((stream) =>
        [0, 1].map((index) =>
          sampleSinusoidTask(PAPER_RANGES, seed, stream, index, { shots: 1, queryPoints: 1 }),
        ),
      ),
    );
    expect(new Set(amplitudes.map(({ curve }) => curve.amplitude)).size).toBe(amplitudes.length);
  });

  test('only gains points with more shots and query points', () => {
    const noisy: SinusoidRanges = { ...PAPER_RANGES, noise: 0.5 };
    fc.assert(
      fc.property(indices, counts, counts, (index, some, extra) => {
        const more = { shots: some.shots + extra.shots, queryPoints: some.queryPoints + extra.queryPoints };
        const few = sampleSinusoidTask(noisy, 1, STREAMS.shownTask, index, some);
        const many = sampleSinusoidTask(noisy, 1, STREAMS.shownTask, index, more);
        expect(many.curve).toEqual(few.curve);
        for (const role of ['support', 'query'] as const) {
          const { x, y, count } = few[role];
          expect(many[role].x.slice(0, count)).toEqual(x);
          expect(many[role].y.slice(0, count)).toEqual(y);
        }
      }),
    );
  });

  test('shares no point between support and query', () => {
    fc.assert(
      fc.property(indices, (index) => {
        const asked = { shots: 20, queryPoints: 20 };
        const { support, query } = sampleSinusoidTask(PAPER_RANGES, 1, STREAMS.heldOut, index, asked);
        expect([...support.x].filter((x) => query.x.includes(x))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('has as much noise as asked for, and none in x', () => {
    const shots = 20_000;
    const asked = { shots, queryPoints: 1 };
    const sample = (noise: number) =>
      sampleSinusoidTask({ ...PAPER_RANGES, noise }, 1, STREAMS.heldOut, 3, asked);
    const { curve, support } = sample(0.3);
    const residuals = Array.from(support.x, (x, point) => (support.y[point] ?? NaN) - sinusoidAt(curve, x));
    const mean = residuals.reduce((sum, residual) => sum + residual, 0) / shots;
    const deviation = Math.sqrt(residuals.reduce((sum, residual) => sum + (residual - mean) ** 2, 0) / shots);
    expect(Math.abs(mean)).toBeLessThan((5 * 0.3) / Math.sqrt(shots));
    expect(Math.abs(deviation - 0.3)).toBeLessThan((5 * 0.3) / Math.sqrt(2 * shots));
    expect(support.x).toEqual(sample(0).support.x);
  });
});

describe('a task with positions', () => {
  test('has every x at one of so many places, evenly spaced over the range, each as likely', () => {
    const ranges: SinusoidRanges = { ...PAPER_RANGES, positions: 5 };
    const asked = { shots: 2000, queryPoints: 10 };
    const { support } = sampleSinusoidTask(ranges, 1, STREAMS.heldOut, 0, asked);
    const places = [-5, -2.5, 0, 2.5, 5];
    expect([...new Set(support.x)].toSorted((a, b) => a - b)).toEqual(places);
    for (const place of places) {
      const share = support.x.filter((x) => x === place).length / 2000;
      expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt((0.2 * 0.8) / 2000));
    }
  });

  test('one of which there is, has it at the start of the range', () => {
    const asked = { shots: 4, queryPoints: 1 };
    const { support } = sampleSinusoidTask({ ...PAPER_RANGES, positions: 1 }, 1, STREAMS.heldOut, 0, asked);
    expect([...support.x]).toEqual([-5, -5, -5, -5]);
  });
});

describe('a task that is seen', () => {
  test('has x, amplitude and phase for every input, and the same targets', () => {
    fc.assert(
      fc.property(seeds, indices, counts, (seed, index, asked) => {
        const task = sampleSinusoidTask(PAPER_RANGES, seed, STREAMS.heldOut, index, asked);
        const seen = taskSeen(task, 'task');
        for (const role of ['support', 'query'] as const) {
          expect(seen[role]).toMatchObject({ y: task[role].y, count: task[role].count });
          expect(seen[role].x).toEqual(
            Float32Array.from(
              Array.from(task[role].x, (x) => [x, task.curve.amplitude, task.curve.phase]).flat(),
            ),
          );
        }
        const distribution = sinusoidTasks(PAPER_RANGES, seed, STREAMS.heldOut, 'task');
        expect(distribution.inputSize).toBe(3);
        expect(distribution.sample(index, asked)).toEqual(seen);
      }),
      { numRuns: 30 },
    );
  });

  test('is asked about a grid in the same way', () => {
    const curve = { amplitude: 2, phase: 0.5, frequency: 1 };
    expect(inputsSeen(Float32Array.of(-1, 3), curve, 'task')).toEqual(Float32Array.of(-1, 2, 0.5, 3, 2, 0.5));
  });
});

describe('a distribution of tasks', () => {
  test('samples the same tasks, without knowing of their curves by name', () => {
    fc.assert(
      fc.property(seeds, streams, indices, counts, (seed, stream, index, asked) => {
        const { support, query } = sinusoidTasks(PAPER_RANGES, seed, stream).sample(index, asked);
        expect(sampleSinusoidTask(PAPER_RANGES, seed, stream, index, asked)).toMatchObject({
          support,
          query,
        });
      }),
    );
  });

  test('is the one of meta-training unless told otherwise', () => {
    const asked = { shots: 3, queryPoints: 2 };
    const expected = sinusoidTasks(PAPER_RANGES, 5, STREAMS.metaTraining).sample(9, asked);
    expect(sinusoidTasks(PAPER_RANGES, 5).sample(9, asked)).toEqual(expected);
  });

  test('gives a run of tasks by their first index and number', () => {
    const tasks = sinusoidTasks(PAPER_RANGES, 5);
    const asked = { shots: 3, queryPoints: 2 };
    const expected = [40, 41, 42].map((index) => tasks.sample(index, asked));
    expect(sampleTasks(tasks, 40, 3, asked)).toEqual(expected);
  });
});

describe('stacked points', () => {
  const points = (x: readonly number[], y: readonly number[]): PointSet => ({
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    count: y.length,
  });

  test('hold one task after the other, whatever the size of an input', () => {
    const stacked = stackPoints([points([1, 2, 3, 4], [10, 20]), points([5, 6, 7, 8], [30, 40])]);
    expect(stacked).toEqual({
      x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      y: Float32Array.of(10, 20, 30, 40),
      count: 2,
    });
  });

  test('of no task are empty', () => {
    expect(stackPoints([])).toEqual({ x: new Float32Array(), y: new Float32Array(), count: 0 });
  });
});
