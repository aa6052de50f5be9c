/** Three ways to learn to learn. */
import type { Settings } from '#training/settings.ts';
import { isEdited } from '#families/curve/edits.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, evaluationValues, measured } from './values.ts';
import { evaluating } from './work.ts';

const LAST = 10;
const LARGE: Partial<Settings> = { shots: 10, amplitudeFrom: 5, amplitudeTo: 10 };

const alone = (id: Scene['shown'][number]): Scene => ({ shown: [id], step: 'play', panel: 'learn' });

export const THREE_WAYS: Tour<'threeWays'> = {
  optimise: {
    scene: alone('maml'),
    target: 'transport',
    values: (state) => ({
      moved: measured(state, 'maml', 'distanceMoved', LAST),
      query0: measured(state, 'maml', 'queryLoss', 0),
      query10: measured(state, 'maml', 'queryLoss', LAST),
    }),
  },
  remember: {
    scene: alone('cnp'),
    target: 'transport',
    values: (state) => ({
      shots: counted(state.settings.shots),
      query0: measured(state, 'cnp', 'queryLoss', 0),
      query1: measured(state, 'cnp', 'queryLoss', 1),
      queryAll: measured(state, 'cnp', 'queryLoss', LAST),
    }),
  },
  compare: {
    scene: alone('ridgeHead'),
    target: 'plot',
    values: (state) => ({ query: measured(state, 'ridgeHead', 'queryLoss', 1) }),
  },
  name: { scene: { ...alone('maml'), step: 1 }, target: 'plot' },
  outside: {
    scene: { settings: LARGE, shown: ['maml10', 'ridgeHead', 'cnp'], step: LAST, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      maml0: ['maml10', 0],
      maml10: ['maml10', LAST],
      ridge0: ['ridgeHead', 0],
      ridge10: ['ridgeHead', LAST],
      cnp0: ['cnp', 0],
      cnp10: ['cnp', LAST],
    }),
  },
  try: {
    scene: { shown: ['maml', 'ridgeHead', 'cnp'], step: LAST, panel: 'learn' },
    target: 'plot',
    values: (state) => ({
      maml: measured(state, 'maml', 'supportLoss', LAST),
      ridge: measured(state, 'ridgeHead', 'supportLoss', LAST),
      cnp: measured(state, 'cnp', 'supportLoss', LAST),
    }),
    until: ({ taskEdits }, begun) => taskEdits !== begun.taskEdits && isEdited(taskEdits),
  },
};
