/** MetaNet in float64, from its paper and not from the engine: a loop over places, points and weights. */
import type { MetaNet } from '#models/meta-net.ts';
import type { PointSet } from '#families/task.ts';
import { activate } from './float64-activation.ts';
import { namedIn, row } from './named-tensors.ts';

type Vector = ArrayLike<number>;

/** Weight, row after row, and bias. */
interface Layer {
  readonly weight: Vector;
  readonly bias: Vector;
}

function applied({ weight, bias }: Layer, input: readonly number[]): number[] {
  return Array.from(bias, (shift, unit) =>
    input.reduce((sum, value, at) => sum + value * (weight[unit * input.length + at] ?? NaN), shift),
  );
}

/**
 * Predictions at x after the first `seen` points of a set, one list of outputs a place. The gradients that become fast
 * weights are those of the base learner in `informed`, since they count as information when the rest is differentiated.
 */
export function referenceMetaNet(
  spec: MetaNet,
  theta: Vector,
  support: PointSet,
  seen: number,
  x: Vector,
  informed: Vector = theta,
): number[][] {
  const { inputs, outputs, hidden, activation } = spec;
  const layersOf = (vector: Vector, part: string, count: number): Layer[] => {
    const named = namedIn(spec, vector);
    return Array.from({ length: count }, (_, layer) => ({
      weight: named(`${part}.${2 * layer}.weight`),
      bias: named(`${part}.${2 * layer}.bias`),
    }));
  };
  const count = hidden.length + 1;
  const perceptron = (layers: readonly Layer[], input: number[]) =>
    layers.reduce((below, layer, at) => {
      const sums = applied(layer, below);
      return at === layers.length - 1 ? sums : sums.map((sum) => activate(activation, sum)[0]);
    }, input);

  /** By backpropagation through the base learner, in the order of its layers. */
  const gradientOf = (at: number[], y: number[]): Layer[] => {
    const layers = layersOf(informed, 'base', count);
    const entering = [at];
    const slopes: number[][] = [];
    layers.forEach((layer, index) => {
      const sums = applied(layer, entering[index] ?? []);
      const made = sums.map((sum) => activate(activation, sum));
      slopes.push(made.map(([, slope]) => slope));
      entering.push(index === count - 1 ? sums : made.map(([value]) => value));
    });
    let back = (entering[count] ?? []).map((value, output) => (2 / outputs) * (value - (y[output] ?? NaN)));
    const found: Layer[] = [];
    for (let index = count - 1; index >= 0; index--) {
      const below = entering[index] ?? [];
      const from = back;
      found.unshift({ weight: from.flatMap((slope) => below.map((value) => slope * value)), bias: from });
      back = below.map((_, at_) => {
        const sum = from.reduce(
          (total, slope, unit) => total + slope * (layers[index]?.weight[unit * below.length + at_] ?? NaN),
          0,
        );
        return sum * (slopes[index - 1]?.[at_] ?? NaN);
      });
    }
    return found;
  };

  const generator = layersOf(theta, 'generate', 2);
  const generated = (gradient: number) => {
    const isSmall = Math.abs(gradient) < Math.exp(-7);
    const told = isSmall
      ? [-1, Math.exp(7) * gradient]
      : [Math.log(Math.abs(gradient)) / 7, Math.sign(gradient)];
    return perceptron(generator, told)[0] ?? NaN;
  };
  const sizes = [inputs, ...hidden];
  const memory = Array.from({ length: seen }, (_, point) =>
    gradientOf(row(support.x, point, inputs), row(support.y, point, outputs)).map(
      ({ weight, bias }, layer) => ({
        weight: Array.from(weight, (gradient) => generated(gradient) / (sizes[layer] ?? NaN)),
        bias: Array.from(bias, (gradient) => generated(gradient) / (sizes[layer] ?? NaN)),
      }),
    ),
  );

  const embedding = layersOf(theta, 'embed', count);
  const direction = (at: number[]) => {
    const key = perceptron(embedding, at);
    const length = Math.sqrt(key.reduce((sum, value) => sum + value ** 2, 1e-6));
    return key.map((value) => value / length);
  };
  const keys = memory.map((_, point) => direction(row(support.x, point, inputs)));
  const base = layersOf(theta, 'base', count);

  return Array.from({ length: x.length / inputs }, (_, place) => {
    const at = row(x, place, inputs);
    const own = direction(at);
    const powers = keys.map((key) =>
      Math.exp(8 * key.reduce((sum, value, index) => sum + value * (own[index] ?? NaN), 0)),
    );
    const total = powers.reduce((sum, power) => sum + power, 0);
    const mixed = (layer: number, part: keyof Layer, index: number) =>
      memory.reduce(
        (sum, stored, point) =>
          sum + ((powers[point] ?? NaN) / total) * (stored[layer]?.[part][index] ?? NaN),
        0,
      );
    return base.reduce((below, slow, layer) => {
      const quick = {
        weight: Array.from(slow.weight, (_weight, index) => mixed(layer, 'weight', index)),
        bias: Array.from(slow.bias, (_bias, index) => mixed(layer, 'bias', index)),
      };
      const [ofSlow, ofQuick] = [applied(slow, below), applied(quick, below)];
      const isLast = layer === count - 1;
      const made = (sum: number) => (isLast ? sum : activate(activation, sum)[0]);
      return ofSlow.map((sum, unit) => made(sum) + made(ofQuick[unit] ?? NaN));
    }, at);
  });
}
