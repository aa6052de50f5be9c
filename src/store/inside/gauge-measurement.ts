/** What the gauge measures, loaded when it is first opened: the reading at the chosen α and n, then its curves over both. */
import { STREAMS } from '#core/rng.ts';
import { pointCountsOf } from '#families/family-of.ts';
import { sampleTasks } from '#families/task.ts';
import type { GaugeRequest } from '#engine/protocol.ts';
import { meanReport, type SecondOrderReport } from '#training/second-order.ts';
import { tasksOf } from '#training/tasks.ts';
import { canBeAsked, type Contestant, seenTask, sightOf } from '../contestants/contestants.ts';
import type { SliceContext } from '../slice.ts';
import {
  GAUGE_ALPHAS,
  GAUGE_PAIRS,
  GAUGE_STEPS,
  GAUGE_TASKS,
  type GaugeCurves,
  type GaugeNeeds,
  gaugeTasksKey,
  NO_CURVES,
} from './gauge-slice.ts';
import { lookedInto } from './inside-slice.ts';
import { sameEntries } from './open-view.ts';

type Asked = Pick<GaugeRequest, 'tasks' | 'others'>;

/** Whose reports are averaged: one, or the pairs of meta-batches. */
function askedTasks(state: GaugeNeeds, contestant: Contestant): readonly Asked[] {
  const { settings, task, gauge } = state;
  const { metaBatch } = settings;
  const heldOut = (first: number, count: number) => {
    const distribution = tasksOf(settings, STREAMS.heldOut, sightOf(contestant));
    return sampleTasks(distribution, first, count, pointCountsOf(settings));
  };
  if (gauge.against === 'otherTasks') {
    return Array.from({ length: GAUGE_PAIRS }, (_, pair) => ({
      tasks: heldOut(2 * pair * metaBatch, metaBatch),
      others: heldOut((2 * pair + 1) * metaBatch, metaBatch),
    }));
  }
  return [
    {
      tasks: gauge.scope === 'shown' ? [seenTask(contestant, task)] : heldOut(0, GAUGE_TASKS),
      others: [],
    },
  ];
}

/** 0 … count − 1: both ends, then the middles of ever smaller gaps. */
export function coarseToFine(count: number): number[] {
  const order = new Set<number>();
  for (let gap = count - 1; gap > 0.5; gap /= 2) {
    for (let at = 0; at <= count - 1; at += gap) order.add(Math.round(at));
  }
  for (let index = 0; index < count; index++) order.add(index);
  return [...order];
}

/** Measures until it is aborted; what it knows of one contestant and its tasks, it keeps. */
export function createGaugeMeasurement({
  get,
  set,
  client,
}: SliceContext<GaugeNeeds>): (signal: AbortSignal) => Promise<void> {
  // Of one contestant and its tasks, by α and n.
  let known = new Map<string, SecondOrderReport>();
  let knownFor: { readonly contestant: Contestant; readonly circumstances: readonly unknown[] } | null = null;
  const keyOf = (alpha: number, steps: number) => `${alpha} ${steps}`;

  /** Forgets what is known of other circumstances, and draws what is known of these. */
  const recall = (contestant: Contestant, state: GaugeNeeds) => {
    const { engine, gauge } = state;
    const { against, scope, alpha, steps } = gauge;
    const circumstances = [against, scope, gaugeTasksKey(state), engine];
    const isSame = knownFor !== null && sameEntries(circumstances, knownFor.circumstances);
    const isOnlyFurther = isSame && knownFor?.contestant.id === contestant.id;
    // A reading of another comparison, or of meta-batches of another size, would stand under words that are not its own.
    const isOtherwise =
      knownFor?.circumstances[0] !== against || (against === 'otherTasks' && !isOnlyFurther);
    if (knownFor !== null && isOtherwise) set({ gaugeReport: null });
    if (!isSame || knownFor?.contestant !== contestant) known = new Map();
    knownFor = { contestant, circumstances };
    // The curve of a network in training stays until its points are replaced.
    if (isOnlyFurther && known.size === 0) return;
    set({
      gaugeCurves: {
        alpha: GAUGE_ALPHAS.map((at) => known.get(keyOf(at, steps))?.angle),
        steps: GAUGE_STEPS.map((at) => known.get(keyOf(alpha, at))?.angle),
      },
    });
  };

  return async (signal) => {
    const state = get();
    const contestant = lookedInto(state);
    const { alpha, steps, scope, against } = state.gauge;
    const isOfShown = scope === 'shown' && against !== 'otherTasks';
    if (contestant === null || (isOfShown && !canBeAsked(contestant, state.task))) {
      set({ gaugeReport: null, gaugeCurves: NO_CURVES });
      return;
    }
    recall(contestant, state);
    const memory = known;
    const asked = askedTasks(state, contestant);
    const at = { network: contestant.network, rates: null };
    const reportAt = async (trainingAlpha: number, trainingSteps: number): Promise<SecondOrderReport> => {
      const found = memory.get(keyOf(trainingAlpha, trainingSteps));
      if (found !== undefined) return found;
      const settings = { ...state.settings, trainingAlpha, trainingSteps, innerBatch: 0 };
      const reports: SecondOrderReport[] = [];
      for (const of of asked) {
        reports.push(await client.send('gauge', { at, settings, against, ...of }));
        signal.throwIfAborted();
      }
      const report = meanReport(reports);
      memory.set(keyOf(trainingAlpha, trainingSteps), report);
      return report;
    };
    set({ gaugeReport: await reportAt(alpha, steps) });
    // Of pairs, each place of a curve would take as long as the reading.
    if (against === 'otherTasks') return;
    /** Both ends first, then ever finer: the shape is seen early. */
    const fill = async (
      curve: keyof GaugeCurves,
      positions: readonly number[],
      report: (position: number) => Promise<SecondOrderReport>,
    ) => {
      for (const index of coarseToFine(positions.length)) {
        const position = positions[index];
        if (position === undefined) return;
        const { angle } = await report(position);
        signal.throwIfAborted();
        const { gaugeCurves } = get();
        set({ gaugeCurves: { ...gaugeCurves, [curve]: gaugeCurves[curve].with(index, angle) } });
      }
    };
    await fill('steps', GAUGE_STEPS, (position) => reportAt(alpha, position));
    await fill('alpha', GAUGE_ALPHAS, (position) => reportAt(position, steps));
  };
}
