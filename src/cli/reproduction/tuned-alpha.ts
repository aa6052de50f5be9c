/** The best α of a baseline, found on tasks by which nothing else is judged. */
import { JUDGING_QUERY_POINTS, MAML_TABLE_2 } from '#training/published.ts';
import type { Judge, Sample } from './judge.ts';
import type { Recipe } from './recipes.ts';

/** Of a seed of its own: whoever tunes on what is judged afterwards tunes to luck. */
export const TUNING_SAMPLE: Sample = { tasks: 4000, seed: 2 };
export const TUNING_ALPHAS = [0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.02, 0.03, 0.05, 0.1] as const;

/** The α with the smallest mean over the steps of Table 2. One at which a task's loss is not finite is not chosen. */
export async function tuneAlpha(judge: Judge, recipe: Recipe): Promise<number> {
  const { shots, steps } = MAML_TABLE_2;
  const plan = { ...TUNING_SAMPLE, shots, steps: Math.max(...steps), queryPoints: JUDGING_QUERY_POINTS };
  const found: { alpha: number; error: number }[] = [];
  for (const alpha of TUNING_ALPHAS) {
    const summaries = await judge(recipe, plan, { alpha });
    const error = steps.reduce<number>((sum, step) => sum + (summaries[step]?.mean ?? Infinity), 0);
    found.push({ alpha, error });
  }
  return found.reduce((best, candidate) => (candidate.error < best.error ? candidate : best)).alpha;
}
