/** What networks that read points have in common, whoever computes them. */

/** In the place of a point that is not seen, before a softmax: below every logit. */
export const NEVER = -1e9;
