/**
 * The sweeps over a network of which every algorithm is made, in WGSL.
 *
 * With z_l = W_l a_{l−1} + b_l, a_l = φ(z_l) and δ_l = ∂L/∂z_l of the loss L (loss-code.ts has the last layer's):
 * - forward: a_l; backward: δ_{l−1} = φ′(z_{l−1}) ∘ g, g = W_lᵀ δ_l; gradient: ∂L/∂W_l = Σ_k δ_l a_{l−1}ᵀ;
 * - Hessian-vector product by Pearlmutter's R operator (Neural Computation 6, 1994), R{·} being the change
 *   along v: R{a_l} = φ′ ∘ R{z_l}, R{z_l} = W_l R{a_{l−1}} + V_l a_{l−1} + v_l, and backwards
 *   R{δ_{l−1}} = φ′ ∘ (W_lᵀ R{δ_l} + V_lᵀ δ_l) + φ″ ∘ g ∘ R{z_{l−1}}.
 * The backward sweep leaves φ″ ∘ g behind as the curvature, which the R-forward sweep multiplies by R{z}.
 *
 * What a pass leaves behind is a record (schedules/record.ts); R{record} has the same layout. A convolution is a linear layer at
 * each place of its kernel, of which patches are the rows (patch-code.ts); normalisation-code.ts has what may stand behind it.
 */
import type { Tile } from '#core/tuning.ts';
import type { Layer } from '../schedules/record.ts';
import { BARRIER, layerCode } from './layer-code.ts';
import type { LossCode } from './loss-code.ts';
import type { Network } from './network.ts';
import { normalisationFunctions } from './normalisation-code.ts';
import { ACTIVATION_CODE } from './activation-code.ts';

