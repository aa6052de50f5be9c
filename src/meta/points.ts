/** Point sets as tensors with a leading task dimension. */
import { innerBatchRange } from '#training/inner-batch.ts';
import { type PointSet, stackPoints, type TaskData } from '#families/task.ts';
import { slice, type Tensor3D, tensor3d } from '#tensor/ops.ts';

/** Inputs [B, N, in] of points that are in a task beside those that are asked for, by which a network may normalise. */
export interface PointsBeside {
  readonly support: Tensor3D;
  /** Those to be judged, where others are asked for. */
  readonly query?: Tensor3D;
}

/** Inputs [B, N, in] and targets [B, N, out]; of queries also what is beside them. */
export interface BatchedPoints {
  readonly x: Tensor3D;
  readonly y: Tensor3D;
  readonly beside?: PointsBeside;
}

export interface BatchedTasks {
  readonly count: number;
  readonly support: BatchedPoints;
  readonly query: BatchedPoints;
}

/** Support points in their order, and how many of them, the first ones, are seen by whoever is asked about each place x. */
export interface SeenPoints {
  readonly points: BatchedPoints;
  /** One number for each x, the same in all tasks. */
  readonly counts: readonly number[];
}

/** Tasks to train on: the inner loop may take minibatches of their support points. */
export interface MetaBatch extends BatchedTasks {
  /** The points of each of the n inner steps. */
  readonly innerSupport: readonly BatchedPoints[];
}

function upload(sets: readonly PointSet[]): BatchedPoints {
  const { x, y, count } = stackPoints(sets);
  const shape = (values: Float32Array): [number, number, number] => [
    sets.length,
    count,
    values.length / (sets.length * count),
  ];
  return { x: tensor3d(x, shape(x)), y: tensor3d(y, shape(y)) };
}

/** Tasks with equally many points, on the device. */
export function uploadTasks(tasks: readonly TaskData[]): BatchedTasks {
  const support = upload(tasks.map((task) => task.support));
  const query = upload(tasks.map((task) => task.query));
  return { count: tasks.length, support, query: { ...query, beside: { support: support.x } } };
}

/** The same, with the support points that each inner step takes. */
export function uploadMetaBatch(
  tasks: readonly TaskData[],
  innerSteps: number,
  innerBatch: number | null,
): MetaBatch {
  const uploaded = uploadTasks(tasks);
  const { support } = uploaded;
  const shots = support.x.shape[1];
  const minibatches = new Map<number, BatchedPoints>();
  const innerSupport = Array.from({ length: innerSteps }, (_, step) => {
    const { first, count } = innerBatchRange(step, shots, innerBatch);
    if (count === shots) return support;
    const cut = (tensor: Tensor3D) => slice(tensor, [0, first, 0], [-1, count, -1]);
    const minibatch = minibatches.get(first) ?? { x: cut(support.x), y: cut(support.y) };
    minibatches.set(first, minibatch);
    return minibatch;
  });
  return { ...uploaded, innerSupport };
}
