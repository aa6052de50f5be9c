/** The numbers of Adam (Kingma & Ba, arXiv:1412.6980, algorithm 1), the same for every engine. */

export const DECAY_FIRST = 0.9;
export const DECAY_SECOND = 0.999;
// Stated, because TensorFlow.js would take 1e-4 on WebGL.
const EPSILON = 1e-8;

/**
 * Step `iteration`, from 1, is θ −= rate·m / (√v + epsilon): both bias corrections are numbers, so they are put
 * into these two and cost no operation: m̂/(√v̂ + ε) = (s/c)·m/(√v + s·ε), s = √(1 − 0.999ᵗ), c = 1 − 0.9ᵗ.
 */
export function adamRates(iteration: number, beta: number): { rate: number; epsilon: number } {
  const spread = Math.sqrt(1 - DECAY_SECOND ** iteration);
  return { rate: (beta * spread) / (1 - DECAY_FIRST ** iteration), epsilon: spread * EPSILON };
}
