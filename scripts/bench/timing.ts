/** How a row is timed: long enough for the clock, often enough for a median. */
import type { Row } from './row.ts';

/** Of one measurement. */
const TARGET_MILLISECONDS = 450;
/** From here on a time says how many steps make a measurement. */
const TELLING_MILLISECONDS = 50;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

/** Warms up the prepared case, and finds how many meta-steps make a measurement. */
export async function calibrate(row: Row): Promise<number> {
  // The first compiles shaders, the second still allocates.
  await row.run(1);
  await row.run(1);
  for (let count = 1; ; count *= 4) {
    // The better of two, lest one stall make every measurement short.
    const milliseconds = Math.min(await row.run(count), await row.run(count));
    if (milliseconds >= TELLING_MILLISECONDS) {
      return Math.max(1, Math.round((TARGET_MILLISECONDS * count) / milliseconds));
    }
  }
}

/** Milliseconds per meta-step of the prepared case. */
export async function timeSteps(row: Row, count: number): Promise<number> {
  return (await row.run(count)) / count;
}

/** Progress on the console, with every single time. */
export function tellTimes(name: string, steps: number, times: readonly number[]): void {
  const shown = times.map((time) => time.toFixed(2)).join(' ');
  console.log(`${name}, ${steps} steps a measurement: ${shown} ms`);
}
