/** Drawing tasks that are curves in Python: by the same Threefry counters as `core/rng.ts`, so that they are the very same tasks. */
import { PARITY, ROTATIONS, ROUNDS, STREAMS } from '#core/rng.ts';
import type { Range } from '#families/curve/curve.ts';
import type { Sight } from '#families/task.ts';
import { lines, parted } from './lines.ts';

/** What a family's curves are in Python. */
export interface DrawnCurves {
  /** What is drawn of a curve, line by line: `name = …`, from `key` and `task`. */
  readonly drawn: readonly string[];
  /** What a network that sees the task is told, by names. */
  readonly told: readonly string[];
  /** y at x, without noise. */
  readonly y: string;
  /** More functions that it needs. */
  readonly functions?: readonly string[];
  /** The share of the way through the range of x, where that is not the uniform number itself. */
  readonly share?: string | null;
  readonly draws: {
    readonly support: { readonly x: number; readonly noise: number };
    readonly query: { readonly x: number; readonly noise: number };
  };
}

export const interval = ({ from, to }: Range) => `(${from}, ${to})`;
export const hexadecimal = (number: number) => `0x${number.toString(16)}`;

/** The range of x, the noise, and the streams from which tasks are drawn. */
export function drawConstants(x: Range, noise: number): string {
  return lines(
    `X = ${interval(x)}`,
    noise === 0 ? null : `NOISE = ${noise}  # The standard deviation added to y.`,
    `META_TRAINING, HELD_OUT = ${STREAMS.metaTraining}, ${STREAMS.heldOut}  # Streams of tasks, which share none.`,
  );
}

export const THREEFRY = `def threefry(key, first, second):
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

function sampled({ drawn, told, y, share, draws }: DrawnCurves, noise: number, sees: Sight): string {
  const isNoisy = noise !== 0;
  const drawsOf = (of: { x: number; noise: number }) =>
    isNoisy ? `${hexadecimal(of.x)}, ${hexadecimal(of.noise)}` : hexadecimal(of.x);
  const seen =
    sees === 'task'
      ? `        x = np.concatenate([x[:, :, None], np.broadcast_to(curve, (count, points, ${told.length}))], 2)`
      : '        x = x[:, :, None]';
  return lines(
    'def sample(seed, stream, first, count, query_points=QUERY_POINTS):',
    '    """Tasks first … first + count − 1 of a stream: support and query points, x [count, points, in] and y [count, points, 1]."""',
    '    key, task = (seed, stream), np.arange(first, first + count)[:, None]',
    ...drawn.map((line) => `    ${line}`),
    sees === 'task' ? `    curve = np.stack([${told.join(', ')}], 2)` : null,
    '',
    `    def points(points, draw${isNoisy ? ', noise_draw' : ''}):`,
    '        share = uniform(key, task, draw + np.arange(points))',
    share === undefined || share === null ? null : `        share = ${share}`,
    '        x = within(X, share).astype(np.float32).astype(np.float64)',
    `        y = ${y}`,
    isNoisy ? '        y = y + NOISE * normal(key, task, noise_draw + np.arange(points))' : null,
    seen,
    '        return tuple(torch.from_numpy(part.astype(np.float32)).to(DEVICE) for part in (x, y[:, :, None]))',
    '',
    `    return points(SHOTS, ${drawsOf(draws.support)}), points(query_points, ${drawsOf(draws.query)})`,
  );
}

/** The functions that draw tasks; they end in `sample`. */
export function drawFunctions(curves: DrawnCurves, noise: number, sees: Sight): string {
  const { functions = [] } = curves;
  return parted([
    THREEFRY,
    UNIFORM,
    noise === 0 ? null : NORMAL,
    WITHIN,
    ...functions,
    sampled(curves, noise, sees),
  ]);
}
