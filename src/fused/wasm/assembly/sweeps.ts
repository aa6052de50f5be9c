/**
 * The sweeps over a network of which every algorithm is made; fused/webgpu/sweep-code.ts states their mathematics, with
 * Pearlmutter's R operator. A product leaves its sums, then a loop over the layer's units makes of them what is wanted.
 */
import { activate, applySlope, applySlopeDownwards, applySlopeUpwards } from './activations';
import {
  activation,
  biasOf,
  channelsOf,
  curvaturesPart,
  deltasPart,
  evenPart,
  inputsOf,
  isJoint,
  isNormalised,
  layers,
  momentsBefore,
  momentsPart,
  outputsOf,
  patchesBefore,
  patchesPart,
  placesOf,
  raisedPart,
  scalesOf,
  shiftsOf,
  slopesPart,
  transposed,
  transposedToo,
  unitsBefore,
  weightsOf,
} from './network';
import { changeOf, deltaOf } from './losses';
import {
  changeJointlyNormalised,
  changeJointlyNormalisedBack,
  normaliseJointly,
  normaliseJointlyBack,
} from './joint-normalisation';
import { changeNormalised, changeNormalisedBack, normalise, normaliseBack } from './normalisation';
import { AT_ONCE, cut, fold } from './patches';
import { descendOuterProduct, descendPairs, descendSums } from './outer-products';
import { NARROW, narrowProduct, product, transpose, transposedStride } from './products';

/** Where a part of a record, or of R{record}, has its numbers about a layer. */
@inline
function at(record: usize, part: i32, layer: i32, count: i32): usize {
  return record + (<usize>(count * (part + unitsBefore(layer))) << 2);
}

@inline
function momentsOf(record: usize, layer: i32, count: i32): usize {
  return record + (<usize>(count * (momentsPart + momentsBefore(layer))) << 2);
}

@inline
function patchesOf(record: usize, layer: i32, count: i32): usize {
  return record + (<usize>(count * (patchesPart + patchesBefore(layer))) << 2);
}

/** A convolution is a linear layer for each place of its kernel. */
@inline
function isConvolution(layer: i32): bool {
  return channelsOf(layer) > 0;
}

/** What lies below a layer: the points, or activations. */
@inline
function below(layer: i32, x: usize, record: usize, count: i32): usize {
  return layer == 0 ? x : at(record, 0, layer - 1, count);
}

/** What enters a layer: what lies below, or where that is a picture its patches, once they are cut. */
export function entering(layer: i32, x: usize, record: usize, count: i32): usize {
  return isConvolution(layer) ? patchesOf(record, layer, count) : below(layer, x, record, count);
}

