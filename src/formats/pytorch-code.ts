/** Lines of Python that load a weights file and predict with it. */
import { type Activation, linearLayers } from '#core/model.ts';
import { TOLD_INPUTS } from '#core/sinusoid.ts';
import { RATES_PREFIX, type WeightsFile } from './weights-file.ts';

const MODULES: Readonly<Record<Activation, string>> = {
  relu: 'nn.ReLU()',
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  softplus: 'nn.Softplus()',
  sin: 'Sine()',
};

const SINE_MODULE = `
class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)
`;

const LOAD = 'model.load_state_dict(state)';

/** Parts Meta-SGD's α from the network's own tensors, by which alone PyTorch knows a state dict. */
const LOAD_WITH_RATES = `# Meta-SGD's inner learning rate of each parameter, under the parameter's name.
alpha = {
    name.removeprefix("${RATES_PREFIX}"): state.pop(name)
    for name in list(state)
    if name.startswith("${RATES_PREFIX}")
}
${LOAD}`;

/** An inner step with them, on points of the user's. */
const STEP_WITH_RATES = `
# One inner step on support points x, y.
x, y = torch.tensor([[-1.0], [0.5]]), torch.tensor([[-0.8], [0.4]])
loss = nn.functional.mse_loss(model(x), y)
names, parameters = zip(*model.named_parameters())
with torch.no_grad():
    for name, parameter, gradient in zip(names, parameters, torch.autograd.grad(loss, parameters)):
        parameter -= alpha[name] * gradient
print(model(x))
`;

/** A program for PyTorch with the safetensors package. */
export function pytorchCode(
  { network, rates }: Pick<WeightsFile, 'network' | 'rates'>,
  fileName: string,
): string {
  const { architecture } = network;
  const activation = MODULES[architecture.activation];
  const modules = linearLayers(architecture)
    .map(({ inputs, outputs }) => `nn.Linear(${inputs}, ${outputs})`)
    .join(`, ${activation}, `);
  const isTold = architecture.layerSizes[0] === TOLD_INPUTS;
  const input = isTold ? '[[0.5, 2.0, 1.0]]' : '[[0.5]]';
  return `import torch
from safetensors.torch import load_file
from torch import nn
${architecture.activation === 'sin' ? SINE_MODULE : ''}
model = nn.Sequential(${modules})
state = load_file("${fileName}")
${rates === null ? LOAD : LOAD_WITH_RATES}
print(model(torch.tensor(${input})))${isTold ? '  # x, amplitude, phase' : ''}
${rates === null ? '' : STEP_WITH_RATES}`;
}
