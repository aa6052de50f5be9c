/** A network in PyTorch by its model, and what is asked of it: by which it is judged, and where that goes down. */
import type { LossName } from '#families/losses/loss-of.ts';
import { isMlp } from '#models/architecture.ts';
import type { Conv } from '#models/conv.ts';
import type { Mlp } from '#models/mlp.ts';
import { convolution } from './convolution.ts';
import { parted } from './lines.ts';
import type { NetworkInPython } from './network-words.ts';
import { perceptron } from './perceptron.ts';

/** What programs are written of. */
export type WrittenNetwork = Mlp | Conv;

export function networkInPython(network: WrittenNetwork): NetworkInPython {
  return isMlp(network) ? perceptron(network) : convolution(network);
}

const LOSSES: Readonly<Record<LossName, string>> = {
  squaredError: `def losses(theta, points):
    """The mean squared error of each task, [tasks]."""
    x, y = points
    return (predict(theta, x) - y).square().mean((1, 2))`,
  crossEntropy: `def losses(theta, points):
    """The mean cross-entropy of each task, [tasks]; y is 1 for a point's own class."""
    x, y = points
    return -(y * torch.log_softmax(predict(theta, x), 2)).sum(2).mean(1)`,
};

const SLOPE = `def slope(loss, at, exact=False):
    """The gradient of the summed losses; an exact one can be differentiated again."""
    (gradient,) = torch.autograd.grad(loss.sum(), at, create_graph=exact)
    return gradient`;

/** What networks answer, how far that is from what was asked for, and where it goes down. */
export function networkFunctions(network: WrittenNetwork, loss: LossName): string {
  return parted([networkInPython(network).predict, LOSSES[loss], SLOPE]);
}
