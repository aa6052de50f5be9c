/** Settings of published experiments, by name; what a preset does not say stays at its default. */
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

export const PRESET_NAMES = ['maml-paper', 'meta-sgd-paper', 'reptile', 'live'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/**
 * Finn et al., arXiv:1703.03400, section 5.1. σ = 0.01, β and the 70,000 iterations are those of the authors’ code (cbfinn/maml); K = Q = 5 in
 * training is ours, the paper trains with K = 10.
 */
const MAML_PAPER: Partial<Settings> = {
  algorithm: 'maml',
  architecture: PAPER_ARCHITECTURE,
  initialisation: 'paper',
  shots: 5,
  queryPoints: 5,
  trainingAlpha: 0.01,
  trainingSteps: 1,
  alpha: 0.01,
  metaBatch: 25,
  optimiser: 'adam',
  beta: 0.001,
  iterations: 70_000,
};

/** Settings of each preset. */
export const PRESETS: Readonly<Record<PresetName, Partial<Settings>>> = {
  'maml-paper': MAML_PAPER,
  /** Li et al., arXiv:1707.09835, section 4.1. */
  'meta-sgd-paper': {
    ...MAML_PAPER,
    algorithm: 'metaSgd',
    frequencyFrom: 0.8,
    frequencyTo: 1.2,
    iterations: 60_000,
  },
  /**
   * The sine of Nichol et al., arXiv:1803.02999, section 4, with the numbers of J. Schulman's gist; but where that takes
   * its 50 positions in a random order, here 50 are drawn of them.
   */
  reptile: {
    algorithm: 'reptile',
    architecture: { layerSizes: [1, 64, 64, 1], activation: 'tanh' },
    phaseFrom: 0,
    phaseTo: 2 * Math.PI,
    positions: 50,
    shots: 50,
    innerBatch: 10,
    trainingAlpha: 0.02,
    trainingSteps: 5,
    alpha: 0.02,
    metaBatch: 1,
    optimiser: 'sgd',
    beta: 0.1,
    annealing: 'linear',
    iterations: 30_000,
  },
  /** The page as it opens: Glorot's weights learn soonest. */
  live: DEFAULT_SETTINGS,
};

/** All settings of a preset. */
export function presetSettings(name: PresetName): Settings {
  return { ...DEFAULT_SETTINGS, ...PRESETS[name] };
}

/** The settings with a preset's in their place; which tasks are drawn, and how far they are followed, stays. */
export function withPreset(settings: Settings, name: PresetName): Settings {
  return { ...presetSettings(name), seed: settings.seed, innerSteps: settings.innerSteps };
}