export interface SweepCode {
  /** Functions at the top of the kernel. */
  readonly functions: string;
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

export function sweepCode(network: Network, loss: LossCode, tile: Tile): SweepCode {
  const { activation, layers, parts } = network;
  const phi = ACTIVATION_CODE[activation];
  const { invocations } = tile;
  const isCurved = phi.curvature !== null;
  const hiddenLayers = layers.slice(0, -1);
  const last = layers.at(-1);
  if (last === undefined) throw new RangeError('Expected a network of at least one layer.');

  const code = layerCode(network, tile);
  const { at, momentsOf, entering, cut, product, upward, sink, gradient } = code;
  const { placesIn, isNormalised, scalesOf, shiftsOf, eachUnit } = code;

  const downwards = (body: (layer: Layer, under: Layer) => string, among = layers) =>
    among
      .flatMap((layer, index) => {
        const under = among[index - 1];
        return under === undefined ? [] : [`{ ${body(layer, under)} }`];
      })
      .toReversed()
      .join('\n');

  /** The activation `a` and its slope `s` of the unit at `offset` within the places named. */
  const slope =
    phi.slopeOfValue === null
      ? 'let a = memory[activations + offset]; let s = memory[slopes + offset];'
      : `let a = memory[activations + offset]; let s = ${phi.slopeOfValue};`;
  /** Names where a hidden layer's parts of the record lie. */
  const hiddenPlaces = ({ unitsBefore }: Layer) => `
    let activations = ${at('record', 'activations', unitsBefore)};
    let slopes = ${at('record', 'slopes', unitsBefore)};
    let curvatures = ${at('record', 'curvatures', unitsBefore)};`;
  /** A call of one of the normalisation's functions. */
  const normalisation = (name: string, layer: Layer, places: readonly string[]) =>
    `${name}(count, ${placesIn(layer)}u, ${layer.outputs}u, ${places.join(', ')}, invocation);`;

  /** What becomes of `z`. */
  const raise = `
            memory[activations + offset] = activate(z);
            ${phi.slopeOfValue === null ? 'memory[slopes + offset] = slopeAt(z);' : ''}`;
  const normaliseForward = (layer: Layer) => `
        ${normalisation('normalise', layer, [
          `theta + ${scalesOf(layer)}u`,
          `theta + ${shiftsOf(layer)}u`,
          'activations',
          at('record', 'even', layer.unitsBefore),
          momentsOf('record', layer),
        ])}
        ${eachUnit(layer, `let z = memory[activations + offset]; ${raise}`)}`;
  const forward = [
    ...hiddenLayers.map(
      (layer) => `{
        ${hiddenPlaces(layer)}
        ${cut(layer, 'record')}
        ${product({
          ...upward(layer, entering(layer, 'record'), 'theta'),
          second: null,
          offset: { start: '0u', stride: `${layer.outputs}u` },
          finish: `
            let z = sum + memory[theta + ${layer.bias}u + column];
            ${isNormalised(layer) ? 'memory[activations + offset] = z;' : raise}`,
        })}
        ${BARRIER}
        ${isNormalised(layer) ? normaliseForward(layer) : ''}
      }`,
    ),
    `{
      ${product({
        ...upward(last, entering(last, 'record'), 'theta'),
        second: null,
        offset: { start: 'predicted', stride: `${last.outputs}u` },
        finish: `memory[offset] = sum + memory[theta + ${last.bias}u + column];`,
      })}
      ${BARRIER}
    }`,
  ].join('\n');

  /** From g of a hidden layer's unit, the `sum`, its δ and what it curves. */
  const finishDelta = `
            ${slope}
            memory[deltas + offset] = sum * s;
            ${isCurved ? `memory[curvatures + offset] = sum * ${phi.curvature};` : ''}`;
  /** Of a layer whose δ is there but for its normalisation. */
  const normaliseBack = (layer: Layer) =>
    isNormalised(layer)
      ? normalisation('normaliseBack', layer, [
          `theta + ${scalesOf(layer)}u`,
          'deltas',
          at('record', 'even', layer.unitsBefore),
          at('record', 'raised', layer.unitsBefore),
          momentsOf('record', layer),
        ])
      : '';
  const deltaBelow = (layer: Layer, under: Layer) => `
        ${hiddenPlaces(under)}
        let deltas = ${at('record', 'deltas', under.unitsBefore)};
        ${sink(layer, at('record', 'deltas', layer.unitsBefore), null, finishDelta)}
        ${normaliseBack(under)}`;
  const judged = { invocations, outputs: last.outputs };
  const backward = `{
      let deltas = ${at('record', 'deltas', last.unitsBefore)};
      ${loss.delta(judged)}
      ${BARRIER}
    }
    ${downwards(deltaBelow)}`;

  const lastHidden = hiddenLayers.at(-1);
  const backwardFromSums =
    lastHidden === undefined
      ? ''
      : `{
      ${hiddenPlaces(lastHidden)}
      let deltas = ${at('record', 'deltas', lastHidden.unitsBefore)};
      ${eachUnit(lastHidden, `let sum = memory[deltas + offset]; ${finishDelta}`)}
      ${normaliseBack(lastHidden)}
    }
    ${downwards(deltaBelow, hiddenLayers)}`;
  const addBodyGradient = `
    ${hiddenLayers.map((layer) => gradient(layer, 'record', 'memory[direction + index] += sum;')).join('\n')}
    ${BARRIER}`;

  const descend = `
    ${layers
      .map((layer) =>
        gradient(
          layer,
          'record',
          `
            let source = select(to, base, isFirst) + index;
            memory[to + index] = select(1.0, keep, isFirst) * memory[source] - rate * sum;`,
        ),
      )
      .join('\n')}
    ${BARRIER}`;

  const second = (layer: Layer) =>
    layer === layers[0] ? null : { left: entering(layer, 'change'), right: `theta + ${layer.weights}u` };
  /** From R{z}, or of what it is normalised to, R{a} and what curves it. */
  const raiseChange = `
            ${slope}
            memory[changes + offset] = rz * s;
            ${isCurved ? 'memory[changedCurvatures + offset] = rz * memory[curvatures + offset];' : ''}`;
  const normaliseChange = (layer: Layer) => `
        ${normalisation('changeNormalised', layer, [
          `theta + ${scalesOf(layer)}u`,
          `along + ${scalesOf(layer)}u`,
          `along + ${shiftsOf(layer)}u`,
          'changes',
          at('record', 'even', layer.unitsBefore),
          momentsOf('record', layer),
          at('change', 'even', layer.unitsBefore),
          momentsOf('change', layer),
        ])}
        ${eachUnit(layer, `let rz = memory[changes + offset]; ${raiseChange}`)}`;
  const normaliseChangeBack = (layer: Layer) =>
    isNormalised(layer)
      ? normalisation('changeNormalisedBack', layer, [
          `theta + ${scalesOf(layer)}u`,
          `along + ${scalesOf(layer)}u`,
          'deltas',
          at('record', 'deltas', layer.unitsBefore),
          at('record', 'raised', layer.unitsBefore),
          at('record', 'even', layer.unitsBefore),
          momentsOf('record', layer),
          at('change', 'raised', layer.unitsBefore),
          at('change', 'even', layer.unitsBefore),
          momentsOf('change', layer),
        ])
      : '';
  const descendHessianProduct = [
    ...hiddenLayers.map(
      (layer) => `{
        ${hiddenPlaces(layer)}
        let changes = ${at('change', 'activations', layer.unitsBefore)};
        let changedCurvatures = ${at('change', 'curvatures', layer.unitsBefore)};
        ${layer === layers[0] ? '' : cut(layer, 'change')}
        ${product({
          ...upward(layer, entering(layer, 'record'), 'along'),
          second: second(layer),
          offset: { start: '0u', stride: `${layer.outputs}u` },
          finish: `
            let rz = sum + memory[along + ${layer.bias}u + column];
            ${isNormalised(layer) ? 'memory[changes + offset] = rz;' : raiseChange}`,
        })}
        ${BARRIER}
        ${isNormalised(layer) ? normaliseChange(layer) : ''}
      }`,
    ),
    `{
      let scale = ${loss.changeScale(judged)};
      let deltas = ${at('record', 'deltas', last.unitsBefore)};
      let changed = ${at('change', 'deltas', last.unitsBefore)};
      ${product({
        ...upward(last, entering(last, 'record'), 'along'),
        second: second(last),
        offset: { start: 'changed', stride: `${last.outputs}u` },
        finish: `memory[offset] = (sum + memory[along + ${last.bias}u + column]) * scale;`,
      })}
      ${BARRIER}
      ${loss.change === null ? '' : `${loss.change(judged)} ${BARRIER}`}
    }`,
    downwards(
      (layer, under) => `
        ${hiddenPlaces(under)}
        let deltas = ${at('change', 'deltas', under.unitsBefore)};
        let changedCurvatures = ${at('change', 'curvatures', under.unitsBefore)};
        ${sink(
          layer,
          at('change', 'deltas', layer.unitsBefore),
          { left: at('record', 'deltas', layer.unitsBefore), right: `along + ${layer.weights}u` },
          `
            ${slope}
            memory[deltas + offset] = sum * s${isCurved ? ' + memory[changedCurvatures + offset]' : ''};`,
        )}
        ${normaliseChangeBack(under)}`,
    ),
    ...layers.map((layer) => gradient(layer, 'change', 'memory[direction + index] -= rate * sum;')),
    BARRIER,
  ].join('\n');

  return {
    functions: layers.some(isNormalised) ? normalisationFunctions(invocations) : '',
    forward,
    backward,
    descend,
    descendHessianProduct,
    lastHiddenDeltas: parts.deltas + last.unitsBefore - last.inputs,
    backwardFromSums,
    addBodyGradient,
  };
}
