/**
 * The sweeps over a multilayer perceptron of which every algorithm is made, in WGSL.
 *
 * With z_l = W_l a_{l−1} + b_l, a_l = φ(z_l) and δ_l = ∂L/∂z_l of the loss L (loss-code.ts has the last layer's):
 * - forward: a_l; backward: δ_{l−1} = φ′(z_{l−1}) ∘ g, g = W_lᵀ δ_l; gradient: ∂L/∂W_l = Σ_k δ_l a_{l−1}ᵀ;
 * - Hessian-vector product by Pearlmutter's R operator (Neural Computation 6, 1994), R{·} being the change
 *   along v: R{a_l} = φ′ ∘ R{z_l}, R{z_l} = W_l R{a_{l−1}} + V_l a_{l−1} + v_l, and backwards
 *   R{δ_{l−1}} = φ′ ∘ (W_lᵀ R{δ_l} + V_lᵀ δ_l) + φ″ ∘ g ∘ R{z_{l−1}}.
 * The backward sweep leaves φ″ ∘ g behind as the curvature, which the R-forward sweep multiplies by R{z}.
 *
 * What a pass leaves behind is a record (schedules/record.ts); R{record} has the same layout.
 */
import type { Mlp } from '#models/mlp.ts';
import type { Tile } from '#core/tuning.ts';
import { type Layer, layersOf, recordParts } from '../schedules/record.ts';
import type { LossCode } from './loss-code.ts';
import { ACTIVATION_CODE } from './activation-code.ts';
import {
  type OuterProductCode,
  outerProductCode,
  type ProductCode,
  productCode,
  thinOuterProductCode,
  thinProductCode,
} from './tile-code.ts';

/** Barrier after which every invocation sees what the others stored. */
const BARRIER = 'storageBarrier();';

export interface SweepCode {
  /** Outputs for `count` points at `x` with the parameters at `theta`, by way of `record`, into `predicted`. */
  readonly forward: string;
  /** δ of every layer from what is predicted and the targets at `y`. */
  readonly backward: string;
  /** to = keep·base − rate·gradient. */
  readonly descend: string;
  /** `direction` −= rate · Hessian · `along`, with the record at `record` and R{record} at `change`. */
  readonly descendHessianProduct: string;
  /** Where δ of the last hidden layer lies in a record, in numbers for each point. */
  readonly lastHiddenDeltas: number;
  /** δ of the last hidden layer, in whose place its sums are, and of every layer below. */
  readonly backwardFromSums: string;
  /** `direction` += gradient of all layers but the last. */
  readonly addBodyGradient: string;
}

