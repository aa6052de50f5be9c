/**
 * MetaNet, a whole batch at once. Munkhdalai & Yu, "Meta networks" (ICML 2017, arXiv:1703.00837), section 3: the gradient ∇_i of
 * the base learner's loss at each support point becomes fast weights W*_i = m(Z, ∇_i), stored under the key u(Q, x_i); a
 * query reads W* = Σ_i a_i W*_i, a being the softmax of its key's cosines with theirs; each layer adds the answers of slow
 * and fast weights, σ(Wh) + σ(W*h), the last one without σ.
 *
 * The paper is of classes. Here the loss is the squared error of one point; with no classes to tell apart there is no
 * loss of the embedding, and so it has no fast weights. As in the paper, m sees each number of a gradient by itself, as
 * logarithm and sign (Andrychowicz et al., arXiv:1606.04474, appendix A). Of our making: ∇ is information alone, through
 * which no derivative goes back; cosines are sharpened, since the softmax of numbers between −1 and 1 is nearly even; fast weights are
 * divided by the inputs of their layer, without which training begins far off; before any point they are zero.
 */
import { NEVER } from '#models/attention.ts';
import { baseOf, embeddingOf, generatorOf, type MetaNet } from '#models/meta-net.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import {
  abs,
  add,
  asConstant,
  concat,
  div,
  log,
  matMul,
  maximum,
  minimum,
  mul,
  onesLike,
  reshape,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor3D,
  type Tensor4D,
  transpose,
  zerosLike,
} from '#tensor/ops.ts';
import { ACTIVATION_OPS, ACTIVATION_SLOPES } from '../activation-ops.ts';
import { type Before, matrixOf, softmax } from '../attention.ts';
import { linear, product } from '../linear.ts';
import type { BatchedParameters } from '../parameters.ts';
import type { BatchedPoints, SeenPoints } from '../points.ts';
import { mlp } from './mlp.ts';
import type { TensorModel } from './tensor-model.ts';

/** What cosines are multiplied by before the softmax. */
const SHARPNESS = 8;
/** Added to squared lengths, so that a key of length 0 has a direction, too. */
const LEAST_LENGTH = 1e-6;
/** p of the logarithm of gradients: below e^−p they are told as they are. */
const SMALLEST_EXPONENT = 7;

/** The slow weights, by what they are of. */
interface Parts {
  readonly embedding: BatchedParameters;
  readonly generator: BatchedParameters;
  readonly base: BatchedParameters;
}

function partsOf(spec: MetaNet, parameters: BatchedParameters): Parts {
  const embedding = 2 * linearLayers(embeddingOf(spec)).length;
  const generator = embedding + 2 * linearLayers(generatorOf(spec)).length;
  return {
    embedding: parameters.slice(0, embedding),
    generator: parameters.slice(embedding, generator),
    base: parameters.slice(generator),
  };
}

/** Outputs of a perceptron, [B, N, out]. */
function perceptron(spec: Mlp, parameters: BatchedParameters, x: Tensor3D): Tensor3D {
  return linear(parameters.slice(-2), mlp.features(spec, parameters, x));
}

/** Weight and bias of a layer. */
function layerOf(parameters: BatchedParameters, layer: number): [weight: Tensor3D, bias: Tensor3D] {
  const [weight, bias] = parameters.slice(2 * layer, 2 * layer + 2);
  if (weight === undefined || bias === undefined) throw new Error(`Expected a layer ${layer}, found none.`);
  return [weight, bias];
}

/** [B, K, P]: the gradient of the squared error at each support point by all P weights of a perceptron, in their order. */
function gradients({ activation }: Mlp, parameters: BatchedParameters, { x, y }: BatchedPoints): Tensor3D {
  const [batch, shots, outputs] = y.shape;
  const last = parameters.length / 2 - 1;
  const entering: Tensor3D[] = [x];
  const sums: Tensor3D[] = [];
  for (let layer = 0; layer <= last; layer++) {
    const made = linear(layerOf(parameters, layer), entering[layer] ?? x);
    sums.push(made);
    entering.push(ACTIVATION_OPS[activation](made));
  }
  const parts: Tensor3D[] = [];
  let slope: Tensor3D = mul(sub(sums[last] ?? y, y), 2 / outputs);
  for (let layer = last; layer >= 0; layer--) {
    const below = entering[layer] ?? x;
    const rows: Tensor4D = reshape(slope, [batch, shots, slope.shape[2], 1]);
    const columns: Tensor4D = reshape(below, [batch, shots, 1, below.shape[2]]);
    parts.unshift(reshape(mul(rows, columns), [batch, shots, -1]), slope);
    const beneath = sums[layer - 1];
    if (beneath === undefined) break;
    const [weight] = layerOf(parameters, layer);
    slope = mul(product(transpose(weight, [0, 2, 1]), slope), ACTIVATION_SLOPES[activation](beneath));
  }
  return concat(parts, 2);
}

/** Each number g of gradients [B, K, P] as [B, K·P, 3]: log|g|/p and its sign, or −1 and e^p·g below e^−p; and a 1. */
function magnitudesAndSigns(gradient: Tensor3D): Tensor3D {
  const [batch, shots, count] = gradient.shape;
  const least = Math.exp(-SMALLEST_EXPONENT);
  const magnitudes = div(log(maximum(abs(gradient), least)), SMALLEST_EXPONENT);
  const signs = maximum(minimum(div(gradient, least), 1), -1);
  return reshape(stack([magnitudes, signs, onesLike(signs)], 3), [batch, shots * count, 3]);
}

