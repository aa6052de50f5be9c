/** Why second order? */
import { formatPercent, formatSetting } from '#ui/format.ts';
import type { ContestantId } from '#store/contestants/contestants.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Scene, Tour } from '../tour.ts';
import { counted, degrees, evaluationValues } from './values.ts';
import { evaluating } from './work.ts';

const scene = (lookInto: ContestantId, steps: number): Scene => ({
  shown: ['random', 'maml'],
  lookInto,
  step: 1,
  panel: 'inside',
  gauge: { alpha: 0.01, steps, scope: 'mean' },
});

function reading({ gauge, gaugeReport }: PlaygroundState) {
  return {
    alpha: formatSetting(gauge.alpha),
    steps: counted(gauge.steps),
    angle: degrees(gaugeReport?.angle),
    difference: gaugeReport === null ? null : formatPercent(gaugeReport.relativeDifference),
    exact: gaugeReport?.exactNorm ?? null,
    firstOrder: gaugeReport?.firstOrderNorm ?? null,
  };
}

/** Apart enough to say that the first order points elsewhere. */
const APART = Math.PI / 4;

export const SECOND_ORDER: Tour<'secondOrder'> = {
  chain: { scene: scene('random', 1), target: 'gauge' },
  gauge: { scene: scene('random', 1), target: 'gauge', values: reading },
  grow: { scene: scene('random', 5), target: 'gauge', values: reading },
  trained: { scene: scene('maml', 1), target: 'gauge', values: reading },
  matter: {
    scene: { shown: ['maml', 'fomaml'], step: 1, panel: 'compare' },
    target: 'evaluation',
    work: evaluating(200),
    values: evaluationValues({
      maml1: ['maml', 1],
      fomaml1: ['fomaml', 1],
      maml10: ['maml', 10],
      fomaml10: ['fomaml', 10],
    }),
  },
  try: {
    scene: scene('random', 1),
    target: 'gauge',
    values: reading,
    until: ({ gauge, gaugeReport }, begun) =>
      gauge !== begun.gauge && gaugeReport !== begun.gaugeReport && (gaugeReport?.angle ?? 0) > APART,
  },
};
