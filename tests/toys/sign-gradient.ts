/** A toy learner: first-order MAML that descends by the sign of its meta-gradient, whatever its size. */
import { type LearnerFacts, USUAL } from '#training/learner.ts';
import { fomaml } from '#meta/learners/fomaml.ts';
import type { MetaObjective } from '#meta/objective.ts';

export const SIGN_GRADIENT_FACTS: LearnerFacts = {
  ...USUAL,
  trains: 'signGradient',
  reference: 'Nobody, arXiv:0000.00000',
};

export const signGradient: MetaObjective = (inner, learned, tasks) => {
  const { metaGradient, lossAfter } = fomaml(inner, learned, tasks);
  return { metaGradient: metaGradient.sign(), lossAfter };
};
