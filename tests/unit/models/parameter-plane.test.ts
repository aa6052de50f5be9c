/** Planes in parameter space, and the principal directions that span them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#models/initialisation.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { parameterLayout } from '#models/architecture.ts';
import {
  dot,
  norm,
  parametersAt,
  perpendicularUnit,
  projectOnto,
  randomDirection,
} from '#models/parameter-plane.ts';
import { principalDirections } from '#models/principal-directions.ts';
import { randomSource, STREAMS } from '#core/rng.ts';

const PLANE = {
  origin: Float32Array.of(1, 2, 3, 4),
  across: Float32Array.of(0, 1, 0, 0),
  up: Float32Array.of(0, 0, Math.fround(0.6), Math.fround(-0.8)),
};

describe('a plane', () => {
  test('has its origin at (0, 0), and finds its own points again', () => {
    expect(parametersAt(PLANE, 0, 0)).toEqual(PLANE.origin);
    const number = fc.double({ min: -9, max: 9, noNaN: true });
    fc.assert(
      fc.property(number, number, (x, y) => {
        const found = projectOnto(PLANE, parametersAt(PLANE, x, y));
        expect(found.x).toBeCloseTo(x, 5);
        expect(found.y).toBeCloseTo(y, 5);
        expect(found.distance).toBeCloseTo(Math.hypot(x, y), 5);
        expect(found.outside).toBeCloseTo(0, 5);
      }),
    );
  });

  test('tells how far off others lie', () => {
    // From the origin: 3 across, 5 along (0, 0, 0.8, 0.6), which is perpendicular, and 2 along the fourth axis of all.
    const found = projectOnto(PLANE, Float32Array.of(3, 5, 3 + 4, 4 + 3));
    expect(found.x).toBeCloseTo(3, 6);
    expect(found.y).toBeCloseTo(0, 5);
    expect(found.outside).toBeCloseTo(Math.hypot(2, 5), 5);
    expect(found.distance).toBeCloseTo(Math.hypot(3, 2, 5), 5);
  });
});

describe('the perpendicular part of a vector', () => {
  test('is of length 1 and at right angles to the others', () => {
    const first = perpendicularUnit(Float32Array.of(3, 4, 0), []);
    expect(first).toEqual(Float32Array.of(0.6, 0.8, 0));
    const second = perpendicularUnit(Float32Array.of(1, 1, 1), first === null ? [] : [first]);
    expect(norm(second ?? [])).toBeCloseTo(1, 6);
    expect(dot(second ?? [], first ?? [])).toBeCloseTo(0, 6);
  });

  test('is nothing where there is no other direction', () => {
    const along = Float32Array.of(0.6, 0.8, 0);
    expect(perpendicularUnit(Float32Array.of(-6, -8, 0), [along])).toBeNull();
    expect(perpendicularUnit(new Float32Array(3), [])).toBeNull();
  });
});

describe('a random direction', () => {
  const network = initialiseNetwork(PAPER_ARCHITECTURE, 'glorot', 3);
  network.parameters.fill(0.25, 40, 60);

  test('has in each unit’s weights, and in each bias, the length that they have in the network', () => {
    const direction = randomDirection(network, 1, 0);
    for (const { role, shape, offset, size } of parameterLayout(PAPER_ARCHITECTURE)) {
      const width = role === 'weight' ? (shape[1] ?? 1) : size;
      for (let start = offset; start < offset + size; start += width) {
        const [found, expected] = [direction, network.parameters].map((vector) =>
          norm(vector.subarray(start, start + width)),
        );
        expect(found).toBeCloseTo(expected ?? Number.NaN, 5);
      }
    }
  });

  test('is the same for the same seed and number only', () => {
    const direction = randomDirection(network, 1, 0);
    expect(randomDirection(network, 1, 0)).toEqual(direction);
    for (const other of [randomDirection(network, 1, 1), randomDirection(network, 2, 0)]) {
      const cosine = dot(other, direction) / (norm(other) * norm(direction));
      expect(Math.abs(cosine)).toBeLessThan(0.3);
    }
  });
});

describe('principal directions', () => {
  test('of points on two lines are the lines, the longer one first', () => {
    const vectors = [1, -2, 3].flatMap((size) => [
      Float32Array.of(0, 2 * size, 0, 0, 0),
      Float32Array.of(0, 0, 0, 0.6 * size, 0.8 * size),
    ]);
    const { directions, shares } = principalDirections(vectors);
    expect(shares.map((share) => Number(share.toFixed(6)))).toEqual([0.8, 0.2]);
    const [first = [], second = []] = directions;
    expect(Math.abs(first[1] ?? 0)).toBeCloseTo(1, 6);
    expect(Math.abs(dot(second, [0, 0, 0, 0.6, 0.8]))).toBeCloseTo(1, 6);
  });

  test('are as many as there are dimensions', () => {
    expect(principalDirections([]).directions).toEqual([]);
    expect(principalDirections([new Float32Array(3)]).directions).toEqual([]);
    const line = [1, 2, 3].map((size) => Float32Array.of(size, -size, 0));
    const { directions, shares } = principalDirections(line);
    expect(directions).toHaveLength(1);
    expect(shares[0]).toBeCloseTo(1, 9);
  });

  test('lose less of random points than any two other directions', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomSource(seed, STREAMS.shownTask);
        const drawn = (index: number) =>
          Float32Array.from({ length: 9 }, (_, at) => random.normal(index, at));
        // Longer along the first axes, as steps of an adaptation are.
        const vectors = Array.from({ length: 12 }, (_, index) =>
          drawn(index).map((value, at) => value / (1 + at)),
        );
        const { directions, shares } = principalDirections(vectors);
        const [first = new Float32Array(), second = new Float32Array()] = directions;
        expect(norm(first)).toBeCloseTo(1, 5);
        expect(dot(first, second)).toBeCloseTo(0, 5);
        const total = vectors.reduce((sum, vector) => sum + dot(vector, vector), 0);
        const caught = (along: readonly Float32Array[]) =>
          vectors.reduce(
            (sum, vector) => sum + along.reduce((part, axis) => part + dot(vector, axis) ** 2, 0),
            0,
          ) / total;
        expect(caught(directions)).toBeCloseTo((shares[0] ?? 0) + (shares[1] ?? 0), 5);
        const across = perpendicularUnit(drawn(100), []) ?? first;
        const up = perpendicularUnit(drawn(101), [across]) ?? second;
        expect(caught(directions)).toBeGreaterThan(caught([across, up]));
        // No turn of either direction catches more.
        for (const other of [across, up]) {
          const turned = perpendicularUnit(
            first.map((value, at) => value + 0.05 * (other[at] ?? 0)),
            [second],
          );
          expect(caught([turned ?? first, second])).toBeLessThanOrEqual(caught(directions) + 1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });
});
