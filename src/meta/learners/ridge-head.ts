/**
 * Ridge head: the network's last hidden layer gives features, and the head is solved for on each task's support points.
 *
 * Bertinetto, Henriques, Torr & Vedaldi, "Meta-learning with differentiable closed-form solvers" (ICLR 2019,
 * arXiv:1805.08136), R2-D2; also MetaOptNet with a ridge head (Lee et al., CVPR 2019, arXiv:1904.03758) and the mean of
 * ALPaCA (Harrison, Sharma & Pavone, arXiv:1807.08912), from which the prior is. Features, prior w₀ (the head as it
 * stands) and log λ descend the query loss.
 *
 * Where G is the gradient of the query loss by the solution w, U = M⁻¹F̂G and C as in `ridge.ts`, differentiating
 * (F̂ᵀF̂ + λI) w = F̂ᵀY + λw₀ gives
 *   by w₀: W = G − F̂ᵀU,   by F̂: C Wᵀ − U wᵀ,   by log λ: −⟨W, w − w₀⟩.
 */
import {
  add,
  concat,
  exp,
  matMul,
  mean,
  mul,
  neg,
  reshape,
  slice,
  sub,
  sum,
  type Tensor3D,
} from '#tensor/ops.ts';
import { totalLoss } from '../losses.ts';
import { features } from '../forward.ts';
import { headFrom, headMatrix } from '../head.ts';
import type { MetaObjective } from '../objective.ts';
import { copiesOf, flatten, splitHead, valueAndGradient, zipParameters } from '../parameters.ts';
import { ridgeFit, withOnes } from '../ridge.ts';

export const ridgeHead: MetaObjective = ({ architecture, losses }, learned, { count, support, query }) => {
  const size = learned.size - 1;
  const theta = copiesOf(architecture, slice(learned, 0, size), count);
  const lambda: Tensor3D = reshape(exp(slice(learned, size, 1)), [1, 1, 1]);
  const { body: bodies, head: first } = splitHead(theta);
  const prior = headMatrix(first);
  const extended = withOnes(features(architecture, theta, support.x));
  const { head, coefficients, solve } = ridgeFit(extended, support.y, prior, lambda);

  const adapted = [...bodies, ...headFrom(head)];
  const { value, gradient } = valueAndGradient((varied) => totalLoss(losses, varied, query), adapted);
  const { body: direct, head: ofHead } = splitHead(gradient);
  const byHead = headMatrix(ofHead);
  const fromSolution = solve(matMul(extended, byHead));
  const byPrior: Tensor3D = sub(byHead, matMul(extended, fromSolution, true));
  const byFeatures: Tensor3D = sub(
    matMul(coefficients, byPrior, false, true),
    matMul(fromSolution, head, false, true),
  );
  const byLogLambda = neg(sum(mul(byPrior, sub(head, prior)), [1, 2]));

  // The features of the support points move the solution, too.
  const throughSupport = valueAndGradient(
    (body) => sum(mul(withOnes(features(architecture, body, support.x)), byFeatures)),
    bodies,
  ).gradient;
  const byBody = zipParameters(direct, throughSupport, (one, other): Tensor3D => add(one, other));
  const byTheta = flatten([...byBody, ...headFrom(byPrior)]);
  return {
    metaGradient: concat([mean(byTheta, 0), reshape(mean(byLogLambda), [1])]),
    lossAfter: value.div(count),
  };
};
