/** The rates with the bias corrections in them step as Adam's own algorithm does. */
import { expect, test } from 'vitest';
import { adamRates, DECAY_FIRST, DECAY_SECOND } from '#training/adam.ts';

const GRADIENTS = [0.3, -2, 1e-7, 0, 5];

test('five steps are those of algorithm 1 of the paper, at β = 0.001', () => {
  const beta = 0.001;
  let [paper, ours, first, second] = [1, 1, 0, 0];
  GRADIENTS.forEach((gradient, index) => {
    const iteration = index + 1;
    first = 0.9 * first + 0.1 * gradient;
    second = 0.999 * second + 0.001 * gradient ** 2;
    const corrected = first / (1 - 0.9 ** iteration);
    paper -= (beta * corrected) / (Math.sqrt(second / (1 - 0.999 ** iteration)) + 1e-8);
    const { rate, epsilon } = adamRates(iteration, beta);
    ours -= (rate * first) / (Math.sqrt(second) + epsilon);
    expect(ours).toBeCloseTo(paper, 14);
  });
});

test('the decays are the paper’s', () => {
  expect([DECAY_FIRST, DECAY_SECOND]).toEqual([0.9, 0.999]);
});
