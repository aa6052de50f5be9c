/** Whether it is worth finding out what memory a training needs: most are far too small for any adapter to refuse. */
import { pointCountsOf } from '#families/family-of.ts';
import { layerWidths, parameterCount } from '#models/architecture.ts';
import { actsOn } from './learner-facts.ts';
import type { Settings } from './settings.ts';

/** Numbers of parameters and records, of all tasks and steps, that fit everywhere. */
const SMALL = 400_000;

export function mayNotFit(settings: Settings): boolean {
  const { shots, queryPoints } = pointCountsOf(settings);
  const { architecture, metaBatch, trainingSteps, conjugateGradientSteps } = settings;
  const units = layerWidths(architecture).reduce((sum, size) => sum + size, 0);
  const aTask = parameterCount(architecture) + units * (shots + queryPoints);
  const steps =
    trainingSteps + (actsOn(settings.algorithm, 'conjugateGradientSteps') ? conjugateGradientSteps : 0);
  return metaBatch * aTask * steps > SMALL;
}
