/**
 * The sweeps over a network of which every algorithm is made; fused/webgpu/sweep-code.ts states their mathematics, with
 * Pearlmutter's R operator. A product leaves its sums, then a loop over the layer's units makes of them what is wanted.
 */
import { activate, applySlope, applySlopeDownwards, applySlopeUpwards } from './activations';
import {
  activation,
  biasOf,
  curvaturesPart,
  deltasPart,
  inputsOf,
  layers,
  outputsOf,
  slopesPart,
  transposed,
  transposedToo,
  unitsBefore,
  weightsOf,
} from './network';
import { changeOf, deltaOf } from './losses';
import { descendOuterProduct, descendSums, NARROW, narrowProduct, product, transpose, transposedStride } from './products';

/** Where a part of a record, or of R{record}, has its numbers about a layer. */
@inline
function at(record: usize, part: i32, layer: i32, count: i32): usize {
  return record + (<usize>(count * (part + unitsBefore(layer))) << 2);
}

/** What enters a layer: the points, or the activations below. */
export function entering(layer: i32, x: usize, record: usize, count: i32): usize {
  return layer == 0 ? x : at(record, 0, layer - 1, count);
}

/** The layer's weights as [inputs, outputs]; those of one input are that as they lie. */
function upwards(weights: usize, layer: i32, room: usize): usize {
  if (inputsOf(layer) == 1) return weights;
  transpose(weights, outputsOf(layer), inputsOf(layer), room);
  return room;
}

/** to = W·left + b for every point, with V·left2 added unless `left2` is 0; `bias`, `weights` and `weights2` as given. */
function climb(
  layer: i32,
  count: i32,
  left: usize,
  weights: usize,
  left2: usize,
  weights2: usize,
  bias: usize,
  to: usize,
): void {
  const inputs = inputsOf(layer);
  const outputs = outputsOf(layer);
  if (outputs < NARROW) {
    narrowProduct(count, outputs, inputs, left, weights, left2, weights2, bias, to);
    return;
  }
  const right = upwards(weights, layer, transposed);
  const right2: usize = left2 == 0 ? 0 : upwards(weights2, layer, transposedToo);
  product(count, outputs, inputs, left, right, left2, right2, transposedStride(outputs), bias, to);
}

/** Outputs for `count` points at `x` with the parameters at `theta`, by way of `record`, into `predicted`. */
export function forward(theta: usize, x: usize, count: i32, record: usize, predicted: usize): void {
  for (let layer = 0; layer < layers; layer++) {
    const isLast = layer == layers - 1;
    const to = isLast ? predicted : at(record, 0, layer, count);
    const left = entering(layer, x, record, count);
    climb(layer, count, left, theta + weightsOf(layer), 0, 0, theta + biasOf(layer), to);
    if (isLast) break;
    activate(activation, to, at(record, slopesPart, layer, count), count * outputsOf(layer));
  }
}

/** δ of every layer from what is predicted and the targets at `y`. */
export function backward(theta: usize, predicted: usize, y: usize, count: i32, record: usize): void {
  const last = layers - 1;
  const size = count * outputsOf(last);
  deltaOf(at(record, deltasPart, last, count), predicted, y, size);
  backwardBelow(last, theta, count, record);
}

/** δ = φ′ ∘ sum of a hidden layer, whose sums stand in its place. */
function applySlopeOf(layer: i32, count: i32, record: usize): void {
  applySlope(
    activation,
    at(record, deltasPart, layer, count),
    at(record, 0, layer, count),
    at(record, slopesPart, layer, count),
    at(record, curvaturesPart, layer, count),
    count * outputsOf(layer),
  );
}

/** δ of every layer below one that has its own. */
function backwardBelow(from: i32, theta: usize, count: i32, record: usize): void {
  for (let layer = from; layer > 0; layer--) {
    const inputs = inputsOf(layer);
    const below = layer - 1;
    const to = at(record, deltasPart, below, count);
    const deltas = at(record, deltasPart, layer, count);
    const stride = <usize>inputs << 2;
    product(count, inputs, outputsOf(layer), deltas, theta + weightsOf(layer), 0, 0, stride, 0, to);
    applySlopeOf(below, count, record);
  }
}

