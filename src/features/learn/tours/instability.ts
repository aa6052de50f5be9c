/** Why does training turn unstable, and what helps? */
import type { Settings } from '#training/settings.ts';
import type { PlaygroundState } from '#store/state.ts';
import { formatSetting } from '#ui/format.ts';
import type { Scene, Tour, TourStep } from '../tour.ts';
import { brokenAt, counted, measured, newestLoss } from './values.ts';
import { training } from './work.ts';

const META_STEPS = 60;
/** Without clipping the plain gradient descent of the tour lasts no longer than a few. */
const ENOUGH = 30;

/** The inner loop that blows up, and the outer loop that does. */
const LONG_STEPS: Partial<Settings> = { trainingAlpha: 0.1, trainingSteps: 5 };
const PLAIN_DESCENT: Partial<Settings> = { optimiser: 'sgd', beta: 1 };

function trained(settings: Partial<Settings>): TourStep {
  const scene: Scene = { settings, shown: ['random'], step: 0, panel: 'train' };
  return {
    scene,
    target: 'train',
    work: training(META_STEPS),
    values: (state: PlaygroundState) => ({
      alpha: formatSetting(state.settings.trainingAlpha),
      steps: counted(state.settings.trainingSteps),
      beta: formatSetting(state.settings.beta),
      clip: formatSetting(state.settings.clip),
      asked: counted(META_STEPS),
      iteration: counted(state.run?.iteration),
      loss: newestLoss(state),
    }),
  };
}

export const INSTABILITY: Tour<'instability'> = {
  inner: trained(LONG_STEPS),
  why: {
    // A task of the kind of which one in a meta-batch is enough.
    scene: { settings: { alpha: 0.1 }, taskIndex: 4, shown: ['random'], step: 'play', panel: 'learn' },
    target: 'contestants',
    values: (state) => ({
      alpha: formatSetting(state.settings.alpha),
      support0: measured(state, 'random', 'supportLoss', 0),
      support1: measured(state, 'random', 'supportLoss', 1),
      support5: measured(state, 'random', 'supportLoss', 5),
      gradient0: measured(state, 'random', 'gradientNorm', 0),
      gradient5: measured(state, 'random', 'gradientNorm', 5),
      broken: counted(brokenAt(state, 'random')),
    }),
  },
  smaller: trained({ ...LONG_STEPS, trainingAlpha: 0.01 }),
  clipFails: trained({ ...LONG_STEPS, clip: 0.1 }),
  outer: trained(PLAIN_DESCENT),
  clip: trained({ ...PLAIN_DESCENT, clip: 0.1 }),
  try: {
    scene: { settings: PLAIN_DESCENT, shown: ['random'], step: 0, panel: 'train' },
    target: 'beta',
    work: async (store) => store.getState().resetTraining(),
    values: (state) => ({
      enough: counted(ENOUGH),
      beta: formatSetting(state.run?.settings.beta ?? state.settings.beta),
      iteration: counted(state.run?.iteration ?? 0),
    }),
    until: ({ run }) =>
      run !== null &&
      run.settings.optimiser === 'sgd' &&
      run.settings.clip === 0 &&
      run.settings.annealing === 'none' &&
      run.iteration >= ENOUGH,
  },
};
