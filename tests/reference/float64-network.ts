/**
 * A multilayer perceptron in float64 without any engine: plain loops over one point at a time, with the change along a
 * direction carried along as R-values (Pearlmutter 1994). Slow and simple, to compare fast code with.
 */
import type { LossName } from '#families/losses/loss-of.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { type Architecture, expectMlp, type Network, parameterLayout } from '#models/architecture.ts';
import { activate } from './float64-activation.ts';
import { differentiateConv } from './float64-conv.ts';
import type { BesidePoints, LossDerivatives, Vector } from './float64-derivatives.ts';

/** Predictions [outputs] at one point. */
export function predict({ architecture: given, parameters }: Network, x: readonly number[]): number[] {
  const architecture = expectMlp(given);
  const layout = parameterLayout(architecture);
  return linearLayers(architecture).reduce<number[]>(
    (below, { inputs, outputs }, layer) => {
      const [weights = 0, bias = 0] = [layout[2 * layer]?.offset, layout[2 * layer + 1]?.offset];
      const isLast = layer === architecture.layerSizes.length - 2;
      return Array.from({ length: outputs }, (_, j) => {
        const row = parameters.subarray(weights + j * inputs, weights + (j + 1) * inputs);
        const z = below.reduce((sum, value, i) => sum + (row[i] ?? NaN) * value, parameters[bias + j] ?? NaN);
        return isLast ? z : activate(architecture.activation, z)[0];
      });
    },
    [...x],
  );
}

/** At one point: its share of the loss of so many points, δ of the outputs z, and how δ changes where z changes so. */
type PointLoss = (
  outputs: readonly number[],
  changes: readonly number[],
  targets: ArrayLike<number>,
  points: number,
) => { readonly share: number; readonly delta: number[]; readonly deltaChange: number[] };

const POINT_LOSSES: Readonly<Record<LossName, PointLoss>> = {
  crossEntropy(outputs, changes, targets, points) {
    const most = Math.max(...outputs);
    const raised = outputs.map((value) => Math.exp(value - most));
    const whole = raised.reduce((sum, value) => sum + value, 0);
    const p = raised.map((value) => value / whole);
    const along = p.reduce((sum, value, index) => sum + value * (changes[index] ?? NaN), 0);
    const losses = outputs.map((value, index) => (targets[index] ?? NaN) * (Math.log(whole) + most - value));
    return {
      share: losses.reduce((sum, value) => sum + value, 0) / points,
      delta: p.map((value, index) => (value - (targets[index] ?? NaN)) / points),
      deltaChange: p.map((value, index) => (value * ((changes[index] ?? NaN) - along)) / points),
    };
  },
  squaredError(outputs, changes, targets, points) {
    const scale = 1 / (points * outputs.length);
    const errors = outputs.map((value, index) => value - (targets[index] ?? NaN));
    return {
      share: scale * errors.reduce((sum, error) => sum + error * error, 0),
      delta: errors.map((error) => 2 * scale * error),
      deltaChange: changes.map((change) => 2 * scale * change),
    };
  },
};

/** A layer's units at one point: z changes by `preChanges`, and φ(z), which has these slopes and curvatures, by `changes`. */
interface Units {
  readonly values: Vector;
  readonly changes: Vector;
  readonly slopes: Vector;
  readonly curvatures: Vector;
  readonly preChanges: Vector;
  /** ∂loss/∂z, and how that changes. */
  readonly delta: Vector;
  readonly deltaChange: Vector;
}

function unitsOf(count: number): Units {
  const vector = () => new Float64Array(count);
  return {
    values: vector(),
    changes: vector(),
    slopes: vector(),
    curvatures: vector(),
    preChanges: vector(),
    delta: vector(),
    deltaChange: vector(),
  };
}

/** Where a layer's numbers stand in the flat vector. */
interface Placed {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly bias: number;
}

// One kind of array only, so that these loops are fast: a thousand networks wait for them.
const at = (vector: Vector, index: number): number => vector[index] ?? NaN;

/** z and its change along the direction, from the layer below. */
function goUp(
  layer: Placed,
  theta: Vector,
  direction: Vector | null,
  below: Units,
  { values, preChanges }: Units,
): void {
  for (let j = 0; j < layer.outputs; j++) {
    const row = layer.weights + j * layer.inputs;
    let z = at(theta, layer.bias + j);
    for (let i = 0; i < layer.inputs; i++) z += at(theta, row + i) * at(below.values, i);
    values[j] = z;
    if (direction === null) continue;
    let change = at(direction, layer.bias + j);
    for (let i = 0; i < layer.inputs; i++) {
      change += at(direction, row + i) * at(below.values, i) + at(theta, row + i) * at(below.changes, i);
    }
    preChanges[j] = change;
  }
}

