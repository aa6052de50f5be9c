/**
 * Ridge head: the network's last hidden layer gives features, and the head is solved for on each task's support points.
 *
 * Bertinetto, Henriques, Torr & Vedaldi, "Meta-learning with differentiable closed-form solvers" (ICLR 2019,
 * arXiv:1805.08136), R2-D2; also MetaOptNet with a ridge head (Lee et al., CVPR 2019, arXiv:1904.03758) and the mean of
 * ALPaCA (Harrison, Sharma & Pavone, arXiv:1807.08912), from which the prior is. Features, prior w₀ (the head as it
 * stands) and log λ descend the query loss.
 */
import { solvedHead } from '../solved-head.ts';

export const ridgeHead = solvedHead('ridge', false);
