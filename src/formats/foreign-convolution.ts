/**
 * A strided convolutional network from tensors as PyTorch lays them out, under any names: convolutions [out, in, 3, 3], vectors of
 * a normalisation over each picture, a head. Shapes tell neither stride nor padding: both are taken to be those of `models/conv.ts`,
 * by which the head must have as many inputs as pictures of 14 or 28 pixels a side leave.
 */
import { said } from '#core/saying.ts';
import { CHARACTER_SETTINGS } from '#families/characters/settings.ts';
import { PICTURE_SIDES } from '#families/pictures/picture-set.ts';
import { checkArchitecture, layerWidths } from '#models/architecture.ts';
import { type Conv, KERNEL } from '#models/conv.ts';
import { natural } from './layer-names.ts';
import { foreign, type Layer, layersOf, quoted } from './layer-pairs.ts';
import { describeShape, type NamedTensor } from './tensor-file.ts';

/** Batch norm, by the statistics that it keeps from training or by its name, and instance norm: other functions than ours. */
const OTHER_NORM =
  /running_(?:mean|var)|num_batches_tracked|(?:batch|instance)_?norm|(?:^|[^a-z])bn\d*(?:[^a-z]|$)/i;

/** Classes of a task. */
const { minimum: FEWEST, maximum: MOST } = CHARACTER_SETTINGS.ways;

export interface ForeignConvolution {
  readonly architecture: Conv;
  /** In the order of its layout. */
  readonly layers: readonly Layer[];
}

/** Whether tensors have a convolution among them. */
export function holdConvolutions(tensors: readonly Pick<NamedTensor, 'shape'>[]): boolean {
  return tensors.some(({ shape }) => shape.length === 4);
}

function expectKernels(convolutions: readonly Layer[]): void {
  let below: number | undefined;
  for (const { weight, bias } of convolutions) {
    const [outputs = 0, inputs = 0, ...kernel] = weight.shape;
    const expected = [outputs, below ?? inputs, KERNEL.side, KERNEL.side];
    if (weight.shape.join() !== expected.join() || kernel.length !== 2) {
      throw foreign(`“${weight.name}”`, said`shape ${describeShape(expected)}`, describeShape(weight.shape));
    }
    if (bias.shape.join() !== String(outputs)) {
      throw foreign(`“${bias.name}”`, said`a vector of ${outputs} numbers`, describeShape(bias.shape));
    }
    below = outputs;
  }
}

/** One normalisation behind each convolution, or none at all. */
function expectNorms(norms: readonly Layer[], filters: readonly number[]): void {
  if (norms.length === 0) return;
  if (norms.length !== filters.length) {
    const found = said`${norms.length} (${quoted(norms.map(({ weight }) => weight.name))})`;
    throw foreign(said`Normalisations`, said`one for each of ${filters.length} convolutions, or none`, found);
  }
  for (const [index, { weight, bias }] of norms.entries()) {
    const wrong = [weight, bias].find(({ shape }) => shape.join() !== String(filters[index]));
    if (wrong === undefined) continue;
    throw foreign(
      `“${wrong.name}”`,
      said`a vector of ${filters[index] ?? 0} numbers`,
      describeShape(wrong.shape),
    );
  }
}

/**
 * Reads a convolutional network.
 * @throws PlaygroundError `weights-file-foreign` naming the tensor and what was expected.
 */
export function foreignConvolution(tensors: readonly NamedTensor[]): ForeignConvolution {
  const other = tensors.find(({ name }) => OTHER_NORM.test(name));
  if (other !== undefined) {
    const expected = said`no normalisation, or one over each picture, as GroupNorm(1, channels) is`;
    throw foreign(`“${other.name}”`, expected, said`batch norm or instance norm`);
  }
  const sorted = layersOf(tensors).toSorted((a, b) => natural.compare(a.path.join('.'), b.path.join('.')));
  const withSides = (sides: number) => sorted.filter(({ weight }) => weight.shape.length === sides);
  const [convolutions, heads, norms] = [withSides(4), withSides(2), withSides(1)];
  const [head, rival] = heads;
  if (head === undefined || rival !== undefined) {
    const found = heads.length === 0 ? said`none` : quoted(heads.map(({ weight }) => weight.name));
    throw foreign(said`Layers behind the convolutions`, said`one linear layer`, found);
  }
  expectKernels(convolutions);
  const filters = convolutions.map(({ weight }) => weight.shape[0] ?? 0);
  expectNorms(norms, filters);
  const [outputs = 0, features = 0] = head.weight.shape;
  const [first] = convolutions;
  const channels = first?.weight.shape[1] ?? 0;
  if (channels !== 1) {
    throw foreign(`“${first?.weight.name}”`, said`pictures of one channel, ink`, said`${channels} channels`);
  }
  if (outputs < FEWEST || outputs > MOST) {
    throw foreign(`“${head.weight.name}”`, said`${FEWEST} to ${MOST} classes`, `${outputs}`);
  }
  const candidates = PICTURE_SIDES.map((side): Conv => {
    const normalisation = norms.length === 0 ? 'none' : 'layer';
    return {
      model: 'conv',
      input: [side, side, channels],
      filters,
      normalisation,
      outputs,
      activation: 'relu',
    };
  });
  const leave = (one: Conv) => layerWidths(one).at(-2) ?? 0;
  const [architecture, rivalSide] = candidates.filter((one) => leave(one) === features);
  if (rivalSide !== undefined) {
    const expected = said`inputs that tell pictures of 14 × 14 from those of 28 × 28`;
    throw foreign(`“${head.weight.name}”`, expected, said`${features}, which both leave`);
  }
  if (architecture === undefined) {
    const [small = 0, large = 0] = candidates.map(leave);
    const expected = said`${small} inputs, as pictures of 14 × 14 leave behind strides of 2, or ${large}, as those of 28 × 28 do`;
    throw foreign(`“${head.weight.name}”`, expected, `${features}`);
  }
  checkArchitecture(architecture);
  if (head.bias.shape.join() !== String(outputs)) {
    throw foreign(
      `“${head.bias.name}”`,
      said`a vector of ${outputs} numbers`,
      describeShape(head.bias.shape),
    );
  }
  const blocks = convolutions.flatMap((convolution, index) => [convolution, norms[index] ?? []].flat());
  return { architecture, layers: [...blocks, head] };
}