/** m of what is told of each number, [B, N, 1]. The 1 beside it brings the first bias in, which added to so many rows costs more than the product. */
function generated(spec: Mlp, generator: BatchedParameters, told: Tensor3D): Tensor3D {
  const [weight, bias] = layerOf(generator, 0);
  const first: Tensor3D = concat([weight, transpose(bias, [0, 2, 1])], 2);
  return linear(generator.slice(-2), ACTIVATION_OPS[spec.activation](product(first, told)));
}

/** Fast weights of every support point, as [B, K·in, out] and [B, K, out] of each layer. */
function memoryOf(spec: MetaNet, { generator, base }: Parts, points: BatchedPoints): BatchedParameters {
  const [batch, shots] = points.x.shape;
  const told = asConstant(base, (weights) => magnitudesAndSigns(gradients(baseOf(spec), weights, points)));
  const made: Tensor3D = reshape(generated(generatorOf(spec), generator, told), [batch, shots, -1]);
  let next = 0;
  return linearLayers(baseOf(spec)).flatMap(({ inputs, outputs }) => {
    const taken = (size: number): Tensor3D => {
      const part = slice(made, [0, 0, next], [batch, shots, size]);
      next += size;
      return div(part, inputs);
    };
    const weights: Tensor4D = reshape(taken(inputs * outputs), [batch, shots, outputs, inputs]);
    const turned: Tensor3D = reshape(transpose(weights, [0, 1, 3, 2]), [batch, shots * inputs, outputs]);
    return [turned, taken(outputs)];
  });
}

/** How much each place reads of each support point, [B, N, K]: rows that have seen any add up to 1. */
function attention(
  spec: MetaNet,
  { embedding }: Parts,
  x: Tensor3D,
  { points, counts }: SeenPoints,
): Tensor3D {
  const directions = (at: Tensor3D): Tensor3D => {
    const key = perceptron(embeddingOf(spec), embedding, at);
    return div(key, sqrt(add(sum<Tensor3D>(square(key), 2, true), LEAST_LENGTH)));
  };
  const before: Before = { counts, shots: points.x.shape[1] };
  const cosines = matMul(directions(x), directions(points.x), false, true);
  const mask = matrixOf(before, (count, point) => (point < count ? 0 : NEVER));
  const seen = matrixOf(before, (count, point) => (point < count ? 1 : 0));
  return mul(softmax(add(mul(cosines, SHARPNESS), mask)), seen);
}

/** What fast weights make of each layer's inputs, and none before any point. */
interface Reading {
  readonly memory: BatchedParameters;
  readonly weights: Tensor3D;
}

/**
 * W*h + b* of a layer, [B, N, out], each place with its own mixture of fast weights: Σ_i W*_i (a_i h) in one product, since
 * TensorFlow.js is slow where one tensor is repeated for another.
 */
function fast({ memory, weights }: Reading, layer: number, below: Tensor3D): Tensor3D {
  const [batch, places, shots] = weights.shape;
  const [weight, bias] = layerOf(memory, layer);
  const shares: Tensor3D = reshape(weights, [batch * places, shots, 1]);
  const shared = matMul(shares, reshape(below, [batch * places, 1, below.shape[2]]));
  return add(matMul(reshape(shared, [batch, places, -1]), weight), matMul(weights, bias));
}

/** What enters the last layer, and what its fast weights add to the answer, nothing before any point. */
function walk(
  spec: MetaNet,
  parameters: BatchedParameters,
  x: Tensor3D,
  seen: SeenPoints | undefined,
): { features: Tensor3D; beside: Tensor3D | null } {
  const parts = partsOf(spec, parameters);
  const reading =
    seen === undefined
      ? null
      : { memory: memoryOf(spec, parts, seen.points), weights: attention(spec, parts, x, seen) };
  const activate = ACTIVATION_OPS[spec.activation];
  const last = spec.hidden.length;
  let features = x;
  for (let layer = 0; layer < last; layer++) {
    const slow = linear(layerOf(parts.base, layer), features);
    const quick = reading === null ? zerosLike(slow) : fast(reading, layer, features);
    features = add(activate(slow), activate(quick));
  }
  return { features, beside: reading === null ? null : fast(reading, last, features) };
}

export const metaNet: TensorModel<MetaNet> = {
  features: (spec, parameters, x, seen) => walk(spec, parameters, x, seen).features,
  outputs(spec, parameters, x, seen) {
    const { features, beside } = walk(spec, parameters, x, seen);
    const slow = linear(parameters.slice(-2), features);
    return beside === null ? slow : add(slow, beside);
  },
  numbers(spec) {
    const { layerSizes } = baseOf(spec);
    const weights = linearLayers(baseOf(spec)).reduce(
      (all, { inputs, outputs }) => all + (inputs + 1) * outputs,
      0,
    );
    const units = generatorOf(spec).layerSizes.reduce((all, size) => all + size, 0);
    // Fitted: what is told of gradients leaves nothing for the way back.
    return { all: Math.ceil(0.62 * weights * units), largest: Math.max(weights * units, ...layerSizes) };
  },
};
