/**
 * A support vector machine of all classes at once around a prior, for one system of each task at once: the w that minimises
 * ½|w − w₀|² + sC Σ_k ξ_k, where f̂(x_k)(w_y − w_c) ≥ s[c ≠ y] − ξ_k for the class y of point k and every class c.
 *
 * Crammer & Singer, "On the algorithmic implementation of multiclass kernel-based vector machines" (JMLR 2001), as the head of
 * MetaOptNet (Lee, Maji, Ravichandran & Soatto, CVPR 2019, arXiv:1904.03758, section 3.2). Theirs has w₀ = 0, and s multiplies
 * its logits, which is the same; C is theirs. Their code adds 1·I to the kernel matrix, as λ = 1 does, and trains neither.
 *
 * In the dual, w = w₀ + F̂ᵀA, where A [K, classes] minimises ½⟨A, MA⟩ − ⟨A, sY − F̂w₀⟩ with M = F̂F̂ᵀ + λI under A ≤ sC·Y and
 * rows that sum to 0. λI makes A the only one, and rounds off the corners of what slack costs. So A solves the ridge head's
 * system on what is free, P(MA − sY + F̂w₀) = 0, P being the projection to numbers that are 0 at a bound, in rows that sum to 0;
 * hence U = (PMP)⁺ F̂G in the place of M⁻¹F̂G.
 */
import {
  add,
  divNoNan,
  matMul,
  mean,
  minimum,
  mul,
  neg,
  onesLike,
  sub,
  sum,
  type Tensor3D,
  tidy,
  zerosLike,
} from '#tensor/ops.ts';
import { PENALTY_SHARE, RELAXATION, SLACK_PRICE } from '#training/svm-head.ts';
import { identity, inverses } from './inverses.ts';
import type { HeadFit, HeadProblem } from './ridge.ts';

/** After these, what is left is float32's rounding: 5-way 5-shot needs 60, features in few dimensions need all. */
const ALTERNATIONS = 200;

/** What is allowed beside rows that sum to 0. */
type Projection = (proposed: Tensor3D) => Tensor3D;

interface Alternated {
  readonly solution: Tensor3D;
  /** What the projection has taken away, 0 where a number is free. */
  readonly multipliers: Tensor3D;
}

/**
 * The least of ½⟨Z, MZ⟩ − ⟨Z, right⟩ over rows that sum to 0 and that `project` leaves as they are, by the alternating direction
 * method of multipliers (Boyd et al. 2011, sections 3.1 and 3.4.3); `inverse` is (M + ρI)⁻¹. M acts on points and the sums go
 * over classes, so that the first half of each step has a closed form.
 */
function alternate(inverse: Tensor3D, rho: Tensor3D, right: Tensor3D, project: Projection): Alternated {
  let solution: Tensor3D = zerosLike(right);
  let multipliers: Tensor3D = zerosLike(right);
  for (let step = 0; step < ALTERNATIONS; step++) {
    const before = [solution, multipliers] as const;
    // Each step's tensors would be kept until the end of the meta-step.
    [solution, multipliers] = tidy(() => {
      const towards: Tensor3D = add(right, mul(rho, sub(before[0], before[1])));
      const summing = matMul(inverse, sub(towards, mean(towards, 2, true)));
      const relaxed: Tensor3D = add(mul(summing, RELAXATION), mul(before[0], 1 - RELAXATION));
      const proposed: Tensor3D = add(relaxed, before[1]);
      const allowed = project(proposed);
      return [allowed, sub(proposed, allowed)] as [Tensor3D, Tensor3D];
    });
    for (const tensor of before) tensor.dispose();
  }
  return { solution, multipliers };
}

/** The support vector machine's head; `targets` are 1 for a point's own class and 0 for all others. */
export function svmFit({ extended, targets, prior, lambda, scale }: HeadProblem): HeadFit {
  const [batch, count] = extended.shape;
  const ones = identity(batch, count);
  const matrix: Tensor3D = add(matMul(extended, extended, false, true), mul(ones, lambda));
  const meanDiagonal: Tensor3D = mul(sum(mul(matrix, ones), [1, 2], true), PENALTY_SHARE / count);
  const inverse = inverses(add(matrix, mul(ones, meanDiagonal)));
  const right: Tensor3D = sub(mul(scale, targets), matMul(extended, prior));
  const bounds: Tensor3D = mul(mul(scale, SLACK_PRICE), targets);
  const dual = alternate(inverse, meanDiagonal, right, (proposed) => minimum(proposed, bounds));
  const { solution: coefficients, multipliers } = dual;
  const free: Tensor3D = sub(onesLike(multipliers), divNoNan(multipliers, multipliers));
  return {
    head: add(prior, matMul(extended, coefficients, true)),
    coefficients,
    solve: (of) => alternate(inverse, meanDiagonal, of, (proposed) => mul(proposed, free)).solution,
    byLogLambda: (_, fromSolution) => neg(sum(mul(mul(lambda, fromSolution), coefficients), [1, 2])),
  };
}
