/** The family's own posterior against sums over a grid, and against what is known without computing. */
import { expect, test } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { curveFamilyOf, FAMILY_NAMES } from '#families/family-of.ts';
import { POSTERIORS } from '#families/posteriors.ts';
import { sinusoidPosterior } from '#families/sinusoid/posterior.ts';
import { PAPER_RANGES, sampleSinusoidTask, type SinusoidRanges } from '#families/sinusoid/sinusoid.ts';
import type { PointSet } from '#families/task.ts';
import { brutePosterior } from '../../../reference/brute-posterior.ts';
import { EVERY_REPEAT } from '../../../repeats.ts';

const PLACES = [-5, -2.2, 0, 1.7, 4.9];
const NO_POINTS: PointSet = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };
const TOLERANCE = 1e-4;

function supportOf(ranges: SinusoidRanges, index: number, shots: number): PointSet {
  return sampleSinusoidTask(ranges, 7, STREAMS.heldOut, index, { shots, queryPoints: 0 }).support;
}

const wide = { from: 0.8, to: 1.2 };
const CASES: readonly [name: string, ranges: SinusoidRanges, count: number][] = [
  ['amplitude and phase', { ...PAPER_RANGES, noise: 0.5 }, 200],
  ['a whole turn of phase', { ...PAPER_RANGES, phase: { from: 0, to: 2 * Math.PI }, noise: 0.3 }, 400],
  ['phase alone', { ...PAPER_RANGES, amplitude: { from: 2, to: 2 }, noise: 0.1 }, 2000],
  [
    'frequency alone',
    {
      ...PAPER_RANGES,
      amplitude: { from: 2, to: 2 },
      phase: { from: 1, to: 1 },
      frequency: wide,
      noise: 0.1,
    },
    2000,
  ],
  [
    'all three',
    { ...PAPER_RANGES, frequency: wide, noise: EVERY_REPEAT ? 0.7 : 1.5 },
    EVERY_REPEAT ? 120 : 60,
  ],
];

test.each(CASES)('agrees with a sum over a grid: %s', (_, ranges, count) => {
  for (const shots of [0, 1, 3]) {
    const support = shots === 0 ? NO_POINTS : supportOf(ranges, shots, shots);
    const { mean, deviation } = sinusoidPosterior(ranges)(support)(Float32Array.from(PLACES));
    const places = Array.from(Float32Array.from(PLACES));
    for (const [index, found] of brutePosterior(ranges, support, places, count).entries()) {
      expect(Math.abs((mean[index] ?? Number.NaN) - found.mean)).toBeLessThan(TOLERANCE);
      expect(Math.abs((deviation[index] ?? Number.NaN) - found.deviation)).toBeLessThan(TOLERANCE);
    }
  }
});

test('three points without noise tell which sinusoid of the paper it is', () => {
  const places = Float32Array.from(PLACES);
  for (let index = 0; index < 20; index++) {
    const task = sampleSinusoidTask(PAPER_RANGES, 1, STREAMS.heldOut, index, { shots: 3, queryPoints: 20 });
    const { mean } = sinusoidPosterior(PAPER_RANGES)(task.support)(task.query.x);
    task.query.y.forEach((y, at) => expect(mean[at]).toBeCloseTo(y, 4));
    const { deviation } = sinusoidPosterior(PAPER_RANGES)(task.support)(places);
    expect(Math.max(...deviation)).toBeLessThan(0.1);
  }
});

test('its band holds what it says', () => {
  const ranges = { ...PAPER_RANGES, noise: 0.5 };
  let within = 0;
  const tasks = EVERY_REPEAT ? 2000 : 200;
  for (let index = 0; index < tasks; index++) {
    const { curve, support } = sampleSinusoidTask(ranges, 3, STREAMS.heldOut, index, {
      shots: 5,
      queryPoints: 0,
    });
    const { mean, deviation } = sinusoidPosterior(ranges)(support)(Float32Array.of(0.5));
    const truth = curve.amplitude * Math.sin(curve.frequency * 0.5 - curve.phase);
    if (Math.abs(truth - (mean[0] ?? 0)) <= 2 * (deviation[0] ?? 0)) within++;
  }
  expect(within / tasks).toBeGreaterThan(0.9);
  expect(within / tasks).toBeLessThan(0.99);
});

test('points that no curve of the family goes through get the nearest one', () => {
  const support = { x: Float32Array.of(-2, 0, 2, 4), y: Float32Array.of(30, 30, 30, 30), count: 4 };
  const { mean } = sinusoidPosterior(PAPER_RANGES)(support)(Float32Array.from(PLACES));
  for (const value of mean) expect(Math.abs(value)).toBeLessThan(5.001);
});

test('a family that says that it has a posterior has one', () => {
  for (const family of FAMILY_NAMES) {
    expect(POSTERIORS[family] !== undefined).toBe(curveFamilyOf({ family })?.hasPosterior ?? false);
  }
});