/** Where δ of a layer is, [count, units]. */
export function deltasOf(layer: i32, count: i32, record: usize): usize {
  return at(record, deltasPart, layer, count);
}

/** δ of a hidden layer, in whose place its sums are, and of every layer below. */
export function backwardFromSums(layer: i32, theta: usize, count: i32, record: usize): void {
  applySlopeOf(layer, count, record);
  backwardBelow(layer, theta, count, record);
}

/** to = keep·base − rate·gradient. */
export function descend(
  x: usize,
  count: i32,
  record: usize,
  base: usize,
  keep: f32,
  rate: f32,
  to: usize,
): void {
  descendBelow(layers, x, count, record, base, keep, rate, to);
}

/** The same for the layers below `end` only. */
export function descendBelow(
  end: i32,
  x: usize,
  count: i32,
  record: usize,
  base: usize,
  keep: f32,
  rate: f32,
  to: usize,
): void {
  for (let layer = 0; layer < end; layer++) {
    const outputs = outputsOf(layer);
    const deltas = at(record, deltasPart, layer, count);
    const left = entering(layer, x, record, count);
    const weights = weightsOf(layer);
    const bias = biasOf(layer);
    descendOuterProduct(
      outputs,
      inputsOf(layer),
      count,
      deltas,
      left,
      0,
      0,
      base + weights,
      keep,
      rate,
      to + weights,
    );
    descendSums(outputs, count, deltas, 0, base + bias, keep, rate, to + bias);
  }
}

/** R{a} of every layer, and at the end R{δ} of the outputs. */
function changeForward(theta: usize, x: usize, count: i32, record: usize, change: usize, along: usize): void {
  const last = layers - 1;
  for (let layer = 0; layer < layers; layer++) {
    const to = layer == last ? at(change, deltasPart, last, count) : at(change, 0, layer, count);
    const left2: usize = layer == 0 ? 0 : at(change, 0, layer - 1, count);
    climb(
      layer,
      count,
      entering(layer, x, record, count),
      along + weightsOf(layer),
      left2,
      theta + weightsOf(layer),
      along + biasOf(layer),
      to,
    );
    const size = count * outputsOf(layer);
    if (layer == last) {
      changeOf(to, size);
      break;
    }
    applySlopeUpwards(
      activation,
      to,
      at(record, 0, layer, count),
      at(record, slopesPart, layer, count),
      at(record, curvaturesPart, layer, count),
      at(change, curvaturesPart, layer, count),
      size,
    );
  }
}

/** R{δ} of every layer below the last. */
function changeBackward(theta: usize, count: i32, record: usize, change: usize, along: usize): void {
  for (let layer = layers - 1; layer > 0; layer--) {
    const inputs = inputsOf(layer);
    const below = layer - 1;
    const to = at(change, deltasPart, below, count);
    product(
      count,
      inputs,
      outputsOf(layer),
      at(change, deltasPart, layer, count),
      theta + weightsOf(layer),
      at(record, deltasPart, layer, count),
      along + weightsOf(layer),
      <usize>inputs << 2,
      0,
      to,
    );
    applySlopeDownwards(
      activation,
      to,
      at(record, 0, below, count),
      at(record, slopesPart, below, count),
      at(change, curvaturesPart, below, count),
      count * inputs,
    );
  }
}

/** `direction` −= rate · Hessian · `along`, with the record at `record` and R{record} at `change`. */
export function descendHessianProduct(
  theta: usize,
  x: usize,
  count: i32,
  record: usize,
  change: usize,
  along: usize,
  rate: f32,
  direction: usize,
): void {
  changeForward(theta, x, count, record, change, along);
  changeBackward(theta, count, record, change, along);
  for (let layer = 0; layer < layers; layer++) {
    const outputs = outputsOf(layer);
    const changed = at(change, deltasPart, layer, count);
    const weights = direction + weightsOf(layer);
    const bias = direction + biasOf(layer);
    descendOuterProduct(
      outputs,
      inputsOf(layer),
      count,
      changed,
      entering(layer, x, record, count),
      layer == 0 ? 0 : at(record, deltasPart, layer, count),
      layer == 0 ? 0 : at(change, 0, layer - 1, count),
      weights,
      1,
      rate,
      weights,
    );
    descendSums(outputs, count, changed, 0, bias, 1, rate, bias);
  }
}
