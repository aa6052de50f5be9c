/** SNAIL in float64, from its paper and not from the engine: every place is asked for at the end of a sequence of its own. */
import type { Snail } from '#models/snail.ts';
import type { PointSet } from '#families/task.ts';
import { activate } from './float64-activation.ts';
import { namedIn, row } from './named-tensors.ts';

type Vector = ArrayLike<number>;
type Rows = readonly (readonly number[])[];

function times(weight: Vector, bias: Vector, input: readonly number[]): number[] {
  return Array.from(bias, (shift, unit) =>
    input.reduce((sum, value, at) => sum + value * (weight[unit * input.length + at] ?? NaN), shift),
  );
}

/** Predictions at x after the first `seen` points of a set, one list of outputs a place. */
export function referenceSnail(
  spec: Snail,
  theta: Vector,
  support: PointSet,
  seen: number,
  x: Vector,
): number[][] {
  const named = namedIn(spec, theta);
  const { inputs, outputs, hidden, activation } = spec;
  const linear = (name: string, input: readonly number[]) =>
    times(named(`${name}.weight`), named(`${name}.bias`), input);

  const attend = (rows: Rows, name: string): Rows =>
    rows.map((own, at) => {
      const query = linear(`${name}.query`, own);
      const visible = rows.slice(0, at + 1);
      const logits = visible.map((other) => {
        const key = linear(`${name}.key`, other);
        return (
          query.reduce((sum, value, index) => sum + value * (key[index] ?? NaN), 0) / Math.sqrt(query.length)
        );
      });
      const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const values = visible.map((other) => linear(`${name}.value`, other));
      const read = query.map((_, index) =>
        values.reduce(
          (sum, value, other) => sum + ((powers[other] ?? NaN) / total) * (value[index] ?? NaN),
          0,
        ),
      );
      return [...own, ...read];
    });

  const convolve = (rows: Rows, name: string, distance: number): Rows => {
    const convolved = (part: string, at: number) => {
      const [weight, bias] = [named(`${name}.${part}.weight`), named(`${name}.${part}.bias`)];
      const own = rows[at] ?? [];
      const past = rows[at - distance] ?? own.map(() => 0);
      return Array.from(bias, (shift, unit) =>
        own.reduce((sum, value, channel) => {
          const tap = 2 * (unit * own.length + channel);
          return sum + (weight[tap] ?? NaN) * (past[channel] ?? NaN) + (weight[tap + 1] ?? NaN) * value;
        }, shift),
      );
    };
    return rows.map((own, at) => {
      const gates = convolved('gate', at).map((z) => 1 / (1 + Math.exp(-z)));
      return [...own, ...convolved('filter', at).map((z, unit) => Math.tanh(z) * (gates[unit] ?? NaN))];
    });
  };

  const embed = (token: readonly number[]) =>
    hidden.reduce<readonly number[]>(
      (below, _, layer) => linear(`embed.${2 * layer}`, below).map((z) => activate(activation, z)[0]),
      token,
    );

  const points = Array.from({ length: seen }, (_, at) => [
    ...row(support.x, at, inputs),
    ...row(support.y, at, outputs),
    1,
  ]);
  return Array.from({ length: x.length / inputs }, (_, place) => {
    const asked = [...row(x, place, inputs), ...Array.from({ length: outputs }, () => 0), 0];
    let rows: Rows = [...points, asked].map(embed);
    rows = attend(rows, 'attention.0');
    [1, 2, 4].forEach((distance, index) => {
      rows = convolve(rows, `convolutions.${index}`, distance);
    });
    rows = attend(rows, 'attention.1');
    return linear('head', rows.at(-1) ?? []);
  });
}
