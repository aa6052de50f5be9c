/** What is read of outputs about the queries of a task of pictures. */
import { expect, test } from 'vitest';
import { answersOf, rightAnswers } from '../../../src/features/picture-answers.ts';
import { letterOf } from '#features/class-letter.ts';

const TASK = {
  ways: 2,
  perClass: { shots: 1, queryPoints: 2 },
  query: { x: new Float32Array(4), y: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), count: 4 },
} as const;

test('probabilities are a softmax, the likeliest class is named, and it is right if it is the class of the query', () => {
  const answers = answersOf(Float32Array.of(Math.log(3), 0, 0, 1, 900, 0, 0, 2), TASK);
  expect(answers?.map(({ named }) => letterOf(named)).join('')).toBe('ABAB');
  expect(answers?.map(({ isRight }) => isRight)).toEqual([true, false, false, true]);
  expect(rightAnswers(answers ?? [])).toBe(2);
  expect(answers?.[0]?.probabilities[0]).toBeCloseTo(0.75, 6);
  expect(answers?.[2]?.probabilities[0]).toBe(1);
});

test('outputs of another task are no answers', () => {
  expect(answersOf(undefined, TASK)).toBeNull();
  expect(answersOf(new Float32Array(161), TASK)).toBeNull();
});

test('a network that has blown up names nothing, and is right about nothing', () => {
  const answers = answersOf(new Float32Array(8).fill(Number.NaN), TASK) ?? [];
  expect(answers.map(({ named }) => letterOf(named)).join('')).toBe('––––');
  expect(rightAnswers(answers)).toBe(0);
});
