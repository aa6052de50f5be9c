/** Tensors of a flat vector by the names of PyTorch's state dict, for networks written out in float64. */
import { type Architecture, parameterLayout } from '#models/architecture.ts';

type Vector = ArrayLike<number>;

export type Named = (name: string) => Vector;

export function namedIn(architecture: Architecture, theta: Vector): Named {
  const all = Array.from(theta);
  const tensors = new Map(
    parameterLayout(architecture).map(({ name, offset, size }) => [name, all.slice(offset, offset + size)]),
  );
  return (name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`Expected a tensor ${name}, found none.`);
    return tensor;
  };
}

/** The numbers of one point of a set. */
export function row(values: Vector, index: number, width: number): number[] {
  return Array.from({ length: width }, (_, at) => values[index * width + at] ?? NaN);
}
