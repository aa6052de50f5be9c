/** The lines of Python beside an export build the very network of the file. */
import { expect, test } from 'vitest';
import type { Activation } from '#core/model.ts';
import { pytorchCode } from '#formats/pytorch-code.ts';

function codeOf(
  layerSizes: readonly number[],
  activation: Activation,
  rates: Float32Array | null = null,
): string {
  const network = { architecture: { layerSizes, activation }, parameters: new Float32Array() };
  return pytorchCode({ network, rates }, 'maml.safetensors');
}

test('names every layer, the activation between them, and the file', () => {
  const code = codeOf([1, 40, 40, 1], 'relu');
  expect(code).toContain(
    'nn.Sequential(nn.Linear(1, 40), nn.ReLU(), nn.Linear(40, 40), nn.ReLU(), nn.Linear(40, 1))',
  );
  expect(code).toContain('load_file("maml.safetensors")');
  expect(code).not.toContain('alpha');
});

test.each([
  codeOf([1, 3, 1], 'sin'),
  codeOf([3, 3, 1], 'relu'),
  codeOf([1, 3, 1], 'tanh', new Float32Array(10)),
])('closes every bracket that it opens, program %#', (code) => {
  const count = (bracket: string) => code.split(bracket).length - 1;
  for (const [open, close] of ['()', '[]', '{}'].map((pair) => pair.split(''))) {
    expect(count(open ?? '')).toBe(count(close ?? ''));
  }
});

test('brings along the module that PyTorch lacks', () => {
  expect(codeOf([1, 3, 1], 'sin')).toContain('class Sine(nn.Module):');
  expect(codeOf([1, 3, 1], 'tanh')).not.toContain('class');
});

test('takes α out of the state dict before the network is loaded, and steps with it', () => {
  const code = codeOf([1, 3, 1], 'relu', new Float32Array(10));
  const [before = '', after = ''] = code.split('model.load_state_dict(state)');
  expect(before).toContain('name.removeprefix("alpha."): state.pop(name)');
  expect(after).toContain('parameter -= alpha[name] * gradient');
});

test('asks the oracle about x, amplitude and phase', () => {
  expect(codeOf([3, 3, 1], 'relu')).toContain('[[0.5, 2.0, 1.0]]');
});
