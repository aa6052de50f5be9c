/** How are α, n and β chosen? */
import type { Settings } from '#training/settings.ts';
import { formatSetting } from '#ui/format.ts';
import type { Scene, Tour } from '../tour.ts';
import { brokenAt, counted, measured, newestLoss } from './values.ts';
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
    scene: maml({ alpha: 0.05 }),
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
    scene: maml({ innerSteps: 20 }),
    target: 'contestants',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      query0: measured(state, 'maml', 'queryLoss', 0),
      query1: measured(state, 'maml', 'queryLoss', 1),
      query5: measured(state, 'maml', 'queryLoss', 5),
      query20: measured(state, 'maml', 'queryLoss', 20),
    }),
  },
  beta: {
    scene: { shown: ['maml'], step: 1, panel: 'train' },
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
    values: (state, begun) => ({
      beta: begun.run === null ? null : formatSetting(begun.run.settings.beta),
      iteration: counted(begun.run?.iteration),
      loss: newestLoss(begun),
      newBeta: state.run === null || state.run === begun.run ? null : formatSetting(state.run.settings.beta),
      newIteration: state.run === begun.run ? null : counted(state.run?.iteration),
      newLoss: state.run === begun.run ? null : newestLoss(state),
    }),
    until: ({ run }, begun) =>
      run !== null &&
      run.settings.beta !== begun.run?.settings.beta &&
      run.iteration >= (begun.run?.iteration ?? META_STEPS),
  },
};