/** The same, cutting them. */
function cutEntering(layer: i32, x: usize, record: usize, count: i32): usize {
  const from = below(layer, x, record, count);
  if (!isConvolution(layer)) return from;
  const to = patchesOf(record, layer, count);
  cut(layer, count, from, to);
  return to;
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

/**
 * Outputs for `count` points at `x` with the parameters at `theta`, by way of `record`, into `predicted`; the first `counted`
 * points lend their statistics where several are normalised together.
 */
export function forward(theta: usize, x: usize, count: i32, counted: i32, record: usize, predicted: usize): void {
  for (let layer = 0; layer < layers; layer++) {
    const isLast = layer == layers - 1;
    const to = isLast ? predicted : at(record, 0, layer, count);
    const left = cutEntering(layer, x, record, count);
    const places = placesOf(layer);
    const outputs = outputsOf(layer);
    climb(layer, count * places, left, theta + weightsOf(layer), 0, 0, theta + biasOf(layer), to);
    if (isLast) break;
    if (isNormalised(layer)) {
      const even = at(record, evenPart, layer, count);
      const moments = momentsOf(record, layer, count);
      const scales = theta + scalesOf(layer);
      const shifts = theta + shiftsOf(layer);
      if (isJoint(layer)) normaliseJointly(count, counted, places, outputs, scales, shifts, to, even, moments);
      else normalise(count, places, outputs, scales, shifts, to, even, moments);
    }
    activate(activation, to, at(record, slopesPart, layer, count), count * places * outputs);
  }
}

/** to = left·right, of a second pair as well unless `left2` is 0, of what is above a layer and its weights: what goes down. */
function sink(layer: i32, count: i32, left: usize, right: usize, left2: usize, right2: usize, to: usize): void {
  const inputs = inputsOf(layer);
  const outputs = outputsOf(layer);
  const stride = <usize>inputs << 2;
  if (!isConvolution(layer)) {
    product(count, inputs, outputs, left, right, left2, right2, stride, 0, to);
    return;
  }
  // Patches overlap: they are summed apart, of some pictures at once, and then added up.
  const places = placesOf(layer);
  const above = <usize>(places * outputs) << 2;
  const size = <usize>(placesOf(layer - 1) * outputsOf(layer - 1)) << 2;
  for (let picture = 0; picture < count; picture += AT_ONCE) {
    const pictures = min(AT_ONCE, count - picture);
    const first = <usize>picture * above;
    const second: usize = left2 == 0 ? 0 : left2 + first;
    product(pictures * places, inputs, outputs, left + first, right, second, right2, stride, 0, transposed);
    fold(layer, pictures, transposed, to + <usize>picture * size);
  }
}

/** δ of every layer from what is predicted and the targets at `y`; the first `skipped` points have no part in the loss. */
export function backward(
  theta: usize,
  predicted: usize,
  y: usize,
  count: i32,
  skipped: i32,
  counted: i32,
  record: usize,
): void {
  const last = layers - 1;
  const outputs = outputsOf(last);
  const to = at(record, deltasPart, last, count);
  const first = <usize>(skipped * outputs) << 2;
  memory.fill(to, 0, first);
  deltaOf(to + first, predicted + first, y + first, count - skipped, outputs);
  backwardBelow(last, theta, count, counted, record);
}

/** The sums that stand in the place of a hidden layer's δ become δ. */
function slopeBack(layer: i32, theta: usize, count: i32, counted: i32, record: usize): void {
  const to = at(record, deltasPart, layer, count);
  const places = placesOf(layer);
  const outputs = outputsOf(layer);
  applySlope(
    activation,
    to,
    at(record, 0, layer, count),
    at(record, slopesPart, layer, count),
    at(record, curvaturesPart, layer, count),
    count * places * outputs,
  );
  if (!isNormalised(layer)) return;
  const even = at(record, evenPart, layer, count);
  const raised = at(record, raisedPart, layer, count);
  const scales = theta + scalesOf(layer);
  const moments = momentsOf(record, layer, count);
  if (isJoint(layer)) normaliseJointlyBack(count, counted, places, outputs, scales, to, even, raised, moments);
  else normaliseBack(count, places, outputs, scales, to, even, raised, moments);
}

/** δ of every layer below one that has its own. */
function backwardBelow(from: i32, theta: usize, count: i32, counted: i32, record: usize): void {
  for (let layer = from; layer > 0; layer--) {
    const to = at(record, deltasPart, layer - 1, count);
    sink(layer, count, at(record, deltasPart, layer, count), theta + weightsOf(layer), 0, 0, to);
    slopeBack(layer - 1, theta, count, counted, record);
  }
}

/** Where δ of a layer is, [count, units]. */
export function deltasOf(layer: i32, count: i32, record: usize): usize {
  return at(record, deltasPart, layer, count);
}

/** δ of a hidden layer, in whose place its sums are, and of every layer below. */
export function backwardFromSums(layer: i32, theta: usize, count: i32, record: usize): void {
  slopeBack(layer, theta, count, count, record);
  backwardBelow(layer, theta, count, count, record);
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
    const rows = count * placesOf(layer);
    const deltas = at(record, deltasPart, layer, count);
    const left = entering(layer, x, record, count);
    const weights = weightsOf(layer);
    const bias = biasOf(layer);
    descendOuterProduct(
      outputs,
      inputsOf(layer),
      rows,
      deltas,
      left,
      0,
      0,
      base + weights,
      keep,
      rate,
      to + weights,
    );
    descendSums(outputs, rows, deltas, 0, base + bias, keep, rate, to + bias);
    if (!isNormalised(layer)) continue;
    const raised = at(record, raisedPart, layer, count);
    const even = at(record, evenPart, layer, count);
    const scales = scalesOf(layer);
    const shifts = shiftsOf(layer);
    descendPairs(outputs, rows, raised, even, 0, 0, base + scales, keep, rate, to + scales);
    descendSums(outputs, rows, raised, 0, base + shifts, keep, rate, to + shifts);
  }
}

