/** Actions that lead somewhere: to a view within a panel, to a knob, to a tool of the task. */
import { HALVES } from '#families/curve/edits.ts';
import { isOfOwnPoints, truthAt } from '#families/curve/shown-curve.ts';
import { isPublished } from '#features/of-published.ts';
import { sinusoidOf } from '#families/sinusoid/shown-sinusoid.ts';
import { KNOBS as TASK_NUMBERS } from '#training/knobs.ts';
import { actsOnTraining } from '#training/setting-effects.ts';
import type { Settings } from '#training/settings.ts';
import { comparisonSections } from '#features/comparison/sections.ts';
import { toKnob } from '#features/learn/to-knob.ts';
import { BEYOND, withinTraining } from '#features/task-plot/beyond.ts';
import { HOLD_OUT_STRIDES, widestGap } from '#features/task-plot/suggestions.ts';
import { COMPARISON_SECTIONS } from '#store/compare/comparison-slice.ts';
import { INSIDE_VIEWS, isViewOf, lookedInto } from '#store/inside/inside-slice.ts';
import { LEARN_SECTIONS } from '#store/page/learn-slice.ts';
import { NUMBERS_VIEWS } from '#store/page/view-slice.ts';
import { shownCurveOf } from '#store/task/shown-curve.ts';
import { isOwnTask } from '#store/task/task-slice.ts';
import { formatNumber } from '#ui/format.ts';
import type { Action } from './action.ts';

export const TASK_TOOLS: readonly Action[] = [
  {
    id: 'add point',
    group: 'loop',
    label: (t) => t('tools.add'),
    isAvailable: ({ task }) => task.view === 'curve',
    run: (store) => {
      const { addPoint } = store.getState();
      const task = shownCurveOf(store.getState());
      const x = widestGap(task);
      addPoint(x, truthAt(task, x));
    },
  },
  {
    id: 'draw',
    group: 'loop',
    label: (t) => t('tools.draw'),
    // Which tool is in hand is the plot's own affair.
    run: () => document.querySelector<HTMLButtonElement>('[data-tool="draw"]')?.click(),
  },
  ...[...HOLD_OUT_STRIDES, null].map(
    (stride): Action => ({
      id: `hold out ${stride ?? 'none'}`,
      group: 'loop',
      label: (t) =>
        t('action.view', {
          panel: t('holdOut.name'),
          name: stride === null ? t('holdOut.none') : t(`holdOut.every.${stride}`),
        }),
      isAvailable: ({ task, taskEdits: { added, heldOut } }) =>
        stride === null
          ? heldOut.length > 0
          : isOfOwnPoints(task.knowledge) && stride <= added.length + heldOut.length,
      run: (store) => store.getState().holdOutEvery(stride),
    }),
  ),
  ...HALVES.map(
    (half): Action => ({
      id: `half ${half}`,
      group: 'loop',
      label: (t) => t(`tools.halves.${half}`),
      isAvailable: ({ task, taskEdits }) => task.view === 'curve' && taskEdits.half !== half,
      run: (store) => store.getState().setHalfRange(half),
    }),
  ),
  ...BEYOND.map(
    ({ id, value }): Action => ({
      id: `beyond ${id}`,
      group: 'loop',
      label: (t) => t(`outside.further.${id}`, { value: formatNumber(value) }),
      isAvailable: ({ task }) => isPublished(task),
      run: (store) => {
        const { task, contestants, openCurve } = store.getState();
        openCurve({ ...withinTraining(sinusoidOf(task), contestants.maml?.details.settings), [id]: value });
      },
    }),
  ),
  {
    id: 'reset task',
    group: 'loop',
    label: (t) => t('tools.reset'),
    isAvailable: isOwnTask,
    run: (store) => store.getState().discardEdits(),
  },
];

export const VIEWS: readonly Action[] = [
  ...LEARN_SECTIONS.map(
    (section): Action => ({
      id: `learn ${section}`,
      group: 'panels',
      label: (t) => t('action.view', { panel: t('panels.learn'), name: t(`learn.section.${section}`) }),
      run: (store) => store.getState().showLearn(section),
    }),
  ),
  ...COMPARISON_SECTIONS.map(
    (section): Action => ({
      id: `compare ${section}`,
      group: 'panels',
      isAvailable: ({ settings }) => comparisonSections(settings).includes(section),
      label: (t) => t('action.view', { panel: t('panels.compare'), name: t(`compare.sections.${section}`) }),
      run: (store) => {
        store.getState().showPanel('compare');
        store.getState().setComparisonView({ section });
      },
    }),
  ),
  ...INSIDE_VIEWS.map(
    (view): Action => ({
      id: `inside ${view}`,
      group: 'panels',
      isAvailable: (state) => {
        const contestant = lookedInto(state);
        return contestant !== null && isViewOf(view, contestant, state.settings);
      },
      label: (t) => t('action.view', { panel: t('panels.inside'), name: t(`inside.views.${view}`) }),
      run: (store) => {
        store.getState().showPanel('inside');
        store.getState().showInside(view);
      },
    }),
  ),
  ...NUMBERS_VIEWS.map(
    (view): Action => ({
      id: `numbers ${view}`,
      group: 'panels',
      label: (t) => t('action.view', { panel: t('panels.numbers'), name: t(`table.views.${view}`) }),
      run: (store) => {
        store.getState().showNarrowTab('numbers');
        store.getState().showNumbers(view);
      },
    }),
  ),
  ...(['weights.export', 'weights.codeSection', 'weights.import', 'runs.title'] as const).map(
    (key): Action => ({
      id: key,
      group: 'panels',
      label: (t) => t('action.view', { panel: t('panels.weights'), name: t(key) }),
      run: (store) => store.getState().showPanel('weights'),
    }),
  ),
];

const TASK_KNOBS = [
  'shots',
  'ways',
  'side',
  'amplitude',
  'phase',
  'frequency',
  'noise',
  'queryPoints',
  'seed',
] as const;
const ADAPTATION_KNOBS = ['alpha', 'innerSteps'] as const;
const TRAINING_KNOBS = [
  'beta',
  'metaBatch',
  'trainingAlpha',
  'trainingSteps',
  'lambda',
  'conjugateGradientSteps',
  'iterations',
  'clip',
  'innerBatch',
] as const;

/** Whether tasks of the family have such a number. */
function isOfFamily(id: string, { family }: Settings): boolean {
  const families = TASK_NUMBERS.find((knob) => knob.id === id)?.families ?? [];
  return families.length === 0 || families.includes(family);
}

export const KNOBS: readonly Action[] = [
  ...[...TASK_KNOBS, ...ADAPTATION_KNOBS].map(
    (id): Action => ({
      id: `knob ${id}`,
      group: 'settings',
      label: (t) => t('action.knob', { name: t(`setting.${id}.label`) }),
      isAvailable: ({ settings }) => isOfFamily(id, settings),
      run: (store) => toKnob(store.getState(), id),
    }),
  ),
  ...TRAINING_KNOBS.map(
    (id): Action => ({
      id: `knob ${id}`,
      group: 'settings',
      label: (t) => t('action.knob', { name: t(`setting.${id}.label`) }),
      isAvailable: ({ settings }) => actsOnTraining(id, settings),
      run: (store) => toKnob(store.getState(), id),
    }),
  ),
];
