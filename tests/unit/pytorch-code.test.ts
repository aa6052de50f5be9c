/** The lines of Python beside an export build the very network of the file. */
import { expect, test } from 'vitest';
import { pytorchCode } from '#formats/pytorch-code.ts';

test('names every layer, the activation between them, and the file', () => {
  const code = pytorchCode({ layerSizes: [1, 40, 40, 1], activation: 'relu' }, 'maml.safetensors');
  expect(code).toContain(
    'nn.Sequential(nn.Linear(1, 40), nn.ReLU(), nn.Linear(40, 40), nn.ReLU(), nn.Linear(40, 1))',
  );
  expect(code).toContain('load_file("maml.safetensors")');
});

test('brings along the module that PyTorch lacks', () => {
  expect(pytorchCode({ layerSizes: [1, 3, 1], activation: 'sin' }, 'a')).toContain('class Sine(nn.Module):');
  expect(pytorchCode({ layerSizes: [1, 3, 1], activation: 'tanh' }, 'a')).not.toContain('class');
});
