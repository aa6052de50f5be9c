/** The activations φ in float64. */
import type { Activation } from '#models/activations.ts';

/** φ, φ′ and φ″ of z. */
export function activate(activation: Activation, z: number): [number, number, number] {
  switch (activation) {
    case 'relu':
      return z > 0 ? [z, 1, 0] : [0, 0, 0];
    case 'tanh': {
      const a = Math.tanh(z);
      return [a, 1 - a * a, -2 * a * (1 - a * a)];
    }
    case 'sigmoid': {
      const a = 1 / (1 + Math.exp(-z));
      return [a, a * (1 - a), a * (1 - a) * (1 - 2 * a)];
    }
    case 'softplus': {
      const s = 1 / (1 + Math.exp(-z));
      return [Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), s, s * (1 - s)];
    }
    case 'sin':
      return [Math.sin(z), Math.cos(z), -Math.sin(z)];
    default:
      return activation satisfies never;
  }
}
