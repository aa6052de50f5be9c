/** A perceptron in PyTorch, one for each task at once, with all of its parameters in one vector. */
import { linearLayers, type Mlp } from '#models/mlp.ts';
import { ACTIVATIONS, type NetworkInPython } from './network-words.ts';

const NAMED = `def named(vector, prefix=""):
    """The parameters under the names of PyTorch's state dict of Sequential(Linear, …, Linear)."""
    tensors, offset = {}, 0
    for layer, (inputs, outputs) in enumerate(LAYERS):
        for part, shape in (("weight", (outputs, inputs)), ("bias", (outputs,))):
            size = math.prod(shape)
            tensors[f"{prefix}{2 * layer}.{part}"] = vector[offset : offset + size].reshape(shape).clone()
            offset += size
    return tensors`;

export function perceptron(network: Mlp): NetworkInPython {
  const layers = linearLayers(network).map(({ inputs, outputs }) => `(${inputs}, ${outputs})`);
  return {
    constants: `LAYERS = [${layers.join(', ')}]
PARAMETERS = sum((inputs + 1) * outputs for inputs, outputs in LAYERS)`,
    predict: `def predict(theta, x, layers=len(LAYERS)):
    """What networks with parameters θ [tasks, P] say at x [tasks, points, in]; of fewer layers, the features there."""
    offset = 0
    for layer, (inputs, outputs) in enumerate(LAYERS[:layers]):
        weight = theta[:, offset : offset + outputs * inputs].reshape(-1, outputs, inputs)
        bias = theta[:, offset + outputs * inputs : offset + outputs * (inputs + 1)]
        x = x @ weight.transpose(1, 2) + bias.unsqueeze(1)
        if layer < len(LAYERS) - 1:
            x = ${ACTIVATIONS[network.activation]}
        offset += outputs * (inputs + 1)
    return x`,
    named: NAMED,
    features: 'predict(theta, x, len(LAYERS) - 1)',
    headSize: 'width, outputs = LAYERS[-1]',
    layerCount: 'len(LAYERS)',
    layerSizes: '[(inputs + 1) * outputs for inputs, outputs in LAYERS]',
    firstLayer: 'inputs, units = LAYERS[0]\n    first = inputs * units',
    firstUnits: 'LAYERS[0][1]',
  };
}
