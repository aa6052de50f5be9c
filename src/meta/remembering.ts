/**
 * Learners that adapt by remembering: one forward pass that sees the support points, no inner loop. Their outer loop is plain
 * gradient descent of the query loss. So that they answer after any number of points, none included, the query points
 * share out the numbers of points seen: as with the sizes of the context in Garnelo et al. 2018 (arXiv:1807.01613), section
 * 2.2, but the same in every task and without chance.
 */
import { mean, reshape } from '#tensor/ops.ts';
import type { MetaObjective } from './objective.ts';
import { copiesOf, flatten, valueAndGradient } from './parameters.ts';

/** After how many of `shots` support points each of `queries` query points is asked for: the first before any, the last after all. */
export function seenInTraining(shots: number, queries: number): number[] {
  const last = queries - 1;
  return Array.from({ length: queries }, (_, query) =>
    query === last ? shots : Math.round((query * shots) / last),
  );
}

/** θ descends the query loss of a network that has seen support points. */
export const rememberingObjective: MetaObjective = ({ architecture, losses }, theta, { support, query }) => {
  const [shots, queries] = [support.x.shape[1], query.x.shape[1]];
  const network = copiesOf(architecture, theta, 1);
  const counts = seenInTraining(shots, queries);
  const { gradient } = valueAndGradient(
    (varied) => mean(losses(varied, query, { points: support, counts })),
    network,
  );
  const all = counts.map(() => shots);
  return {
    metaGradient: reshape(flatten(gradient), [-1]),
    lossAfter: mean(losses(network, query, { points: support, counts: all })),
  };
};
