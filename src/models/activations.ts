/** What follows a layer: the nonlinearities that every engine has. */
export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid', 'softplus', 'sin'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export function isActivation(value: unknown): value is Activation {
  return ACTIVATIONS.some((activation) => activation === value);
}