/** R{a} of every layer, of points that all lend their statistics, and at the end R{δ} of the outputs. */
function changeForward(
  theta: usize,
  x: usize,
  y: usize,
  count: i32,
  record: usize,
  change: usize,
  along: usize,
): void {
  const last = layers - 1;
  for (let layer = 0; layer < layers; layer++) {
    const to = layer == last ? at(change, deltasPart, last, count) : at(change, 0, layer, count);
    const left2: usize = layer == 0 ? 0 : cutEntering(layer, 0, change, count);
    const places = placesOf(layer);
    const outputs = outputsOf(layer);
    climb(
      layer,
      count * places,
      entering(layer, x, record, count),
      along + weightsOf(layer),
      left2,
      theta + weightsOf(layer),
      along + biasOf(layer),
      to,
    );
    if (layer == last) {
      changeOf(to, at(record, deltasPart, last, count), y, count, outputs);
      break;
    }
    if (isNormalised(layer)) {
      const scales = theta + scalesOf(layer);
      const changedScales = along + scalesOf(layer);
      const changedShifts = along + shiftsOf(layer);
      const even = at(record, evenPart, layer, count);
      const moments = momentsOf(record, layer, count);
      const changedEven = at(change, evenPart, layer, count);
      const changedMoments = momentsOf(change, layer, count);
      if (isJoint(layer)) {
        changeJointlyNormalised(
          count,
          places,
          outputs,
          scales,
          changedScales,
          changedShifts,
          to,
          even,
          moments,
          changedEven,
          changedMoments,
        );
      } else {
        changeNormalised(
          count,
          places,
          outputs,
          scales,
          changedScales,
          changedShifts,
          to,
          even,
          moments,
          changedEven,
          changedMoments,
        );
      }
    }
    applySlopeUpwards(
      activation,
      to,
      at(record, 0, layer, count),
      at(record, slopesPart, layer, count),
      at(record, curvaturesPart, layer, count),
      at(change, curvaturesPart, layer, count),
      count * places * outputs,
    );
  }
}

/** R{δ} of every layer below the last. */
function changeBackward(theta: usize, count: i32, record: usize, change: usize, along: usize): void {
  for (let layer = layers - 1; layer > 0; layer--) {
    const next = layer - 1;
    const to = at(change, deltasPart, next, count);
    const places = placesOf(next);
    const outputs = outputsOf(next);
    sink(
      layer,
      count,
      at(change, deltasPart, layer, count),
      theta + weightsOf(layer),
      at(record, deltasPart, layer, count),
      along + weightsOf(layer),
      to,
    );
    applySlopeDownwards(
      activation,
      to,
      at(record, 0, next, count),
      at(record, slopesPart, next, count),
      at(change, curvaturesPart, next, count),
      count * places * outputs,
    );
    if (!isNormalised(next)) continue;
    const scales = theta + scalesOf(next);
    const changedScales = along + scalesOf(next);
    const deltas = at(record, deltasPart, next, count);
    const raised = at(record, raisedPart, next, count);
    const even = at(record, evenPart, next, count);
    const moments = momentsOf(record, next, count);
    const changedRaised = at(change, raisedPart, next, count);
    const changedEven = at(change, evenPart, next, count);
    const changedMoments = momentsOf(change, next, count);
    if (isJoint(next)) {
      changeJointlyNormalisedBack(
        count,
        places,
        outputs,
        scales,
        changedScales,
        to,
        deltas,
        raised,
        even,
        moments,
        changedRaised,
        changedEven,
        changedMoments,
      );
      continue;
    }
    changeNormalisedBack(
      count,
      places,
      outputs,
      scales,
      changedScales,
      to,
      deltas,
      raised,
      even,
      moments,
      changedRaised,
      changedEven,
      changedMoments,
    );
  }
}

/** `direction` −= rate · Hessian · `along`, with the record at `record` and R{record} at `change`. */
export function descendHessianProduct(
  theta: usize,
  x: usize,
  y: usize,
  count: i32,
  record: usize,
  change: usize,
  along: usize,
  rate: f32,
  direction: usize,
): void {
  changeForward(theta, x, y, count, record, change, along);
  changeBackward(theta, count, record, change, along);
  for (let layer = 0; layer < layers; layer++) {
    const outputs = outputsOf(layer);
    const rows = count * placesOf(layer);
    const changed = at(change, deltasPart, layer, count);
    const weights = direction + weightsOf(layer);
    const bias = direction + biasOf(layer);
    descendOuterProduct(
      outputs,
      inputsOf(layer),
      rows,
      changed,
      entering(layer, x, record, count),
      layer == 0 ? 0 : at(record, deltasPart, layer, count),
      layer == 0 ? 0 : entering(layer, 0, change, count),
      weights,
      1,
      rate,
      weights,
    );
    descendSums(outputs, rows, changed, 0, bias, 1, rate, bias);
    if (!isNormalised(layer)) continue;
    const scales = direction + scalesOf(layer);
    const shifts = direction + shiftsOf(layer);
    const changedRaised = at(change, raisedPart, layer, count);
    descendPairs(
      outputs,
      rows,
      changedRaised,
      at(record, evenPart, layer, count),
      at(record, raisedPart, layer, count),
      at(change, evenPart, layer, count),
      scales,
      1,
      rate,
      scales,
    );
    descendSums(outputs, rows, changedRaised, 0, shifts, 1, rate, shifts);
  }
}
