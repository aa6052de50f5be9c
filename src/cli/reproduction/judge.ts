/** What a section asks of whoever judges. */
import type { LossSummary } from '#training/metrics.ts';
import type { Settings } from '#training/settings.ts';
import type { EvaluationPlan } from '../evaluation.ts';
import type { Recipe } from './recipes.ts';

/** Summaries of each inner step, for weights of a recipe under settings of the judge's. */
export type Judge = (
  recipe: Recipe,
  plan: Omit<EvaluationPlan, 'shots'> & { readonly shots: number },
  changes?: Partial<Settings>,
) => Promise<readonly LossSummary[]>;

/** How many held-out tasks a figure is the mean of, and whose. */
export interface Sample {
  readonly tasks: number;
  readonly seed: number;
}
