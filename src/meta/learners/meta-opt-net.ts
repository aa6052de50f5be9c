/**
 * MetaOptNet (Lee, Maji, Ravichandran & Soatto, "Meta-learning with differentiable convex optimization", CVPR 2019,
 * arXiv:1904.03758): the head is a support vector machine on each task's support points, and the outer loop goes through its
 * optimality conditions. Its prior and the penalty λ, both learned, are not theirs; `svm.ts` says which choice of them is.
 */
import { solvedHead } from '../solved-head.ts';

export const metaOptNet = solvedHead('svm', true);
