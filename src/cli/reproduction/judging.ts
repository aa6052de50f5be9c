/** Judging weights for the reproduction: each question is computed once. */
import type { LossSummary } from '#training/metrics.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import { evaluateWeights, judgedWeights } from '../evaluation.ts';
import type { HeadlessEngine } from '../host/headless-engine.ts';
import type { Judge } from './judge.ts';
import type { Recipe } from './recipes.ts';

/** `weightsOf` gives the file of a recipe; `tell` hears what is judged. */
export function createJudge(
  engineFor: (recipe: Recipe) => Pick<HeadlessEngine, 'evaluate'>,
  weightsOf: (recipe: Recipe) => Promise<WeightsFile>,
  tell: (text: string) => void,
  signal: AbortSignal,
): Judge {
  const known = new Map<string, Promise<readonly LossSummary[]>>();
  return (recipe, plan, changes = {}) => {
    const question = JSON.stringify([recipe.id, plan, changes]);
    const answer = async () => {
      tell(`Judging ${recipe.id} on ${plan.tasks} tasks of ${plan.shots} points`);
      const weights = judgedWeights(await weightsOf(recipe));
      const settings = { ...weights.settings, ...changes };
      const wanted = { ...plan, shots: [plan.shots] };
      const { byShots } = await evaluateWeights(engineFor(recipe), { ...weights, settings }, wanted, signal);
      return byShots[0]?.summaries ?? [];
    };
    const found = known.get(question) ?? answer();
    known.set(question, found);
    return found;
  };
}
