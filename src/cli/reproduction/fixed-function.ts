/** What the best function that does not adapt has for an error: no mean before adapting can be expected below it. */
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#families/sinusoid/sinusoid.ts';
import { JUDGING_QUERY_POINTS } from '#training/published.ts';
import type { Sample } from './judge.ts';

const { amplitude, phase } = PAPER_RANGES;
/** Height of the mean of all tasks, E[A]·E[sin φ] over φ ~ U[0, π], which is a sine of phase π/2. */
export const MEAN_HEIGHT = ((amplitude.from + amplitude.to) / 2) * (2 / (phase.to - phase.from));

/** The mean of all tasks of the MAML paper at x: 1.62 · sin(x − π/2). */
export function meanOfTasks(x: number): number {
  return MEAN_HEIGHT * Math.sin(x - Math.PI / 2);
}

/** Mean squared error of that function over held-out tasks, as networks are judged. */
export function fixedFunctionError({ tasks, seed }: Sample): number {
  const counts = { shots: 0, queryPoints: JUDGING_QUERY_POINTS };
  let sum = 0;
  for (let index = 0; index < tasks; index++) {
    const { query } = sampleSinusoidTask(PAPER_RANGES, seed, STREAMS.heldOut, index, counts);
    query.x.forEach((x, point) => {
      sum += ((query.y[point] ?? Number.NaN) - meanOfTasks(x)) ** 2 / query.count;
    });
  }
  return sum / tasks;
}
