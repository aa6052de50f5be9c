/**
 * Learners whose head is solved for on each task's support points, the network's last hidden layer giving features: the exact
 * meta-gradient, whatever the head is solved for by.
 *
 * With F̂ the features with a 1 appended, w = w₀ + F̂ᵀC, and G the gradient of the query loss by w, let U be what the rule's own
 * system makes of F̂G: M⁻¹F̂G where `ridge.ts` solves MC = Y − F̂w₀, M = F̂F̂ᵀ + λI, and the same on what is free in `svm.ts`.
 * Differentiating that system gives
 *   by w₀: W = G − F̂ᵀU,   by F̂: C Wᵀ − U wᵀ,   by log λ: −λ⟨U, C⟩, in ridge regression −⟨W, w − w₀⟩.
 * Targets and bounds are in units of s, so that w is s times what it would be for w₀/s and s = 1: by log s: ⟨G, w⟩ − ⟨W, w₀⟩.
 */
import type { HeadRule } from '#training/learner.ts';
import {
  add,
  concat,
  exp,
  matMul,
  mean,
  mul,
  reshape,
  slice,
  sub,
  sum,
  type Tensor1D,
  type Tensor3D,
} from '#tensor/ops.ts';
import { parameterCount } from '#models/architecture.ts';
import { totalLoss } from './losses.ts';
import { features } from './forward.ts';
import { headFrom, headMatrix } from './head.ts';
import type { MetaObjective } from './objective.ts';
import { copiesOf, flatten, splitHead, valueAndGradient, zipParameters } from './parameters.ts';
import { type HeadFit, type HeadProblem, ridgeFit, scaledRidgeFit, withOnes } from './ridge.ts';
import { svmFit } from './svm.ts';

export const HEAD_FITS: Readonly<Record<HeadRule, (problem: HeadProblem) => HeadFit>> = {
  ridge: ridgeFit,
  scaledRidge: scaledRidgeFit,
  svm: svmFit,
};

/** e to the power of one number of what is learned, [1, 1, 1]. */
function exponentialAt(learned: Tensor1D, place: number): Tensor3D {
  return reshape(exp(slice(learned, place, 1)), [1, 1, 1]);
}

/** The learner that solves by `rule`; log s, where it learns one, stands behind log λ. */
export function solvedHead(rule: HeadRule, learnsScale: boolean): MetaObjective {
  return ({ architecture, losses }, learned, { count, support, query }) => {
    const size = parameterCount(architecture);
    const theta = copiesOf(architecture, slice(learned, 0, size), count);
    const lambda = exponentialAt(learned, size);
    // Without a scale of its own the rule reads none.
    const scale = learnsScale ? exponentialAt(learned, size + 1) : lambda;
    const { body: bodies, head: first } = splitHead(theta);
    const prior = headMatrix(first);
    const extended = withOnes(features(architecture, theta, support.x));
    const fit = HEAD_FITS[rule]({ extended, targets: support.y, prior, lambda, scale });
    const { head, coefficients, solve } = fit;

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
    const beside = [fit.byLogLambda(byPrior, fromSolution)];
    if (learnsScale) beside.push(sum(sub(mul(byHead, head), mul(byPrior, prior)), [1, 2]));

    // The features of the support points move the solution, too.
    const throughSupport = valueAndGradient(
      (body) => sum(mul(withOnes(features(architecture, body, support.x)), byFeatures)),
      bodies,
    ).gradient;
    const byBody = zipParameters(direct, throughSupport, (one, other): Tensor3D => add(one, other));
    const byTheta = flatten([...byBody, ...headFrom(byPrior)]);
    return {
      metaGradient: concat([mean(byTheta, 0), ...beside.map((each): Tensor1D => reshape(mean(each), [1]))]),
      lossAfter: value.div(count),
    };
  };
}
