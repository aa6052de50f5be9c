/** What is the inner loop? */
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { parameterCount } from '#models/architecture.ts';
import { formatCount, formatSetting } from '#ui/format.ts';
import { isEdited } from '#families/curve/edits.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, measured } from './values.ts';

const MAML: Scene = { shown: ['maml'], step: 0, panel: 'learn' };

export const INNER_LOOP: Tour<'innerLoop'> = {
  task: {
    scene: MAML,
    target: 'plot',
    values: ({ task, settings }) => ({
      amplitude: sinusoidOf(task)?.amplitude ?? null,
      phase: sinusoidOf(task)?.phase ?? null,
      shots: counted(settings.shots),
      queryPoints: counted(settings.queryPoints),
    }),
  },
  before: {
    scene: MAML,
    target: 'contestants',
    values: (state) => ({
      support: measured(state, 'maml', 'supportLoss', 0),
      query: measured(state, 'maml', 'queryLoss', 0),
    }),
  },
  step: {
    scene: MAML,
    target: 'transport',
    values: (state) => {
      const gradient = measured(state, 'maml', 'gradientNorm', 0);
      const { network } = state.contestants.maml ?? {};
      return {
        alpha: formatSetting(state.settings.alpha),
        weights: network === undefined ? null : formatCount(parameterCount(network.architecture)),
        gradient,
        product: gradient === null ? null : state.settings.alpha * gradient,
        moved: measured(state, 'maml', 'distanceMoved', 1),
      };
    },
    until: ({ step }, begun) => step > begun.step,
  },
  again: {
    scene: { ...MAML, step: 'play' },
    target: 'contestants',
    values: (state) => ({
      steps: counted(state.settings.innerSteps),
      support0: measured(state, 'maml', 'supportLoss', 0),
      supportLast: measured(state, 'maml', 'supportLoss', state.settings.innerSteps),
      query1: measured(state, 'maml', 'queryLoss', 1),
      queryLast: measured(state, 'maml', 'queryLoss', state.settings.innerSteps),
    }),
  },
  start: {
    scene: { ...MAML, shown: ['random', 'maml'], step: 'play' },
    target: 'plot',
    values: (state) => ({
      steps: counted(state.settings.innerSteps),
      random: measured(state, 'random', 'queryLoss', state.settings.innerSteps),
      maml: measured(state, 'maml', 'queryLoss', state.settings.innerSteps),
    }),
  },
  try: {
    scene: { ...MAML, shown: ['random', 'maml'], step: 10 },
    target: 'plot',
    values: (state) => ({
      step: counted(state.step),
      support: measured(state, 'maml', 'supportLoss'),
      query: measured(state, 'maml', 'queryLoss'),
    }),
    until: ({ taskEdits }, begun) => taskEdits !== begun.taskEdits && isEdited(taskEdits),
  },
};
