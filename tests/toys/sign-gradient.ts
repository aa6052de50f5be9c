/** A toy learner: first-order MAML that descends by the sign of its meta-gradient, whatever its size. */
import { fomaml } from '#meta/learners/fomaml.ts';
import type { MetaObjective } from '#meta/objective.ts';

export const signGradient: MetaObjective = (inner, learned, tasks) => {
  const { metaGradient, lossAfter } = fomaml(inner, learned, tasks);
  return { metaGradient: metaGradient.sign(), lossAfter };
};