export function sweepCode(architecture: Mlp, loss: LossCode, tile: Tile): SweepCode {
  const code = ACTIVATION_CODE[architecture.activation];
  const { invocations } = tile;
  const layers = layersOf(architecture);
  const parts = recordParts(architecture);
  const isCurved = code.curvature !== null;
  const hiddenLayers = layers.slice(0, -1);
  const last = layers.at(-1);
  if (last === undefined) throw new RangeError('Expected a network of at least one layer.');

  /** A part of a record, or of R{record}, at a layer. */
  const at = (
    record: 'record' | 'change',
    part: 'activations' | 'slopes' | 'curvatures' | 'deltas',
    units: number,
  ) => `(${record} + count * ${(part === 'activations' ? 0 : parts[part]) + units}u)`;
  /** What enters a layer: the points, or the activations below. */
  const entering = (layer: Layer, index: number) =>
    index === 0 ? 'x' : at('record', 'activations', layer.unitsBefore - layer.inputs);
  const product = (spec: ProductCode) =>
    spec.columns < tile.columns ? thinProductCode(invocations, spec) : productCode(tile, spec);
  const outerProduct = (spec: OuterProductCode) =>
    Math.min(spec.rows, spec.columns) < tile.rows
      ? thinOuterProductCode(invocations, spec)
      : outerProductCode(tile, spec);
  const upward = ({ inputs, outputs, weights }: Layer, input: string, parameters: string) => ({
    rows: 'count',
    columns: outputs,
    inner: inputs,
    left: { start: input, stride: `${inputs}u`, innerStride: '1u' },
    right: { start: `${parameters} + ${weights}u`, stride: `${inputs}u`, innerStride: '1u' },
  });
  const downward = ({ inputs, outputs, weights }: Layer, deltas: string, parameters: string) => ({
    rows: 'count',
    columns: inputs,
    inner: outputs,
    left: { start: deltas, stride: `${outputs}u`, innerStride: '1u' },
    right: { start: `${parameters} + ${weights}u`, stride: '1u', innerStride: `${inputs}u` },
    offset: { start: '0u', stride: `${inputs}u` },
  });
  const outer = ({ inputs, outputs, weights, bias }: Layer) => ({
    rows: outputs,
    columns: inputs,
    count: 'count',
    index: `${weights}u`,
    biasIndex: `${bias}u`,
  });
  /** The activation `a` and its slope `s` of the unit at `offset` within the places named. */
  const slope =
    code.slopeOfValue === null
      ? 'let a = memory[activations + offset]; let s = memory[slopes + offset];'
      : `let a = memory[activations + offset]; let s = ${code.slopeOfValue};`;
  /** Names where a hidden layer's parts of the record lie. */
  const hiddenPlaces = (units: number) => `
    let activations = ${at('record', 'activations', units)};
    let slopes = ${at('record', 'slopes', units)};
    let curvatures = ${at('record', 'curvatures', units)};`;

  const forward = [
    ...hiddenLayers.map(
      (layer, index) => `{
        ${hiddenPlaces(layer.unitsBefore)}
        ${product({
          ...upward(layer, entering(layer, index), 'theta'),
          second: null,
          offset: { start: '0u', stride: `${layer.outputs}u` },
          finish: `
            let z = sum + memory[theta + ${layer.bias}u + column];
            memory[activations + offset] = activate(z);
            ${code.slopeOfValue === null ? 'memory[slopes + offset] = slopeAt(z);' : ''}`,
        })}
        ${BARRIER}
      }`,
    ),
    `{
      ${product({
        ...upward(last, entering(last, layers.length - 1), 'theta'),
        second: null,
        offset: { start: 'predicted', stride: `${last.outputs}u` },
        finish: `memory[offset] = sum + memory[theta + ${last.bias}u + column];`,
      })}
      ${BARRIER}
    }`,
  ].join('\n');

  const downwards = (body: (layer: Layer, below: number) => string, among: readonly Layer[] = layers) =>
    among
      .slice(1)
      .toReversed()
      .map((layer) => `{ ${body(layer, layer.unitsBefore - layer.inputs)} ${BARRIER} }`)
      .join('\n');
  /** From g of a hidden layer's unit, the `sum`, its δ and what it curves. */
  const finishDelta = `
            ${slope}
            memory[deltas + offset] = sum * s;
            ${isCurved ? `memory[curvatures + offset] = sum * ${code.curvature};` : ''}`;
  const deltaBelow = (layer: Layer, below: number) => `
        ${hiddenPlaces(below)}
        let deltas = ${at('record', 'deltas', below)};
        ${product({
          ...downward(layer, at('record', 'deltas', layer.unitsBefore), 'theta'),
          second: null,
          finish: finishDelta,
        })}`;
  const judged = { invocations, outputs: last.outputs };
  const backward = `{
      let deltas = ${at('record', 'deltas', last.unitsBefore)};
      ${loss.delta(judged)}
      ${BARRIER}
    }
    ${downwards(deltaBelow)}`;

  const lastHiddenUnits = last.unitsBefore - last.inputs;
  const backwardFromSums = `{
      ${hiddenPlaces(lastHiddenUnits)}
      let deltas = ${at('record', 'deltas', lastHiddenUnits)};
      for (var offset = invocation; offset < count * ${last.inputs}u; offset += ${invocations}u) {
        let sum = memory[deltas + offset];
        ${finishDelta}
      }
      ${BARRIER}
    }
    ${downwards(deltaBelow, hiddenLayers)}`;
  const addBodyGradient = `
    ${hiddenLayers
      .map((layer, index) =>
        outerProduct({
          ...outer(layer),
          left: at('record', 'deltas', layer.unitsBefore),
          right: entering(layer, index),
          finish: 'memory[direction + index] += sum;',
        }),
      )
      .join('\n')}
    ${BARRIER}`;

  const descend = `
    ${layers
      .map((layer, index) =>
        outerProduct({
          ...outer(layer),
          left: at('record', 'deltas', layer.unitsBefore),
          right: entering(layer, index),
          finish: `
            let source = select(to, base, isFirst) + index;
            memory[to + index] = select(1.0, keep, isFirst) * memory[source] - rate * sum;`,
        }),
      )
      .join('\n')}
    ${BARRIER}`;

  const second = (layer: Layer, index: number) =>
    index === 0
      ? null
      : {
          left: at('change', 'activations', layer.unitsBefore - layer.inputs),
          right: `theta + ${layer.weights}u`,
        };
  const descendHessianProduct = [
    ...hiddenLayers.map(
      (layer, index) => `{
        ${hiddenPlaces(layer.unitsBefore)}
        let changes = ${at('change', 'activations', layer.unitsBefore)};
        let changedCurvatures = ${at('change', 'curvatures', layer.unitsBefore)};
        ${product({
          ...upward(layer, entering(layer, index), 'along'),
          second: second(layer, index),
          offset: { start: '0u', stride: `${layer.outputs}u` },
          finish: `
            let rz = sum + memory[along + ${layer.bias}u + column];
            ${slope}
            memory[changes + offset] = rz * s;
            ${isCurved ? 'memory[changedCurvatures + offset] = rz * memory[curvatures + offset];' : ''}`,
        })}
        ${BARRIER}
      }`,
    ),
    `{
      let scale = ${loss.changeScale(judged)};
      let deltas = ${at('record', 'deltas', last.unitsBefore)};
      let changed = ${at('change', 'deltas', last.unitsBefore)};
      ${product({
        ...upward(last, entering(last, layers.length - 1), 'along'),
        second: second(last, layers.length - 1),
        offset: { start: 'changed', stride: `${last.outputs}u` },
        finish: `memory[offset] = (sum + memory[along + ${last.bias}u + column]) * scale;`,
      })}
      ${BARRIER}
      ${loss.change === null ? '' : `${loss.change(judged)} ${BARRIER}`}
    }`,
    downwards(
      (layer, below) => `
        ${hiddenPlaces(below)}
        let deltas = ${at('change', 'deltas', below)};
        let changedCurvatures = ${at('change', 'curvatures', below)};
        ${product({
          ...downward(layer, at('change', 'deltas', layer.unitsBefore), 'theta'),
          second: {
            left: at('record', 'deltas', layer.unitsBefore),
            right: `along + ${layer.weights}u`,
          },
          finish: `
            ${slope}
            memory[deltas + offset] = sum * s${isCurved ? ' + memory[changedCurvatures + offset]' : ''};`,
        })}`,
    ),
    ...layers.map((layer, index) => {
      const pairs = [
        {
          left: at('change', 'deltas', layer.unitsBefore),
          right: entering(layer, index),
          biasIndex: `${layer.bias}u`,
        },
        ...(index === 0
          ? []
          : [
              {
                left: at('record', 'deltas', layer.unitsBefore),
                right: at('change', 'activations', layer.unitsBefore - layer.inputs),
                biasIndex: null,
              },
            ]),
      ];
      return pairs
        .map((pair) =>
          outerProduct({ ...outer(layer), ...pair, finish: 'memory[direction + index] -= rate * sum;' }),
        )
        .join('\n');
    }),
    BARRIER,
  ].join('\n');

  const lastHiddenDeltas = parts.deltas + lastHiddenUnits;
  return {
    forward,
    backward,
    descend,
    descendHessianProduct,
    lastHiddenDeltas,
    backwardFromSums,
    addBodyGradient,
  };
}
