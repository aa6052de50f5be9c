/** The query set that helps itself: the same weights and tasks, queries normalised together, alone, and by the examples. */
import { type Conv, type Normalisation, USUAL_CONV } from '#models/conv.ts';
import { isTransductive } from '#models/statistics.ts';
import { openingSettings } from '#training/settings.ts';
import { isPrior } from '#store/contestants/contestants.ts';
import type { Comparison } from '#store/compare/comparison-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import { formatPercent } from '#ui/format.ts';
import type { Scene, Tour } from '../tour.ts';
import { answerTo, named, percent } from './named.ts';
import { counted, ownComparison } from './values.ts';
import { evaluating } from './work.ts';

const OPENING = openingSettings('characters');
const LAST = OPENING.innerSteps;

/**
 * Four halvings leave one place of 14 × 14 pixels, so that one picture alone is all that its last statistics are of. Weights of
 * one seed are the same whatever normalises.
 */
const networkBy = (normalisation: Normalisation): Conv => ({
  ...USUAL_CONV,
  filters: [32, 32, 32, 32],
  normalisation,
  outputs: OPENING.ways,
});

const by = (normalisation: Normalisation): Scene => ({
  settings: { ...OPENING, architecture: networkBy(normalisation) },
  shown: ['random'],
  step: LAST,
  panel: 'learn',
});
const TOGETHER = by('batch');
const ALONE: Scene = { ...TOGETHER, isAlone: true };
const BY_SUPPORT = by('support');
const TASKS = 100;
/** Each is adapted to anew for each of its queries. */
const TASKS_ALONE = 40;

/** The query that texts speak of, while others are drawn. */
const FIRST = { role: 'query', label: 0, at: 0 } as const;

function reading(state: PlaygroundState) {
  const { ways, shots, queryPoints } = state.settings;
  const { says, share } = answerTo(state, 'random', FIRST, LAST);
  return {
    steps: counted(LAST),
    examples: counted(ways * shots),
    queries: counted(ways * queryPoints),
    chance: percent(1 / ways),
    named: named(state, 'random', LAST),
    says,
    share,
  };
}

const drawn = ({ drawings }: PlaygroundState, begun: PlaygroundState): boolean =>
  drawings !== begun.drawings && drawings.length > 0;

/** `55.8% ± 2.8%` of an evaluation's untrained weights, where their queries were judged so. */
function judged(comparison: Comparison | null, how: 'together' | 'alone' | 'bySupport'): string | null {
  const row = comparison?.rows.find(({ id }) => id === 'random');
  if (comparison === null || row === undefined || isPrior(row.entrant)) return null;
  const isJoint = isTransductive(row.entrant.network.architecture);
  const found = isJoint ? (comparison.isAlone ? 'alone' : 'together') : 'bySupport';
  const accuracy = row.accuracies?.[LAST];
  if (found !== how || accuracy === undefined) return null;
  return `${formatPercent(accuracy.mean)} ± ${formatPercent(accuracy.confidence95)}`;
}

export const TRANSDUCTION: Tour<'transduction'> = {
  untrained: { scene: TOGETHER, target: 'plot', values: reading },
  together: { scene: TOGETHER, target: 'plot', values: reading, until: drawn },
  alone: { scene: ALONE, target: 'plot', values: reading, until: drawn },
  support: { scene: BY_SUPPORT, target: 'plot', values: reading },
  many: {
    scene: { ...TOGETHER, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(TASKS),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return {
        tasks: counted(comparison?.taskCount),
        steps: counted(LAST),
        together: judged(comparison, 'together'),
      };
    },
  },
  manyAlone: {
    scene: { ...ALONE, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(TASKS_ALONE),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return {
        tasks: counted(comparison?.taskCount),
        chance: percent(1 / state.settings.ways),
        alone: judged(comparison, 'alone'),
      };
    },
  },
  manyBySupport: {
    scene: { ...BY_SUPPORT, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(TASKS),
    values: (state, begun) => {
      const comparison = ownComparison(state, begun);
      return { tasks: counted(comparison?.taskCount), bySupport: judged(comparison, 'bySupport') };
    },
  },
  published: { target: 'evaluation' },
};
