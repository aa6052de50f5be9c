/**
 * What a pass through a convolutional network leaves behind, for each point: what every network does, [layer][places,
 * channels]; the patches that its kernels cover; and where it normalises, z less its mean over its deviation (even), the δ of
 * what that becomes (raised), and two numbers a layer, 1/deviation and the mean of even times its δ (moments). Where pictures
 * are normalised together, there are two for each channel of a layer, once for all points: the room is that of one point.
 */
import { parameterLayout } from '#models/architecture.ts';
import { blocksOf, type Conv, KERNEL_PLACES, sizeOf } from '#models/conv.ts';
import { sharedStatistics } from '#models/statistics.ts';
import { type Convolution, type Layer, partsOf, type RecordParts } from './record.ts';

/** Numbers of a point's patches. */
function patchSize({ inputs, convolution }: Layer): number {
  return convolution === undefined ? 0 : inputs * convolution.after.height * convolution.after.width;
}

function normalisedIn(spec: Conv): Convolution['normalised'] {
  if (spec.normalisation === 'none') return 'not';
  return sharedStatistics(spec) === null ? 'alone' : 'jointly';
}

/** Moments of a convolution that is normalised so. */
function momentCount(normalised: Convolution['normalised'], channels: number): number {
  return normalised === 'jointly' ? 2 * channels : 2;
}

/** The convolutions as linear layers, and the head. */
export function convLayersOf(spec: Conv): Layer[] {
  const weights = parameterLayout(spec).filter(({ role }) => role === 'weight');
  const normalised = normalisedIn(spec);
  let [unitsBefore, patchesBefore, momentsBefore] = [0, 0, 0];
  const layers: Layer[] = blocksOf(spec).map((block, index) => {
    const start = weights[index]?.offset ?? 0;
    const size = weights[index]?.size ?? 0;
    const layer = {
      inputs: KERNEL_PLACES * block.before.channels,
      outputs: block.after.channels,
      weights: start,
      bias: start + size,
      unitsBefore,
      convolution: { ...block, patchesBefore, normalised, momentsBefore },
    };
    unitsBefore += sizeOf(block.after);
    patchesBefore += patchSize(layer);
    momentsBefore += momentCount(normalised, block.after.channels);
    return layer;
  });
  const head = weights.at(-1);
  const [outputs = 0, inputs = 0] = head?.shape ?? [];
  const start = head?.offset ?? 0;
  return [...layers, { inputs, outputs, weights: start, bias: start + inputs * outputs, unitsBefore }];
}

/** Numbers of a picture's patches in the layer that has most, the first left out, below which nothing goes. */
export function largestPatches(layers: readonly Layer[]): number {
  return Math.max(...layers.slice(1).map(patchSize));
}

export function convRecordParts(spec: Conv): RecordParts {
  const layers = convLayersOf(spec);
  const hidden = layers.at(-1)?.unitsBefore ?? 0;
  const common = partsOf(spec.activation, hidden, spec.outputs);
  const even = common.patches + layers.reduce((sum, layer) => sum + patchSize(layer), 0);
  if (spec.normalisation === 'none') return { ...common, even, raised: even, moments: even, width: even };
  const moments = even + 2 * hidden;
  const momentsOfAll = layers.reduce(
    (sum, { convolution, outputs }) =>
      convolution === undefined ? sum : sum + momentCount(convolution.normalised, outputs),
    0,
  );
  return { ...common, even, raised: even + hidden, moments, width: moments + momentsOfAll };
}
