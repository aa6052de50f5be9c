/** A conditional neural process in float64, from its paper and not from the engine: a loop over points and units. */
import type { Cnp } from '#models/cnp.ts';
import type { PointSet } from '#families/task.ts';
import { activate } from './float64-activation.ts';
import { type Named, namedIn, row } from './named-tensors.ts';

type Vector = ArrayLike<number>;

function perceptron(
  named: Named,
  part: string,
  layers: number,
  { activation }: Cnp,
  input: number[],
): number[] {
  let values = input;
  for (let layer = 0; layer < layers; layer++) {
    const weight = named(`${part}.${2 * layer}.weight`);
    const bias = named(`${part}.${2 * layer}.bias`);
    const below = values;
    values = Array.from(bias, (shift, unit) => {
      const sum = below.reduce(
        (total, value, at) => total + value * (weight[unit * below.length + at] ?? NaN),
        shift,
      );
      return layer === layers - 1 ? sum : activate(activation, sum)[0];
    });
  }
  return values;
}

/** Predictions at x after the first `seen` points of a set, one list of outputs a place. */
export function referenceCnp(
  spec: Cnp,
  theta: Vector,
  support: PointSet,
  seen: number,
  x: Vector,
): number[][] {
  const named = namedIn(spec, theta);
  const { inputs, outputs, hidden } = spec;
  const layers = hidden.length + 1;
  const encoded = Array.from({ length: seen }, (_, point) =>
    perceptron(named, 'encoder', layers, spec, [
      ...row(support.x, point, inputs),
      ...row(support.y, point, outputs),
    ]),
  );
  const size = hidden.at(-1) ?? 0;
  const mean = Array.from({ length: size }, (_, unit) =>
    seen === 0 ? 0 : encoded.reduce((sum, values) => sum + (values[unit] ?? NaN), 0) / seen,
  );
  return Array.from({ length: x.length / inputs }, (_, place) =>
    perceptron(named, 'decoder', layers, spec, [...row(x, place, inputs), ...mean]),
  );
}
