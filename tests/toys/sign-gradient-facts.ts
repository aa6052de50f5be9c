/** What is known of the toy learner: first-order MAML by the sign of its meta-gradient. */
import { type LearnerFacts, USUAL } from '#training/learner.ts';

export const SIGN_GRADIENT_FACTS: LearnerFacts = {
  ...USUAL,
  trains: 'signGradient',
  reference: 'Nobody, arXiv:0000.00000',
};
