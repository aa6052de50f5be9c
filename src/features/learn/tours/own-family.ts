/** A family of tasks of your own, told with a run that the tour trains and with figures of that run alone. */
import { openingSettings, type Settings } from '#training/settings.ts';
import { curveFamilyOf } from '#families/family-of.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, evaluationValues, measured } from './values.ts';
import { evaluating, training } from './work.ts';

/** Steps that lie anywhere: docs/formula-tasks.md has what MAML makes of them. */
const FORMULA = 'a*sign(x - b) + c; a=-3..3; b=-3..3; c=-2..2';
const SETTINGS: Settings = { ...openingSettings('formula'), formula: FORMULA, shots: 10, beta: 0.003 };
const LAST = SETTINGS.innerSteps;
const META_STEPS = 500;
const TASKS = 100;

/** Of the run that the tour has trained; the text waits for it. */
const SCENE: Scene = { settings: SETTINGS, shown: ['random', 'live'], step: LAST, panel: 'learn' };

const expression = ({ settings }: PlaygroundState) => settings.formula.split(';')[0] ?? '';

/** They come with what reads formulas; where the visitor has gone elsewhere there may be none. */
function letters({ task, settings }: PlaygroundState): string | null {
  const family = task.isBlank ? null : curveFamilyOf(settings);
  const quantities = family?.curves.quantities(settings);
  return quantities?.map(({ symbol }) => symbol).join(', ') ?? null;
}

export const OWN_FAMILY: Tour<'ownFamily'> = {
  family: {
    scene: { ...SCENE, shown: ['random'], step: 0 },
    target: 'plot',
    values: (state) => ({
      formula: expression(state),
      letters: letters(state),
    }),
    until: ({ taskIndex }, begun) => taskIndex !== begun.taskIndex,
  },
  untrained: {
    scene: { ...SCENE, shown: ['random'], step: 'play' },
    target: 'contestants',
    values: (state) => ({
      shots: counted(state.settings.shots),
      steps: counted(LAST),
      before: measured(state, 'random', 'queryLoss', 0),
      after: measured(state, 'random', 'queryLoss', LAST),
    }),
  },
  train: {
    scene: { ...SCENE, panel: 'train', step: 1 },
    target: 'train',
    work: training(META_STEPS),
    values: (state) => ({
      tasks: counted(state.settings.metaBatch),
      asked: counted(META_STEPS),
      iteration: counted(state.run?.iteration),
      random: measured(state, 'random', 'queryLoss', 1),
      live: measured(state, 'live', 'queryLoss', 1),
    }),
  },
  many: {
    scene: { ...SCENE, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(TASKS),
    values: evaluationValues(
      { random1: ['random', 1], randomLast: ['random', LAST], live1: ['live', 1], liveLast: ['live', LAST] },
      (state) => ({ iteration: counted(state.run?.iteration), steps: counted(LAST) }),
    ),
  },
  try: {
    target: 'plot',
    until: ({ settings }, begun) => settings.formula !== begun.settings.formula,
  },
};
