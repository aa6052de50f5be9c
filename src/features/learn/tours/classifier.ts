/** What fine-tuning a classifier cannot do: less than one might think, on characters. */
import { fittedClasses } from '#training/trained-architecture.ts';
import { openingSettings } from '#training/settings.ts';
import { formatCount } from '#ui/format.ts';
import type { Scene, Tour } from '../tour.ts';
import { named, namedOf, percent } from './named.ts';
import { counted, evaluationValues, measured, ownComparison } from './values.ts';
import { evaluating } from './work.ts';

const SETTINGS = openingSettings('characters');
const LAST = SETTINGS.innerSteps;
const BOTH: Scene = { settings: SETTINGS, shown: ['pretrained', 'maml'], step: 0, panel: 'learn' };
const MANY: Scene = { ...BOTH, shown: ['random', 'pretrained', 'maml'], step: 1, panel: 'compare' };
/** What each call of `evaluating` asks for. */
const TASKS = 100;

export const CLASSIFIER: Tour<'classifier'> = {
  head: {
    scene: BOTH,
    target: 'plot',
    values: (state) => ({
      classes: formatCount(fittedClasses({ ...SETTINGS, algorithm: 'pretrained' }) ?? 0),
      ways: counted(state.settings.ways),
      chance: percent(1 / state.settings.ways),
      maml: named(state, 'maml', 0),
    }),
  },
  step: {
    scene: BOTH,
    target: 'transport',
    values: (state) => ({ pretrained: named(state, 'pretrained', 1), maml: named(state, 'maml', 1) }),
    until: ({ step }, begun) => step > begun.step,
  },
  many: {
    scene: MANY,
    target: 'evaluation',
    work: evaluating(TASKS),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return {
        tasks: counted(comparison?.taskCount),
        steps: counted(LAST),
        random: namedOf(comparison, 'random', 1),
        pretrained: namedOf(comparison, 'pretrained', 1),
        maml: namedOf(comparison, 'maml', 1),
      };
    },
  },
  why: { target: 'evaluation' },
  sure: {
    scene: MANY,
    target: 'evaluation',
    work: evaluating(TASKS),
    values: evaluationValues({ pretrained: ['pretrained', 1], maml: ['maml', 1] }),
  },
  try: {
    scene: { ...BOTH, step: 1 },
    target: 'shots',
    values: (state) => ({
      examples: counted(state.settings.shots),
      pretrained: named(state, 'pretrained', 1),
      maml: named(state, 'maml', 1),
      pretrainedLoss: measured(state, 'pretrained', 'queryLoss', 1),
      mamlLoss: measured(state, 'maml', 'queryLoss', 1),
    }),
    until: ({ settings }, begun) => settings.shots > begun.settings.shots,
  },
};
