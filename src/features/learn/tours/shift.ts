/** What if the test tasks differ from those of training? */
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import type { Settings } from '#training/settings.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, divergedTasks, evaluationValues, measured, ownComparison } from './values.ts';
import { evaluating } from './work.ts';

const TEN_SHOTS: Partial<Settings> = { shots: 10 };
const LARGE: Partial<Settings> = { ...TEN_SHOTS, amplitudeFrom: 5, amplitudeTo: 10 };
const FAST: Partial<Settings> = { ...TEN_SHOTS, frequencyFrom: 1.5, frequencyTo: 2 };

/** Neither the easiest nor the hardest of them. */
const FAST_TASK = 6;

const scene = (settings: Partial<Settings>): Scene => ({
  settings,
  shown: ['pretrained', 'maml10'],
  step: 'play',
  panel: 'learn',
});

export const SHIFT: Tour<'shift'> = {
  inside: {
    scene: scene(TEN_SHOTS),
    target: 'plot',
    values: (state) => ({
      amplitude: sinusoidOf(state.task)?.amplitude ?? null,
      phase: sinusoidOf(state.task)?.phase ?? null,
      maml0: measured(state, 'maml10', 'queryLoss', 0),
      maml1: measured(state, 'maml10', 'queryLoss', 1),
      maml10: measured(state, 'maml10', 'queryLoss', 10),
    }),
  },
  half: {
    scene: { ...scene(TEN_SHOTS), edits: { ...NO_EDITS, half: 'right' } },
    target: 'plot',
    values: (state) => ({
      shots: counted(state.settings.shots),
      maml: measured(state, 'maml10', 'queryLoss', 10),
      pretrained: measured(state, 'pretrained', 'queryLoss', 10),
    }),
  },
  amplitude: {
    scene: { ...scene(LARGE), shown: ['pretrained', 'maml10', 'mamlPaper'], panel: 'compare' },
    target: 'contestants',
    work: evaluating(200),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return {
        amplitude: sinusoidOf(state.task)?.amplitude ?? null,
        maml0: measured(state, 'maml10', 'queryLoss', 0),
        maml1: measured(state, 'maml10', 'queryLoss', 1),
        maml10: measured(state, 'maml10', 'queryLoss', 10),
        tasks: counted(comparison?.taskCount),
        diverged: counted(divergedTasks(comparison, 'mamlPaper', 10)),
        divergedHere: counted(divergedTasks(comparison, 'maml10', 10)),
      };
    },
  },
  frequency: {
    scene: { ...scene(FAST), taskIndex: FAST_TASK },
    target: 'plot',
    values: (state) => ({
      frequency: sinusoidOf(state.task)?.frequency ?? null,
      maml0: measured(state, 'maml10', 'queryLoss', 0),
      maml1: measured(state, 'maml10', 'queryLoss', 1),
      maml10: measured(state, 'maml10', 'queryLoss', 10),
      pretrained10: measured(state, 'pretrained', 'queryLoss', 10),
    }),
  },
  many: {
    scene: { ...scene({ ...FAST, innerSteps: 1 }), step: 1, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(100),
    values: evaluationValues({
      pretrained0: ['pretrained', 0],
      pretrained1: ['pretrained', 1],
      maml0: ['maml10', 0],
      maml1: ['maml10', 1],
    }),
  },
  try: {
    scene: { ...scene(FAST), taskIndex: FAST_TASK, step: 1 },
    target: 'frequency',
    values: (state) => ({
      frequency: sinusoidOf(state.task)?.frequency ?? null,
      maml: measured(state, 'maml10', 'queryLoss', 1),
      pretrained: measured(state, 'pretrained', 'queryLoss', 1),
    }),
    until: ({ settings }) => settings.frequencyFrom >= 0.75 && settings.frequencyTo <= 1.25,
  },
};
