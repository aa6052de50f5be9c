/**
 * R2-D2 for classes (Bertinetto et al., ICLR 2019, arXiv:1805.08136, section 3.3): a ridge head whose solution are logits, up to a
 * scale that is learned as λ is, by its logarithm; their cross-entropy is what the outer loop descends.
 */
import { solvedHead } from '../solved-head.ts';

export const r2d2 = solvedHead('scaledRidge', true);
