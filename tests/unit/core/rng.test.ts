/** Random numbers are those of Random123, and a pure function of seed, stream and counter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSource, STREAMS, threefry2x32 } from '#core/rng.ts';

const SAMPLES = 20_000;

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [moments(a), moments(b)];
  const products = a.map((value, index) => (value - ma.mean) * ((b[index] ?? NaN) - mb.mean));
  return moments(products).mean / Math.sqrt(ma.variance * mb.variance);
}

function draw(count: number, pick: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => pick(index));
}

describe('Threefry-2x32 with 20 rounds', () => {
  // Random123, kat_vectors: "threefry2x32 20".
  test.each([
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    {
      key: [0xffffffff, 0xffffffff],
      counter: [0xffffffff, 0xffffffff],
      words: [0x1cb996fc, 0xbb002be7],
    },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ] as const)('has the known answer of key $key and counter $counter', ({ key, counter, words }) => {
    expect(threefry2x32(key, counter)).toEqual(words);
  });
});

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const counters = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const streams = fc.constantFrom(...Object.values(STREAMS));

describe('uniform numbers', () => {
  test('lie in [0, 1) and are multiples of 2^-24', () => {
    fc.assert(
      fc.property(seeds, streams, counters, counters, (seed, stream, major, minor) => {
        const value = randomSource(seed, stream).uniform(major, minor);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
        expect(Number.isInteger(value * 2 ** 24)).toBe(true);
      }),
    );
  });

  test('have mean 1/2 and variance 1/12, along either counter', () => {
    const random = randomSource(1, STREAMS.heldOut);
    const lines = [(index: number) => random.uniform(index, 0), (index: number) => random.uniform(0, index)];
    for (const line of lines) {
      const { mean, variance } = moments(draw(SAMPLES, line));
      // Five standard errors.
      expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / SAMPLES));
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / SAMPLES));
    }
  });
});

describe('normal numbers', () => {
  test('have mean 0, variance 1 and the tails of a normal distribution', () => {
    const random = randomSource(1, STREAMS.heldOut);
    const values = draw(SAMPLES, (index) => random.normal(index, 0));
    const { mean, variance } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(SAMPLES));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / SAMPLES));
    const outside = values.filter((value) => Math.abs(value) > 1.96).length / SAMPLES;
    expect(Math.abs(outside - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / SAMPLES));
  });

  test('are finite for every counter', () => {
    fc.assert(
      fc.property(seeds, streams, counters, counters, (seed, stream, major, minor) => {
        expect(Number.isFinite(randomSource(seed, stream).normal(major, minor))).toBe(true);
      }),
    );
  });
});

describe('sources', () => {
  const numbersOf = (seed: number, stream: (typeof STREAMS)[keyof typeof STREAMS]) => {
    const random = randomSource(seed, stream);
    return draw(SAMPLES, (index) => random.uniform(index, 0));
  };
  const negligible = 5 / Math.sqrt(SAMPLES);

  test('of different streams are independent', () => {
    const all = Object.values(STREAMS).map((stream) => numbersOf(7, stream));
    all.forEach((first, at) => {
      for (const second of all.slice(at + 1))
        expect(Math.abs(correlation(first, second))).toBeLessThan(negligible);
    });
  });

  test('of neighbouring seeds are independent', () => {
    const [first, second] = [numbersOf(7, STREAMS.heldOut), numbersOf(8, STREAMS.heldOut)];
    expect(Math.abs(correlation(first, second))).toBeLessThan(negligible);
  });

  test('have independent neighbours', () => {
    const values = numbersOf(7, STREAMS.heldOut);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(negligible);
  });

  test('give the same numbers whatever the order of asking', () => {
    fc.assert(
      fc.property(seeds, streams, fc.array(fc.tuple(counters, counters)), (seed, stream, asked) => {
        const ask = (order: readonly [number, number][]) => {
          const random = randomSource(seed, stream);
          return order.map(([major, minor]) => [random.uniform(major, minor), random.normal(major, minor)]);
        };
        expect(ask(asked.toReversed()).toReversed()).toEqual(ask(asked));
      }),
    );
  });
});
