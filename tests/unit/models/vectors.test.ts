import { expect, test } from 'vitest';
import { cosineBetween, difference, layerNorms, norm } from '#models/vectors.ts';

test('norms and differences are those of vectors', () => {
  expect(norm([3, 4])).toBe(5);
  expect(norm([])).toBe(0);
  expect(difference(Float32Array.of(3, 1), Float32Array.of(1, 4))).toEqual(Float32Array.of(2, -3));
});

test('the cosine is 1 along, 0 across, −1 against, and nothing for a vector of zeros', () => {
  const east = Float32Array.of(2, 0);
  expect(cosineBetween(east, Float32Array.of(5, 0))).toBe(1);
  expect(cosineBetween(east, Float32Array.of(0, 7))).toBe(0);
  expect(cosineBetween(east, Float32Array.of(-1, 0))).toBe(-1);
  expect(cosineBetween(east, new Float32Array(2))).toBeNull();
});

test('a layer’s norm is over its weights and biases', () => {
  const architecture = { layerSizes: [1, 2, 1], activation: 'relu' } as const;
  const vector = Float32Array.of(1, 2, 2, 4, 3, 4, 12);
  expect(layerNorms(architecture, vector)).toEqual([5, 13]);
});
