/** A perceptron in PyTorch, one for each task at once, with all of its parameters in one vector. */
import type { Activation } from '#models/activations.ts';
import { linearLayers, type Mlp } from '#models/mlp.ts';

const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  relu: 'torch.relu(x)',
  tanh: 'torch.tanh(x)',
  sigmoid: 'torch.sigmoid(x)',
  softplus: 'torch.nn.functional.softplus(x)',
  sin: 'torch.sin(x)',
};

/** Inputs and outputs of the layers. */
export function networkConstants(network: Mlp): string {
  const layers = linearLayers(network).map(({ inputs, outputs }) => `(${inputs}, ${outputs})`);
  return `LAYERS = [${layers.join(', ')}]
PARAMETERS = sum((inputs + 1) * outputs for inputs, outputs in LAYERS)`;
}

/** What networks answer, how far that is from what was asked for, and where it goes down. */
export function networkFunctions({ activation }: Mlp): string {
  return `def predict(theta, x, layers=len(LAYERS)):
    """What networks with parameters θ [tasks, P] say at x [tasks, points, in]; of fewer layers, the features there."""
    offset = 0
    for layer, (inputs, outputs) in enumerate(LAYERS[:layers]):
        weight = theta[:, offset : offset + outputs * inputs].reshape(-1, outputs, inputs)
        bias = theta[:, offset + outputs * inputs : offset + outputs * (inputs + 1)]
        x = x @ weight.transpose(1, 2) + bias.unsqueeze(1)
        if layer < len(LAYERS) - 1:
            x = ${ACTIVATIONS[activation]}
        offset += outputs * (inputs + 1)
    return x


def losses(theta, points):
    """The mean squared error of each task, [tasks]."""
    x, y = points
    return (predict(theta, x) - y).square().mean((1, 2))


def slope(loss, at, exact=False):
    """The gradient of the summed losses; an exact one can be differentiated again."""
    (gradient,) = torch.autograd.grad(loss.sum(), at, create_graph=exact)
    return gradient`;
}
