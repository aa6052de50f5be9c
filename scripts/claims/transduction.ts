/** Claims about queries that help each other: one untrained network, normalised by the queries of a task or by its examples. */
import { STREAMS } from '#core/rng.ts';
import { familyOf, loadFamily, pointCountsOf } from '#families/family-of.ts';
import { sampleTasks, type TaskData } from '#families/task.ts';
import { type Conv, USUAL_CONV } from '#models/conv.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { JUDGING_SEED } from '#training/published.ts';
import { openingSettings } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import type { Claim } from './claim.ts';
import { mean, OVER, TASKS } from './figures.ts';
import type { Lab } from './lab.ts';

const SETTINGS = openingSettings('characters');
const STEPS = SETTINGS.innerSteps;
const CHUNK = 50;

/** Of the tour. */
const networkBy = (normalisation: Conv['normalisation']): Conv => ({
  ...USUAL_CONV,
  filters: [32, 32, 32, 32],
  normalisation,
  outputs: SETTINGS.ways,
});

/** To a tenth: what is compared differs by little. */
function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

async function tasksFrom(first: number): Promise<TaskData[]> {
  await loadFamily(SETTINGS);
  const tasks = tasksOf({ ...SETTINGS, seed: JUDGING_SEED }, STREAMS.heldOut);
  return sampleTasks(tasks, first, CHUNK, pointCountsOf(SETTINGS));
}

/** What the untrained network is asked with, whose weights are the same whatever normalises. */
function asked(normalisation: Conv['normalisation'], tasks: readonly TaskData[]) {
  const architecture = networkBy(normalisation);
  const { parameters } = initialiseNetwork(architecture, SETTINGS.initialisation, SETTINGS.seed);
  return {
    architecture,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => SETTINGS.alpha),
    tasks,
    loss: familyOf(SETTINGS).loss,
    innerSteps: STEPS,
  };
}

/** The share of queries that is named rightly after the last step, task by task. */
async function right(lab: Lab, normalisation: Conv['normalisation']): Promise<number[]> {
  const shares: number[] = [];
  for (let first = 0; first < TASKS; first += CHUNK) {
    const { accuracies } = await lab.engine.evaluate(asked(normalisation, await tasksFrom(first)));
    for (let task = 0; task < CHUNK; task++) shares.push(accuracies?.[task * (STEPS + 1) + STEPS] ?? NaN);
  }
  return shares;
}

export const TRANSDUCTION: readonly Claim[] = [
  {
    texts: [
      'tours:transduction.untrained.title',
      'tours:transduction.many.text',
      'tours:transduction.manyBySupport.text',
    ],
    says: 'An untrained network names far more queries than chance after a few steps, and more when the queries of a task are normalised together than by the examples.',
    async measure(lab) {
      const [together, bySupport] = [await right(lab, 'batch'), await right(lab, 'support')];
      const gains = together.map((share, task) => share - (bySupport[task] ?? NaN));
      const spread = Math.sqrt(mean(gains.map((gain) => gain ** 2)) - mean(gains) ** 2);
      const interval = (1.96 * spread) / Math.sqrt(TASKS);
      return {
        figure: `Queries named rightly after five steps, mean over ${OVER}: together ${percent(mean(together))}, by the examples ${percent(mean(bySupport))}; paired difference ${percent(mean(gains))} ± ${percent(interval)}.`,
        holds: mean(bySupport) > 0.4 && mean(gains) - interval > 0.05,
      };
    },
  },
];
