/** Query losses of whoever is asked, a network or a prior. */
import { familyOf } from '#families/family-of.ts';
import type { Sight, TaskData } from '#families/task.ts';
import type { EvaluationLosses, MetaEngine } from '#training/meta-engine.ts';
import type { Questioned } from '#engine/protocol.ts';
import { isTransductive } from '#models/statistics.ts';
import { evaluateAlone } from './judged-alone.ts';
import { priorLosses } from './priors/predict.ts';

/** On tasks as the asked sees them, at each of the settings' inner steps. */
export async function queryLosses(
  engine: Pick<MetaEngine, 'evaluate'>,
  { settings, isAlone = false, ...asked }: Questioned,
  tasks: readonly TaskData[],
): Promise<EvaluationLosses> {
  if (asked.prior !== undefined) return priorLosses(asked.prior, settings, tasks, settings.innerSteps);
  const { architecture, parameters } = asked.network;
  const request = {
    architecture,
    loss: familyOf(settings).loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => asked.rates),
    tasks,
    innerSteps: settings.innerSteps,
  };
  return isAlone && isTransductive(architecture) ? evaluateAlone(engine, request) : engine.evaluate(request);
}

/** What the asked sees of the tasks. */
export function sightOf({ sees = 'points' }: Questioned): Sight {
  return sees;
}
