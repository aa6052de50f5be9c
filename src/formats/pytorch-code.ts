/** Lines of Python that load a weights file and predict with it. */
import { type Activation, type Architecture, linearLayers } from '#core/model.ts';

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

/** A program for PyTorch with the safetensors package. */
export function pytorchCode(architecture: Architecture, fileName: string): string {
  const activation = MODULES[architecture.activation];
  const modules = linearLayers(architecture)
    .map(({ inputs, outputs }) => `nn.Linear(${inputs}, ${outputs})`)
    .join(`, ${activation}, `);
  return `import torch
from safetensors.torch import load_file
from torch import nn
${architecture.activation === 'sin' ? SINE_MODULE : ''}
model = nn.Sequential(${modules})
model.load_state_dict(load_file("${fileName}"))
print(model(torch.tensor([[0.5]])))
`;
}
