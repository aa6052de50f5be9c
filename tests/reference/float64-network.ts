/**
 * A multilayer perceptron in float64 without any engine: plain loops over one point at a time, with the change along a
 * direction carried along as R-values (Pearlmutter 1994). Slow and simple, to compare fast code with.
 */
import type { LossName } from '#families/losses/loss-of.ts';
import { linearLayers } from '#models/mlp.ts';
import { type Architecture, expectMlp, isMlp, type Network, parameterLayout } from '#models/architecture.ts';
import type { PointSet } from '#families/task.ts';
import { activate } from './float64-activation.ts';
import { differentiateConv } from './float64-conv.ts';
import type { LossDerivatives, Vector } from './float64-derivatives.ts';

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

/** Loss, gradient and Hessian-vector product. */
export function differentiate(
  architecture: Architecture,
  theta: Vector,
  direction: Vector,
  points: PointSet,
  lossName: LossName = 'squaredError',
): LossDerivatives {
  if (!isMlp(architecture)) return differentiateConv(architecture, theta, direction, points, lossName);
  const layers = linearLayers(architecture);
  const offsets = parameterLayout(architecture);
  const gradient = new Float64Array(theta.length);
  const product = new Float64Array(theta.length);
  const inputSize = architecture.layerSizes[0] ?? 1;
  const outputSize = architecture.layerSizes.at(-1) ?? 1;
  // Without a direction nothing changes, and the reference is asked for that most.
  const isMoved = direction.some((change) => change !== 0);
  let loss = 0;
  let closestToKink = Infinity;
  const at = (vector: ArrayLike<number>, index: number) => vector[index] ?? NaN;
  for (let point = 0; point < points.count; point++) {
    // Values and their change along the direction, layer by layer.
    const values = [Array.from(points.x.subarray(point * inputSize, (point + 1) * inputSize))];
    const changes = [values[0]?.map(() => 0) ?? []];
    const slopes: [number, number, number][][] = [];
    const preChanges: number[][] = [];
    layers.forEach(({ inputs, outputs }, layer) => {
      const weights = offsets[2 * layer]?.offset ?? 0;
      const bias = offsets[2 * layer + 1]?.offset ?? 0;
      const [below, belowChange] = [values[layer] ?? [], changes[layer] ?? []];
      const isLast = layer === layers.length - 1;
      const unit = Array.from({ length: outputs }, (_, j) => {
        let z = at(theta, bias + j);
        let change = at(direction, bias + j);
        for (let i = 0; i < inputs; i++) {
          const index = weights + j * inputs + i;
          z += at(theta, index) * at(below, i);
          if (isMoved) change += at(direction, index) * at(below, i) + at(theta, index) * at(belowChange, i);
        }
        if (!isLast) closestToKink = Math.min(closestToKink, Math.abs(z));
        const slope: [number, number, number] = isLast ? [z, 1, 0] : activate(architecture.activation, z);
        return { slope, change };
      });
      slopes.push(unit.map(({ slope }) => slope));
      preChanges.push(unit.map(({ change }) => change));
      values.push(unit.map(({ slope }) => slope[0]));
      changes.push(unit.map(({ slope, change }) => slope[1] * change));
    });
    const outputs = values.at(-1) ?? [];
    const targets = points.y.subarray(point * outputSize, (point + 1) * outputSize);
    const judged = POINT_LOSSES[lossName](outputs, changes.at(-1) ?? [], targets, points.count);
    loss += judged.share;
    let { delta, deltaChange } = judged;
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const { inputs = 0, outputs: units = 0 } = layers[layer] ?? {};
      const weights = offsets[2 * layer]?.offset ?? 0;
      const bias = offsets[2 * layer + 1]?.offset ?? 0;
      const [below, belowChange] = [values[layer] ?? [], changes[layer] ?? []];
      const down = Array.from({ length: inputs }, () => 0);
      const downChange = Array.from({ length: inputs }, () => 0);
      for (let j = 0; j < units; j++) {
        const [d, dChange] = [at(delta, j), at(deltaChange, j)];
        gradient[bias + j] = at(gradient, bias + j) + d;
        product[bias + j] = at(product, bias + j) + dChange;
        for (let i = 0; i < inputs; i++) {
          const index = weights + j * inputs + i;
          gradient[index] = at(gradient, index) + d * at(below, i);
          if (isMoved) product[index] = at(product, index) + dChange * at(below, i) + d * at(belowChange, i);
          down[i] = at(down, i) + at(theta, index) * d;
          if (isMoved)
            downChange[i] = at(downChange, i) + at(theta, index) * dChange + at(direction, index) * d;
        }
      }
      const belowSlopes = slopes[layer - 1];
      if (belowSlopes === undefined) break;
      delta = down.map((g, i) => g * (belowSlopes[i]?.[1] ?? NaN));
      deltaChange = down.map((g, i) => {
        const [, slope, curvature] = belowSlopes[i] ?? [NaN, NaN, NaN];
        return at(downChange, i) * slope + g * curvature * at(preChanges[layer - 1] ?? [], i);
      });
    }
  }
  return { loss, gradient, product, closestToKink };
}
