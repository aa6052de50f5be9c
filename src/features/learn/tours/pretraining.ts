/** Why not just pretrain, as in transfer learning? */
import type { Scene, Tour } from '../tour.ts';
import { evaluationValues, measured } from './values.ts';
import { evaluating } from './work.ts';

const BOTH: Scene = { shown: ['pretrained', 'maml'], step: 0, panel: 'learn' };

export const PRETRAINING: Tour<'pretraining'> = {
  mean: {
    scene: { ...BOTH, shown: ['pretrained'] },
    target: 'plot',
    values: ({ settings, trajectories }) => {
      // E[A]·E[sin(x − φ)] = E[A]·(2/π)·sin(x − π/2) at x = 0, for φ uniform on [0, π].
      const mean = (-(settings.amplitudeFrom + settings.amplitudeTo) / 2) * (2 / Math.PI);
      const before = trajectories.pretrained?.predictions[0];
      return { mean, height: -mean, prediction: before?.[(before.length - 1) / 2] ?? null };
    },
  },
  tie: {
    scene: BOTH,
    target: 'contestants',
    values: (state) => ({
      pretrained: measured(state, 'pretrained', 'queryLoss', 0),
      maml: measured(state, 'maml', 'queryLoss', 0),
    }),
  },
  steps: {
    scene: { ...BOTH, step: 'play' },
    target: 'plot',
    values: (state) => ({
      pretrained1: measured(state, 'pretrained', 'queryLoss', 1),
      pretrained10: measured(state, 'pretrained', 'queryLoss', 10),
      maml1: measured(state, 'maml', 'queryLoss', 1),
      maml10: measured(state, 'maml', 'queryLoss', 10),
      moved: measured(state, 'pretrained', 'distanceMoved', 10),
      mamlMoved: measured(state, 'maml', 'distanceMoved', 10),
    }),
  },
  many: {
    scene: { ...BOTH, step: 1, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      pretrained0: ['pretrained', 0],
      maml0: ['maml', 0],
      pretrained1: ['pretrained', 1],
      maml1: ['maml', 1],
      pretrained10: ['pretrained', 10],
      maml10: ['maml', 10],
    }),
  },
  transfer: { target: 'evaluation' },
  try: {
    scene: { ...BOTH, step: 1 },
    target: 'transport',
    values: (state) => ({
      pretrained: measured(state, 'pretrained', 'queryLoss', 1),
      maml: measured(state, 'maml', 'queryLoss', 1),
    }),
    until: ({ taskIndex }, begun) => taskIndex >= begun.taskIndex + 3,
  },
};
