/**
 * Families whose tasks' own posterior can be computed, by their names: what the best of all predictors knows. The page reads
 * `hasPosterior` of a family instead, so that it need not load the quadrature.
 */
import type { Posterior } from './belief.ts';
import type { FamilyName, FamilyNumbers } from './family-of.ts';
import { sinusoidPosterior } from './sinusoid/posterior.ts';
import { rangesOf } from './sinusoid/settings.ts';

/** By the numbers that fix a family's tasks. */
export const POSTERIORS: Partial<Readonly<Record<FamilyName, (numbers: FamilyNumbers) => Posterior>>> = {
  sinusoid: (numbers) => sinusoidPosterior(rangesOf(numbers)),
};
