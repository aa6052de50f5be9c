/** Why so many tasks in a meta-batch? Told by the noise of meta-gradients, and by two runs that see as many tasks. */
import type { ContestantId } from '#store/contestants/contestants.ts';
import { GAUGE_PAIRS } from '#store/inside/gauge-slice.ts';
import type { PlaygroundState } from '#store/state.ts';
import type { Scene, Tour, TourStep } from '../tour.ts';
import { counted, degrees, evaluationValues } from './values.ts';
import { evaluating, training } from './work.ts';

const FEW = 5;
const MANY = 25;
/** Tasks that each of both runs sees. */
const SEEN = 1000;
const JUDGED = 100;

const noise = (lookInto: ContestantId, metaBatch: number): Scene => ({
  settings: { metaBatch },
  shown: ['random', 'maml'],
  lookInto,
  step: 1,
  panel: 'inside',
  gauge: { alpha: 0.01, steps: 1, scope: 'mean', against: 'otherTasks' },
});

function reading({ settings, gaugeReport }: PlaygroundState) {
  return {
    tasks: counted(settings.metaBatch),
    pairs: counted(GAUGE_PAIRS),
    angle: degrees(gaugeReport?.angle),
  };
}

/** A run that sees the tasks in meta-batches of this size, and how it is judged then. */
function trained(metaBatch: number): TourStep {
  const iterations = SEEN / metaBatch;
  return {
    scene: { settings: { metaBatch }, shown: ['random', 'live'], step: 1, panel: 'compare' },
    target: 'evaluation',
    async work(store, signal) {
      await training(iterations)(store, signal);
      if (!signal.aborted) await evaluating(JUDGED)(store, signal);
    },
    values: evaluationValues({ live: ['live', 1], random: ['random', 1] }, (state) => ({
      batch: counted(metaBatch),
      seen: counted(SEEN),
      iteration: counted(state.run?.iteration),
    })),
  };
}

/** Radians below which two meta-batches say nearly the same. */
const NEAR = (25 * Math.PI) / 180;

export const BATCH: Tour<'batch'> = {
  few: { scene: noise('random', FEW), target: 'gauge', values: reading },
  more: { scene: noise('random', MANY), target: 'gauge', values: reading },
  trained: { scene: noise('maml', MANY), target: 'gauge', values: reading },
  alone: trained(1),
  together: trained(MANY),
  end: { target: 'evaluation' },
  try: {
    scene: noise('random', FEW),
    target: 'metaBatch',
    values: reading,
    until: ({ settings, gaugeReport }, begun) =>
      settings.metaBatch > begun.settings.metaBatch &&
      gaugeReport !== begun.gaugeReport &&
      (gaugeReport?.angle ?? Math.PI) < NEAR,
  },
};
