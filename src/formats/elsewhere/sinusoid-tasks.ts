/** Sinusoids in Python: the very tasks that `families/sinusoid/sinusoid.ts` draws for a seed. */
import { PARITY, ROTATIONS, ROUNDS, STREAMS } from '#core/rng.ts';
import type { Range } from '#families/curve/curve.ts';
import { rangesOf, type SinusoidNumbers } from '#families/sinusoid/settings.ts';
import { CURVE_DRAWS, POINT_DRAWS, type SinusoidRanges } from '#families/sinusoid/sinusoid.ts';
import type { Sight } from '#families/task.ts';
import { lines, parted } from './lines.ts';

const interval = ({ from, to }: Range) => `(${from}, ${to})`;
const hexadecimal = (number: number) => `0x${number.toString(16)}`;

/** What of the settings fixes a task. */
export function sinusoidConstants(numbers: SinusoidNumbers): string {
  const { amplitude, phase, frequency, x, noise, positions } = rangesOf(numbers);
  return lines(
    '# y = A sin(ωx − φ): ranges from which a task and its points are drawn.',
    `AMPLITUDE, PHASE, FREQUENCY = ${interval(amplitude)}, ${interval(phase)}, ${interval(frequency)}`,
    `X = ${interval(x)}`,
    noise === 0 ? null : `NOISE = ${noise}  # The standard deviation added to y.`,
    positions === 0 ? null : `POSITIONS = ${positions}  # x is one of so many, evenly spaced over its range.`,
    `META_TRAINING, HELD_OUT = ${STREAMS.metaTraining}, ${STREAMS.heldOut}  # Streams of tasks, which share none.`,
  );
}

const THREEFRY = `def threefry(key, first, second):
    """Threefry-2x32 with ${ROUNDS} rounds (Salmon et al. 2011): two words of 32 bits for each pair of counters."""
    first, second = np.broadcast_arrays(np.asarray(first, np.uint32), np.asarray(second, np.uint32))
    keys = [np.full(first.shape, word, np.uint32) for word in (*key, ${hexadecimal(PARITY)} ^ key[0] ^ key[1])]
    first, second = first + keys[0], second + keys[1]
    for turn in range(${ROUNDS}):
        bits = (${ROTATIONS.join(', ')})[turn % ${ROTATIONS.length}]
        first = first + second
        second = (second << np.uint32(bits) | second >> np.uint32(32 - bits)) ^ first
        if turn % 4 == 3:
            injection = turn // 4 + 1
            first = first + keys[injection % 3]
            second = second + keys[(injection + 1) % 3] + np.uint32(injection)
    return first, second`;

const UNIFORM = `def uniform(key, task, draw):
    """Numbers on [0, 1), multiples of 2^-24, each fixed by key, task and draw alone."""
    return (threefry(key, task, draw)[0] >> np.uint32(8)) * 2.0**-24`;

const NORMAL = `def normal(key, task, draw):
    """Standard normal numbers, by Box and Muller."""
    first, second = ((word >> np.uint32(8)) * 2.0**-24 for word in threefry(key, task, draw))
    return np.sqrt(-2 * np.log(1 - first)) * np.cos(2 * np.pi * second)`;

const WITHIN = `def within(limits, share):
    """The number at a share of the way through a range."""
    return limits[0] + (limits[1] - limits[0]) * share`;

function placedShare({ positions }: SinusoidRanges): string | null {
  if (positions === 0) return null;
  return positions === 1
    ? '        share = np.zeros_like(share)'
    : '        share = np.floor(share * POSITIONS) / (POSITIONS - 1)';
}

function sampled(ranges: SinusoidRanges, sees: Sight): string {
  const { support, query } = POINT_DRAWS;
  const isNoisy = ranges.noise !== 0;
  const draws = ({ x, noise }: { x: number; noise: number }) =>
    isNoisy ? `${hexadecimal(x)}, ${hexadecimal(noise)}` : hexadecimal(x);
  const seen =
    sees === 'task'
      ? '        x = np.concatenate([x[:, :, None], np.broadcast_to(curve, (count, points, 2))], 2)'
      : '        x = x[:, :, None]';
  return lines(
    'def sample(seed, stream, first, count, query_points=QUERY_POINTS):',
    '    """Tasks first … first + count − 1 of a stream: support and query points, x [count, points, in] and y [count, points, 1]."""',
    '    key, task = (seed, stream), np.arange(first, first + count)[:, None]',
    `    amplitude = within(AMPLITUDE, uniform(key, task, ${CURVE_DRAWS.amplitude}))`,
    `    phase = within(PHASE, uniform(key, task, ${CURVE_DRAWS.phase}))`,
    `    frequency = within(FREQUENCY, uniform(key, task, ${CURVE_DRAWS.frequency}))`,
    sees === 'task' ? '    curve = np.stack([amplitude, phase], 2)' : null,
    '',
    `    def points(points, draw${isNoisy ? ', noise_draw' : ''}):`,
    '        share = uniform(key, task, draw + np.arange(points))',
    placedShare(ranges),
    '        x = within(X, share).astype(np.float32).astype(np.float64)',
    `        y = amplitude * np.sin(frequency * x - phase)`,
    isNoisy ? '        y = y + NOISE * normal(key, task, noise_draw + np.arange(points))' : null,
    seen,
    '        return tuple(torch.from_numpy(part.astype(np.float32)).to(DEVICE) for part in (x, y[:, :, None]))',
    '',
    `    return points(SHOTS, ${draws(support)}), points(query_points, ${draws(query)})`,
  );
}

/** The functions that draw tasks; they end in `sample`. */
export function sinusoidTasks(numbers: SinusoidNumbers, sees: Sight): string {
  const ranges = rangesOf(numbers);
  return parted([THREEFRY, UNIFORM, ranges.noise === 0 ? null : NORMAL, WITHIN, sampled(ranges, sees)]);
}
