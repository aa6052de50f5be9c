/** Point sets as tensors with a leading task dimension. */
import { type PointSet, stackPoints, type TaskData } from '#core/task.ts';
import { type Tensor3D, tensor3d } from '#tensor/ops.ts';

/** Inputs [B, N, in] and targets [B, N, out]. */
export interface BatchedPoints {
  readonly x: Tensor3D;
  readonly y: Tensor3D;
}

export interface BatchedTasks {
  readonly count: number;
  readonly support: BatchedPoints;
  readonly query: BatchedPoints;
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
  return {
    count: tasks.length,
    support: upload(tasks.map((task) => task.support)),
    query: upload(tasks.map((task) => task.query)),
  };
}
