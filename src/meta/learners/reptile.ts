/**
 * Reptile.
 *
 * Nichol, Achiam & Schulman, "On First-Order Meta-Learning Algorithms" (arXiv:1803.02999), algorithm 2:
 * θ ← θ + ε · mean_τ(θ_n − θ). The direction of descent is thus mean_τ(θ − θ_n), and plain gradient descent with β
 * for ε is the paper's step.
 */
import { mean, sub } from '#tensor/ops.ts';
import { adapt } from '../inner-loop.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, meanOverTasks, zipParameters } from '../parameters.ts';

export const reptile: MetaObjective = ({ architecture, losses, alpha, optimiser }, theta, tasks) => {
  const copies = copiesOf(architecture, theta, tasks.count);
  const adapted = adapt(losses, copies, tasks.innerSupport, alpha, optimiser);
  // Each task's difference before their mean, which would lose digits to the size of θ.
  const differences = zipParameters(copies, adapted, (start, end) => sub(start, end));
  return { metaGradient: meanOverTasks(differences), lossAfter: mean(losses(adapted, tasks.query)) };
};
