/** How are α, n and β chosen? */
import type { Settings } from '#training/settings.ts';
import { formatSetting } from '#ui/format.ts';
import type { Scene, Tour } from '../tour.ts';
import { brokenAt, counted, lossAt, measured, newestLoss } from './values.ts';
import { training } from './work.ts';

const META_STEPS = 100;

const maml = (settings: Partial<Settings>): Scene => ({
  settings,
  shown: ['maml'],
  step: 'play',
  panel: 'learn',
});

export const KNOBS: Tour<'knobs'> = {
  small: {
    scene: maml({ alpha: 0.001 }),
    target: 'alpha',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      steps: counted(state.settings.innerSteps),
      support0: measured(state, 'maml', 'supportLoss', 0),
      support1: measured(state, 'maml', 'supportLoss', 1),
      supportLast: measured(state, 'maml', 'supportLoss', state.settings.innerSteps),
    }),
  },
  large: {
    scene: maml({ alpha: 0.07 }),
    target: 'contestants',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      support0: measured(state, 'maml', 'supportLoss', 0),
      support1: measured(state, 'maml', 'supportLoss', 1),
      support2: measured(state, 'maml', 'supportLoss', 2),
      support3: measured(state, 'maml', 'supportLoss', 3),
      broken: counted(brokenAt(state, 'maml')),
    }),
  },
  steps: {
    // Trained for its first step alone, by the authors' settings.
    scene: { ...maml({ innerSteps: 20 }), shown: ['mamlPaper'] },
    target: 'contestants',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      query0: measured(state, 'mamlPaper', 'queryLoss', 0),
      query1: measured(state, 'mamlPaper', 'queryLoss', 1),
      query5: measured(state, 'mamlPaper', 'queryLoss', 5),
      query20: measured(state, 'mamlPaper', 'queryLoss', 20),
    }),
  },
  beta: {
    // As many meta-steps as the visitor's own run is to take: Train stops there.
    scene: { settings: { iterations: META_STEPS }, shown: ['maml'], step: 1, panel: 'train' },
    target: 'train',
    work: training(META_STEPS),
    values: (state) => ({
      beta: formatSetting(state.settings.beta),
      iteration: counted(state.run?.iteration),
      loss: newestLoss(state),
    }),
  },
  try: {
    target: 'beta',
    // Both at the same iteration, wherever the visitor's run has gone meanwhile.
    values: (state, begun) => {
      const iteration = begun.run?.iteration ?? META_STEPS;
      const mine = state.run === begun.run ? null : state.run;
      return {
        beta: begun.run === null ? null : formatSetting(begun.run.settings.beta),
        iteration: counted(begun.run?.iteration),
        loss: newestLoss(begun),
        newBeta: mine === null ? null : formatSetting(mine.settings.beta),
        newIteration: mine === null ? null : counted(Math.min(mine.iteration, iteration)),
        newLoss: mine === null ? null : lossAt(state, iteration),
      };
    },
    until: ({ run }, begun) =>
      run !== null &&
      run.settings.beta !== begun.run?.settings.beta &&
      run.iteration >= (begun.run?.iteration ?? META_STEPS),
  },
};
