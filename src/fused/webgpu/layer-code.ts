/**
 * A network's layers as products over a record, in WGSL: where each has its numbers, what enters it, what goes down through it and
 * its gradient. A convolution is a linear layer at each place of its kernel, of which patches are the rows (patch-code.ts).
 */
import type { Tile } from '#core/tuning.ts';
import type { Layer, RecordParts } from '../schedules/record.ts';
import { FOLDED_AT_ONCE, type Network } from './network.ts';
import { cutCode, foldCode, placesOf } from './patch-code.ts';
import {
  type ColumnSumCode,
  columnSumCode,
  type OuterProductCode,
  outerProductCode,
  type ProductCode,
  productCode,
  thinOuterProductCode,
  thinProductCode,
} from './tile-code.ts';

/** Barrier after which every invocation sees what the others stored. */
export const BARRIER = 'storageBarrier();';

/** Which of both: what a pass has left, or R of it. */
type Record = 'record' | 'change';

export function layerCode({ layers, parts }: Network, tile: Tile) {
  const { invocations } = tile;
  /** A part of a record, or of R{record}, so many numbers a point into it. */
  const at = (record: Record, part: keyof RecordParts | 'activations', before: number) =>
    `(${record} + count * ${(part === 'activations' ? 0 : parts[part]) + before}u)`;
  const momentsOf = (record: Record, layer: Layer) => at(record, 'moments', 2 * layers.indexOf(layer));
  /** What lies below a layer: the points, or activations. */
  const below = (layer: Layer, record: Record) => {
    const under = layers[layers.indexOf(layer) - 1];
    return under === undefined ? 'x' : at(record, 'activations', under.unitsBefore);
  };
  /** What enters a layer: that, or where it is pictures their patches, once they are cut. */
  const entering = (layer: Layer, record: Record) =>
    layer.convolution === undefined
      ? below(layer, record)
      : at(record, 'patches', layer.convolution.patchesBefore);
  const cut = (layer: Layer, record: Record) =>
    layer.convolution === undefined
      ? ''
      : `${cutCode(invocations, layer.convolution, below(layer, record), entering(layer, record))} ${BARRIER}`;
  /** Rows of a product that a point has. */
  const placesIn = ({ convolution }: Layer) => (convolution === undefined ? 1 : placesOf(convolution.after));
  const rowsOf = (layer: Layer) =>
    layer.convolution === undefined ? 'count' : `count * ${placesIn(layer)}u`;
  const isNormalised = ({ convolution }: Layer) => convolution?.normalised === 'alone';
  const scalesOf = ({ bias, outputs }: Layer) => bias + outputs;
  const shiftsOf = ({ bias, outputs }: Layer) => bias + 2 * outputs;

  const product = (spec: ProductCode & { readonly inner: number }) =>
    spec.columns < tile.columns ? thinProductCode(invocations, spec) : productCode(tile, spec);
  const outerProduct = (spec: OuterProductCode) =>
    Math.min(spec.rows, spec.columns) < tile.rows
      ? thinOuterProductCode(invocations, spec)
      : outerProductCode(tile, spec);
  const upward = (layer: Layer, input: string, parameters: string) => ({
    rows: rowsOf(layer),
    columns: layer.outputs,
    inner: layer.inputs,
    left: { start: input, stride: `${layer.inputs}u`, innerStride: '1u' },
    right: { start: `${parameters} + ${layer.weights}u`, stride: `${layer.inputs}u`, innerStride: '1u' },
  });
  /** Over every unit of a hidden layer, at `offset`. */
  const eachUnit = (layer: Layer, body: string) => `
    for (var offset = invocation; offset < ${rowsOf(layer)} * ${layer.outputs}u; offset += ${invocations}u) {
      ${body}
    }
    ${BARRIER}`;
  /**
   * What goes down through a layer, from its δ at `left` and its weights at `right`, perhaps of a second pair as well: `finish`
   * has the `sum` of a unit below at `offset`.
   */
  const sink = (layer: Layer, left: string, second: ProductCode['second'], finish: string) => {
    const { inputs, outputs, weights, convolution } = layer;
    const right = { start: `theta + ${weights}u`, stride: '1u', innerStride: `${inputs}u` };
    const sizes = { columns: inputs, inner: outputs, right };
    const strides = { stride: `${outputs}u`, innerStride: '1u' };
    if (convolution === undefined)
      return `${product({
        ...sizes,
        rows: 'count',
        left: { start: left, ...strides },
        second,
        offset: { start: '0u', stride: `${inputs}u` },
        finish,
      })}
      ${BARRIER}`;
    // Patches overlap: they are summed apart, of some pictures at once, and then added up.
    const places = placesIn(layer);
    const ofPictures = (start: string) => `${start} + firstPicture * ${places * outputs}u`;
    return `for (var firstPicture = 0u; firstPicture < count; firstPicture += ${FOLDED_AT_ONCE}u) {
      let pictures = min(${FOLDED_AT_ONCE}u, count - firstPicture);
      ${product({
        ...sizes,
        rows: `pictures * ${places}u`,
        left: { start: ofPictures(left), ...strides },
        second: second === null ? null : { ...second, left: ofPictures(second.left) },
        offset: { start: 'folded', stride: `${inputs}u` },
        finish: 'memory[offset] = sum;',
      })}
      ${BARRIER}
      ${foldCode(invocations, convolution, finish)}
      ${BARRIER}
    }`;
  };
  /** The pairs of a δ and what has entered of which a layer's gradient is the sum, or R{gradient}. */
  const pairsOf = (layer: Layer, of: Record) => {
    const { unitsBefore } = layer;
    const first = { left: at(of, 'deltas', unitsBefore), right: entering(layer, 'record') };
    // Of the lowest layer what enters does not change.
    if (of === 'record' || layer === layers[0]) return { first, second: null };
    return { first, second: { left: at('record', 'deltas', unitsBefore), right: entering(layer, 'change') } };
  };
  /** Of a convolution's weights: so many rows are better summed in registers than added up in parts. */
  const kernelGradient = (layer: Layer, of: Record, finish: string) => {
    const { inputs, outputs, weights } = layer;
    const { first, second } = pairsOf(layer, of);
    if (inputs >= tile.columns)
      return productCode(tile, {
        rows: `${outputs}u`,
        columns: inputs,
        inner: rowsOf(layer),
        left: { start: first.left, stride: '1u', innerStride: `${outputs}u` },
        right: { start: first.right, stride: '1u', innerStride: `${inputs}u` },
        second,
        offset: { start: `${weights}u`, stride: `${inputs}u` },
        finish: `let index = offset; let isFirst = true; ${finish}`,
      });
    const sizes = { rows: outputs, columns: inputs, count: rowsOf(layer), index: `${weights}u`, finish };
    return [first, ...(second === null ? [] : [second])]
      .map((pair) => thinOuterProductCode(invocations, { ...sizes, ...pair, biasIndex: null }))
      .join('\n');
  };
  /** Of a convolution's bias, and of the scales and shifts behind it. */
  const channelGradient = (layer: Layer, of: Record, finish: string) => {
    const { outputs, bias, unitsBefore } = layer;
    const sums = (index: number, terms: ColumnSumCode['terms']) =>
      columnSumCode(invocations, {
        columns: outputs,
        count: rowsOf(layer),
        index: `${index}u`,
        terms,
        finish,
      });
    const ofBias = sums(bias, [{ left: at(of, 'deltas', unitsBefore), right: null }]);
    if (!isNormalised(layer)) return ofBias;
    const raised = at(of, 'raised', unitsBefore);
    const scaled = { left: raised, right: at('record', 'even', unitsBefore) };
    const moved = { left: at('record', 'raised', unitsBefore), right: at('change', 'even', unitsBefore) };
    return `${ofBias}
      ${sums(scalesOf(layer), of === 'record' ? [scaled] : [scaled, moved])}
      ${sums(shiftsOf(layer), [{ left: raised, right: null }])}`;
  };
  /** The gradient with respect to a layer's parameters, or R{gradient}: `finish` has the `sum` of the one at `index`. */
  const gradient = (layer: Layer, of: Record, finish: string) => {
    if (layer.convolution !== undefined)
      return `${kernelGradient(layer, of, finish)} ${channelGradient(layer, of, finish)}`;
    const { inputs, outputs, weights, bias } = layer;
    const { first, second } = pairsOf(layer, of);
    const sizes = { rows: outputs, columns: inputs, count: 'count', index: `${weights}u`, finish };
    return `${outerProduct({ ...sizes, ...first, biasIndex: `${bias}u` })}
      ${second === null ? '' : outerProduct({ ...sizes, ...second, biasIndex: null })}`;
  };

  return {
    at,
    momentsOf,
    entering,
    cut,
    placesIn,
    isNormalised,
    scalesOf,
    shiftsOf,
    product,
    upward,
    eachUnit,
    sink,
    gradient,
  };
}
