/** Activations as others spell them; what is not exactly one of ours is none of ours. */
import { expect, test } from 'vitest';
import { activationNamed } from '#formats/activation-name.ts';

test.each([
  ['ReLU(inplace=True)', 'relu'],
  ['nn.ReLU()', 'relu'],
  ['Softplus(beta=1, threshold=20)', 'softplus'],
  ['Softplus(beta=1.0, threshold=20.0)', 'softplus'],
  ['torch.nn.modules.activation.Tanh', 'tanh'],
  ["<class 'torch.nn.modules.activation.Tanh'>", 'tanh'],
  ['<function relu at 0x7f1200>', 'relu'],
  ['<PjitFunction of <function relu at 0x7f1200>>', 'relu'],
  ['<built-in method sin of type object at 0x7f1200>', 'sin'],
  ['jnp.sin', 'sin'],
  ['Sine()', 'sin'],
  ['logistic', 'sigmoid'],
  ['Softplus(beta=2, threshold=20)', null],
  ['Softplus(beta=1, threshold=1)', null],
  ['Sine(w0=30)', null],
  ['ReLU6()', null],
  ['LeakyReLU(negative_slope=0.01)', null],
  ["GELU(approximate='none')", null],
  ['', null],
])('“%s” is %s', (text, activation) => {
  expect(activationNamed(text)).toBe(activation);
});
