/** Is gradient descent needed? */
import type { Scene, Tour, TourStep } from '../tour.ts';
import { counted, evaluationValues, measured } from './values.ts';
import { evaluating } from './work.ts';

const LAST = 10;

const beside = (shown: Scene['shown'], shots: number): Scene => ({
  settings: { shots },
  shown,
  step: LAST,
  panel: 'learn',
});

/** Who stands where after so many points, over a hundred held-out tasks. */
function onManyTasks(shots: number, maml: 'maml' | 'maml20'): TourStep {
  return {
    scene: { ...beside([maml, 'ridgeHead', 'gaussianProcess'], shots), panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      gaussian: ['gaussianProcess', LAST],
      maml: [maml, LAST],
      ridge: ['ridgeHead', LAST],
    }),
  };
}

export const GRADIENTS: Tour<'gradients'> = {
  closed: {
    scene: { ...beside(['maml', 'ridgeHead'], 5), step: 'play' },
    target: 'plot',
    values: (state) => ({
      maml1: measured(state, 'maml', 'queryLoss', 1),
      maml10: measured(state, 'maml', 'queryLoss', LAST),
      ridge: measured(state, 'ridgeHead', 'queryLoss', 1),
    }),
  },
  smooth: {
    scene: beside(['maml', 'gaussianProcess'], 5),
    target: 'plot',
    values: (state) => ({
      shots: counted(state.settings.shots),
      gaussian: measured(state, 'gaussianProcess', 'queryLoss', LAST),
      maml: measured(state, 'maml', 'queryLoss', LAST),
    }),
  },
  few: onManyTasks(3, 'maml'),
  many: onManyTasks(20, 'maml20'),
  floor: {
    scene: beside(['maml', 'posterior'], 3),
    target: 'plot',
    values: (state) => ({
      posterior: measured(state, 'posterior', 'queryLoss', LAST),
      maml: measured(state, 'maml', 'queryLoss', LAST),
    }),
  },
  try: {
    scene: beside(['maml', 'ridgeHead', 'gaussianProcess'], 5),
    target: 'shots',
    values: (state) => ({
      shots: counted(state.settings.shots),
      maml: measured(state, 'maml', 'queryLoss', LAST),
      ridge: measured(state, 'ridgeHead', 'queryLoss', LAST),
      gaussian: measured(state, 'gaussianProcess', 'queryLoss', LAST),
    }),
    until: (state, begun) => {
      const gaussian = measured(state, 'gaussianProcess', 'queryLoss', LAST);
      const maml = measured(state, 'maml', 'queryLoss', LAST);
      return (
        state.settings.shots > begun.settings.shots && gaussian !== null && maml !== null && gaussian < maml
      );
    },
  },
};
