/** Does it work for large models? Told by runs of two widths, timed where the page stands, and by what relatives of MAML save. */
import { type Architecture, parameterCount } from '#models/architecture.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { TrainingRun } from '#store/training/state.ts';
import { formatCount, formatNumber } from '#ui/format.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, evaluationValues } from './values.ts';
import { evaluating, training } from './work.ts';

const NARROW = 40;
const WIDE = 160;
const META_STEPS = 50;
const LAST = 10;

const architectureOf = (width: number): Architecture => ({
  ...PAPER_ARCHITECTURE,
  layerSizes: [1, width, width, 1],
});
const weightsOf = (width: number) => formatCount(parameterCount(architectureOf(width)));

const training5: Partial<Settings> = { trainingSteps: 5 };
const scene = (width: number): Scene => ({
  settings: { ...training5, architecture: architectureOf(width) },
  shown: ['random', 'live'],
  step: 1,
  panel: 'train',
});

/** Milliseconds of a meta-step, as far as the run has come. */
function timeOf(run: TrainingRun | null): number | null {
  return run === null || run.iteration === 0 ? null : run.elapsed / run.iteration;
}

/** What the tour itself trains. */
const { algorithm: OWN } = DEFAULT_SETTINGS;

/** A run of the wide network with as many steps as the tour's own, which can be set beside that. */
function isWide(run: TrainingRun | null): run is TrainingRun {
  if (run === null || run.settings.trainingSteps !== training5.trainingSteps) return false;
  return parameterCount(run.settings.architecture) === parameterCount(architectureOf(WIDE));
}

/** The tour's own. */
function isOwnWide(run: TrainingRun | null): boolean {
  return isWide(run) && run.settings.algorithm === OWN;
}

function reading({ run, settings }: PlaygroundState) {
  return {
    steps: counted(settings.trainingSteps),
    iteration: counted(run?.iteration),
    time: timeOf(run),
  };
}

export const LARGE_MODELS: Tour<'largeModels'> = {
  weights: {
    scene: { shown: ['maml'], step: 1, panel: 'learn' },
    target: 'plot',
    values: () => ({
      w40: weightsOf(NARROW),
      w80: weightsOf(80),
      w160: weightsOf(WIDE),
      w320: weightsOf(320),
    }),
  },
  time: { scene: scene(NARROW), target: 'train', work: training(META_STEPS), values: reading },
  wide: {
    scene: scene(WIDE),
    target: 'train',
    work: training(META_STEPS),
    values: (state) => ({
      ...reading(state),
      weights: weightsOf(WIDE),
      times: formatNumber(parameterCount(architectureOf(WIDE)) / parameterCount(architectureOf(NARROW))),
    }),
  },
  memory: { target: 'train' },
  cheaper: { target: 'train' },
  saved: {
    scene: { shown: ['maml', 'fomaml', 'anil', 'imaml'], step: LAST, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      maml1: ['maml', 1],
      fomaml1: ['fomaml', 1],
      anil1: ['anil', 1],
      imaml1: ['imaml', 1],
      maml10: ['maml', LAST],
      fomaml10: ['fomaml', LAST],
      anil10: ['anil', LAST],
      imaml10: ['imaml', LAST],
    }),
  },
  try: {
    scene: scene(WIDE),
    target: 'train',
    values: (state, begun) => ({
      maml: isOwnWide(begun.run) ? timeOf(begun.run) : null,
      iteration: counted(state.run?.iteration),
      time: timeOf(state.run),
    }),
    until: ({ run }) => isWide(run) && run.settings.algorithm !== OWN && run.iteration >= META_STEPS,
  },
};
