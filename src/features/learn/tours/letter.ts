/** Learn a letter from one example. */
import { openingSettings } from '#training/settings.ts';
import type { Scene, Tour } from '../tour.ts';
import { named, namedOf, percent } from './named.ts';
import { counted, measured, ownComparison } from './values.ts';
import { evaluating } from './work.ts';

const SETTINGS = openingSettings('characters');
const LAST = SETTINGS.innerSteps;
const MAML: Scene = { settings: SETTINGS, shown: ['maml'], step: 0, panel: 'learn' };

export const LETTER: Tour<'letter'> = {
  task: {
    scene: MAML,
    target: 'plot',
    values: ({ settings: { ways, shots, queryPoints } }) => ({
      ways: counted(ways),
      examples: counted(ways * shots),
      queries: counted(ways * queryPoints),
    }),
  },
  before: {
    scene: MAML,
    target: 'plot',
    values: (state) => ({
      named: named(state, 'maml', 0),
      chance: percent(1 / state.settings.ways),
    }),
  },
  step: {
    scene: MAML,
    target: 'transport',
    values: (state) => ({
      before: named(state, 'maml', 0),
      after: named(state, 'maml', 1),
    }),
    until: ({ step }, begun) => step > begun.step,
  },
  start: {
    scene: { ...MAML, shown: ['random', 'maml'], step: 'play' },
    target: 'contestants',
    values: (state) => ({
      steps: counted(state.settings.innerSteps),
      random: named(state, 'random', LAST),
      randomExamples: measured(state, 'random', 'supportLoss', LAST),
      maml: named(state, 'maml', LAST),
    }),
  },
  features: {
    scene: { ...MAML, step: LAST, panel: 'inside', inside: 'features' },
    target: 'gauge',
    values: ({ seenFeatures: seen }) => {
      // The text speaks of what the scene shows, also while the visitor looks at others.
      const isTold = seen !== null && MAML.shown.includes(seen.contestant.id) && seen.steps === LAST;
      return {
        steps: counted(LAST),
        before: percent(isTold ? seen.before.betweenClasses : null),
        after: percent(isTold ? seen.after?.betweenClasses : null),
      };
    },
  },
  many: {
    scene: {
      settings: SETTINGS,
      shown: ['random', 'maml', 'nearestNeighbour'],
      step: LAST,
      panel: 'compare',
    },
    target: 'evaluation',
    work: evaluating(60),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return {
        tasks: counted(comparison?.taskCount),
        random: namedOf(comparison, 'random', LAST),
        neighbour: namedOf(comparison, 'nearestNeighbour', LAST),
        maml: namedOf(comparison, 'maml', LAST),
      };
    },
  },
  try: {
    scene: { ...MAML, shown: ['random', 'maml'], step: LAST },
    target: 'plot',
    values: (state) => ({ maml: named(state, 'maml', LAST) }),
    until: ({ drawings }, begun) => drawings !== begun.drawings && drawings.length > 0,
  },
};
