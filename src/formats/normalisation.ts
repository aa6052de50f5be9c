/** Layers of normalisation, which no network of this page has: refused as what they are. */
import { PlaygroundError } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import { describeShape, type NamedTensor } from './tensor-file.ts';

/** Running statistics, and what libraries call such layers. */
const NORMALISATION =
  /running_(?:mean|var)|num_batches_tracked|moving_(?:mean|variance)|batch_stats|(?:batch|layer|group|instance)_?norm|(?:^|[^a-z])(?:bn|ln|norm)\d*(?:[^a-z]|$)/i;

const SCALE = /(?:weight|scale|gamma)$/i;

/** The name of the shift beside a scale. */
function shiftOf(name: string): string {
  return name.replace(SCALE, (word) => (word.toLowerCase() === 'gamma' ? 'beta' : 'bias'));
}

/** The refusal of what normalises, `null` where nothing does. */
export function normalisationAmong(
  tensors: readonly Pick<NamedTensor, 'name' | 'shape'>[],
): PlaygroundError | null {
  const refusal = (name: string, found: Words) =>
    new PlaygroundError(
      'weights-file-foreign',
      said`“${name}”: expected linear layers alone, found ${found}.`,
      said`The page’s networks have no normalisation. PyTorch folds batch norm into the layer before it: torch.nn.utils.fusion.fuse_linear_bn_eval(linear, bn).`,
    );
  const named = tensors.find(({ name }) => NORMALISATION.test(name));
  if (named !== undefined) return refusal(named.name, said`a normalisation, such as batch norm`);
  // A linear layer's weight is a matrix; a vector as long as its bias scales.
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape.join()]));
  const scale = tensors.find(
    ({ name, shape }) => shape.length === 1 && SCALE.test(name) && shapes.get(shiftOf(name)) === shape.join(),
  );
  if (scale === undefined) return null;
  return refusal(scale.name, said`a vector of shape ${describeShape(scale.shape)}, as batch norm has`);
}
