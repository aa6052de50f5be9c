/** How an inner step uses the support gradient: plain gradient descent, or an optimiser that remembers earlier gradients. */

export const INNER_OPTIMISERS = ['sgd', 'momentum', 'adam'] as const;
export type InnerOptimiserName = (typeof INNER_OPTIMISERS)[number];

/**
 * An optimiser with a state, which is zero at the start of each task; g is the support gradient at θ_k, products and roots
 * are by element.
 * - `momentum` (Polyak 1964, as torch.optim.SGD has it): m_{k+1} = μ m_k + g, θ_{k+1} = θ_k − α m_{k+1}, μ being `decay`.
 * - `adam` (Kingma & Ba, arXiv:1412.6980, algorithm 1): θ_{k+1} = θ_k − α m̂ / √(v̂ + ε), with the decays of `adam.ts`.
 */
export type StatefulOptimiser =
  | { readonly kind: 'momentum'; readonly decay: number }
  | { readonly kind: 'adam' };

/**
 * Adam's ε in the inner loop. It stands inside the root, unlike in the outer loop, because an outer loop differentiates this
 * one: √v̂ has an infinite slope at 0, which every weight of a dead unit has, and √(v̂ + ε) has not. (optax calls it
 * `eps_root`.) Gradients well below √ε = 1e-4 take smaller steps than Adam's usual ones.
 */
export const INNER_ADAM_EPSILON = 1e-8;

/** What settings say of it. */
export interface InnerOptimiserSettings {
  readonly innerOptimiser: InnerOptimiserName;
  readonly innerMomentum: number;
}

/** The optimiser that settings name, or `null` for plain gradient descent. */
export function statefulOptimiser({
  innerOptimiser,
  innerMomentum,
}: InnerOptimiserSettings): StatefulOptimiser | null {
  switch (innerOptimiser) {
    case 'sgd':
      return null;
    case 'momentum':
      return { kind: 'momentum', decay: innerMomentum };
    case 'adam':
      return { kind: 'adam' };
    default:
      return innerOptimiser satisfies never;
  }
}

export function sameOptimiser(a: StatefulOptimiser, b: StatefulOptimiser): boolean {
  return a.kind === 'momentum' ? b.kind === 'momentum' && a.decay === b.decay : b.kind === 'adam';
}
