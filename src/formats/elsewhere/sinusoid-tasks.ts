/** Sinusoids in Python: the very tasks that `families/sinusoid/sinusoid.ts` draws for a seed. */
import { rangesOf, type SinusoidNumbers } from '#families/sinusoid/settings.ts';
import { CURVE_DRAWS, POINT_DRAWS } from '#families/sinusoid/sinusoid.ts';
import type { Sight } from '#families/task.ts';
import { drawConstants, drawFunctions, interval } from './drawn-tasks.ts';
import { lines } from './lines.ts';

/** What of the settings fixes a task. */
export function sinusoidConstants(numbers: SinusoidNumbers): string {
  const { amplitude, phase, frequency, x, noise, positions } = rangesOf(numbers);
  return lines(
    '# y = A sin(ωx − φ): ranges from which a task and its points are drawn.',
    `AMPLITUDE, PHASE, FREQUENCY = ${interval(amplitude)}, ${interval(phase)}, ${interval(frequency)}`,
    drawConstants(x, noise),
    positions === 0 ? null : `POSITIONS = ${positions}  # x is one of so many, evenly spaced over its range.`,
  );
}

function shareOf(positions: number): string | null {
  if (positions === 0) return null;
  return positions === 1 ? 'np.zeros_like(share)' : 'np.floor(share * POSITIONS) / (POSITIONS - 1)';
}

/** The functions that draw tasks; they end in `sample`. */
export function sinusoidTasks(numbers: SinusoidNumbers, sees: Sight): string {
  const { noise, positions } = rangesOf(numbers);
  const curves = {
    drawn: [
      `amplitude = within(AMPLITUDE, uniform(key, task, ${CURVE_DRAWS.amplitude}))`,
      `phase = within(PHASE, uniform(key, task, ${CURVE_DRAWS.phase}))`,
      `frequency = within(FREQUENCY, uniform(key, task, ${CURVE_DRAWS.frequency}))`,
    ],
    told: ['amplitude', 'phase'],
    y: 'amplitude * np.sin(frequency * x - phase)',
    share: shareOf(positions),
    draws: POINT_DRAWS,
  };
  return drawFunctions(curves, noise, sees);
}