/** φ(z) of hidden units; gives the smallest |z|. */
function bend(
  activation: Mlp['activation'],
  { values, changes, slopes, curvatures, preChanges }: Units,
): number {
  let closest = Infinity;
  for (let j = 0; j < values.length; j++) {
    const z = at(values, j);
    const [value, slope, curvature] = activate(activation, z);
    closest = Math.min(closest, Math.abs(z));
    [values[j], slopes[j], curvatures[j]] = [value, slope, curvature];
    changes[j] = slope * at(preChanges, j);
  }
  return closest;
}

/** Adds a layer's share to gradient and product, and leaves δ of the hidden layer below. */
function goDown(
  layer: Placed,
  theta: Vector,
  direction: Vector | null,
  below: Units,
  { delta, deltaChange }: Units,
  { gradient, product }: { readonly gradient: Vector; readonly product: Vector },
): void {
  below.delta.fill(0);
  below.deltaChange.fill(0);
  for (let j = 0; j < layer.outputs; j++) {
    const row = layer.weights + j * layer.inputs;
    const d = at(delta, j);
    gradient[layer.bias + j] = at(gradient, layer.bias + j) + d;
    for (let i = 0; i < layer.inputs; i++) {
      gradient[row + i] = at(gradient, row + i) + d * at(below.values, i);
      below.delta[i] = at(below.delta, i) + at(theta, row + i) * d;
    }
    if (direction === null) continue;
    const change = at(deltaChange, j);
    product[layer.bias + j] = at(product, layer.bias + j) + change;
    for (let i = 0; i < layer.inputs; i++) {
      product[row + i] = at(product, row + i) + change * at(below.values, i) + d * at(below.changes, i);
      below.deltaChange[i] =
        at(below.deltaChange, i) + at(theta, row + i) * change + at(direction, row + i) * d;
    }
  }
  for (let i = 0; i < layer.inputs; i++) {
    const [slope, down] = [at(below.slopes, i), at(below.delta, i)];
    below.deltaChange[i] =
      at(below.deltaChange, i) * slope + down * at(below.curvatures, i) * at(below.preChanges, i);
    below.delta[i] = down * slope;
  }
}

/** Loss, gradient and Hessian-vector product; without a direction, or along none, the product is 0. */
export function differentiate(
  architecture: Architecture,
  theta: Vector,
  direction: Vector | null,
  points: BesidePoints,
  lossName: LossName = 'squaredError',
): LossDerivatives {
  if (architecture.model === 'conv') {
    return differentiateConv(
      architecture,
      theta,
      direction ?? new Float64Array(theta.length),
      points,
      lossName,
    );
  }
  const layout = parameterLayout(architecture);
  const perceptron = expectMlp(architecture);
  const layers: Placed[] = linearLayers(perceptron).map(({ inputs, outputs }, layer) => ({
    inputs,
    outputs,
    weights: layout[2 * layer]?.offset ?? NaN,
    bias: layout[2 * layer + 1]?.offset ?? NaN,
  }));
  const input = unitsOf(perceptron.layerSizes[0] ?? NaN);
  const above = layers.map(({ outputs }) => unitsOf(outputs));
  const sums = { gradient: new Float64Array(theta.length), product: new Float64Array(theta.length) };
  const outputs = above.at(-1) ?? input;
  const [inputSize, outputSize] = [input.values.length, outputs.values.length];
  let loss = 0;
  let closestToKink = Infinity;
  for (let point = 0; point < points.count; point++) {
    input.values.set(points.x.subarray(point * inputSize, (point + 1) * inputSize));
    layers.forEach((layer, place) => {
      const units = above[place] ?? outputs;
      goUp(layer, theta, direction, above[place - 1] ?? input, units);
      if (units === outputs) return;
      closestToKink = Math.min(closestToKink, bend(architecture.activation, units));
    });
    const targets = points.y.subarray(point * outputSize, (point + 1) * outputSize);
    const judged = POINT_LOSSES[lossName](
      Array.from(outputs.values),
      Array.from(outputs.preChanges),
      targets,
      points.count,
    );
    loss += judged.share;
    outputs.delta.set(judged.delta);
    outputs.deltaChange.set(judged.deltaChange);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const placed = layers[layer];
      if (placed === undefined) break;
      goDown(placed, theta, direction, above[layer - 1] ?? input, above[layer] ?? outputs, sums);
    }
  }
  return { loss, ...sums, closestToKink };
}
