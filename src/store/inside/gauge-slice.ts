/** The second-order gauge: MAML's meta-gradient beside FOMAML's, for α and n of the reader's own. */
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import { STREAMS } from '#core/rng.ts';
import { said } from '#core/saying.ts';
import type { SecondOrderReport } from '#training/second-order.ts';
import { checkNumber, NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import { taskNumbers, tasksOf } from '#training/tasks.ts';
import { pointCountsOf } from '#families/family-of.ts';
import { sampleTasks, type TaskData } from '#families/task.ts';
import { canBeAsked, type Contestant, seenTask, sightOf } from '../contestants/contestants.ts';
import { lookedInto } from './inside-slice.ts';
import { sameEntries, type ViewNeeds, type ViewWork } from './open-view.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';

/** Over the shown task alone, or over the mean of so many held-out tasks. */
export const GAUGE_TASKS = 25;
export type GaugeScope = 'shown' | 'mean';

export interface GaugeChoice {
  readonly alpha: number;
  readonly steps: number;
  readonly scope: GaugeScope;
}

/** Where the gauge's curves are known: α by thirds of a decade, every n from 1 to 10. */
export const GAUGE_ALPHAS: readonly number[] = Array.from({ length: 13 }, (_, index) =>
  Number((10 ** (index / 3 - 4)).toPrecision(3)),
);
export const GAUGE_STEPS: readonly number[] = Array.from({ length: 10 }, (_, index) => index + 1);

/** Angles in radians; `undefined` where none is known yet, NaN where the inner loop diverges. */
export interface GaugeCurves {
  /** Over `GAUGE_ALPHAS`, at the chosen n. */
  readonly alpha: readonly (number | undefined)[];
  /** Over `GAUGE_STEPS`, at the chosen α. */
  readonly steps: readonly (number | undefined)[];
}

export interface GaugeSlice {
  readonly gauge: GaugeChoice;
  /** @throws PlaygroundError `setting-out-of-range`. */
  readonly setGauge: (change: Partial<GaugeChoice>, typed?: string) => void;
  /** Of the choice, the contestant looked into and the tasks; `null` until it is known. */
  readonly gaugeReport: SecondOrderReport | null;
  readonly gaugeCurves: GaugeCurves;
}

const NO_CURVES: GaugeCurves = {
  alpha: GAUGE_ALPHAS.map(() => undefined),
  steps: GAUGE_STEPS.map(() => undefined),
};
/** While a training runs. */
const PAUSE_MILLISECONDS = 1000;

export function checkGaugeSteps(steps: number, typed = String(steps)): number {
  const last = GAUGE_STEPS.at(-1) ?? 1;
  if (Number.isInteger(steps) && steps >= 1 && steps <= last) return steps;
  const found = excerptOf(typed) || said`nothing`;
  throw new PlaygroundError(
    'setting-out-of-range',
    said`Expected ${'n'} to be ${said`a whole number from ${1} to ${last}`}, found ${found}.`,
  );
}

type Needs = ViewNeeds & GaugeSlice;

function askedTasks(state: Needs, contestant: Contestant): readonly TaskData[] {
  const { settings, task, gauge } = state;
  if (gauge.scope === 'shown') return [seenTask(contestant, task)];
  const heldOut = tasksOf(settings, STREAMS.heldOut, sightOf(contestant));
  return sampleTasks(heldOut, 0, GAUGE_TASKS, pointCountsOf(settings));
}

/** Of the settings, all that the held-out tasks follow from. */
function distributionOf(settings: Settings): string {
  return JSON.stringify(taskNumbers(settings));
}

export function createGaugeSlice({ get, set, client, notify }: SliceContext<Needs>): {
  slice: GaugeSlice;
  work: ViewWork<Needs>;
} {
  // Of one contestant and its tasks, by α and n.
  let known = new Map<string, SecondOrderReport>();
  let knownFor: { readonly contestant: Contestant; readonly circumstances: readonly unknown[] } | null = null;
  const keyOf = (alpha: number, steps: number) => `${alpha} ${steps}`;

  /** Forgets what is known of other circumstances, and draws what is known of these. */
  const recall = (contestant: Contestant, { settings, task, engine, gauge }: Needs) => {
    const { scope, alpha, steps } = gauge;
    const circumstances = [scope, scope === 'shown' ? task : distributionOf(settings), engine];
    const isSame = knownFor !== null && sameEntries(circumstances, knownFor.circumstances);
    const isOnlyFurther = isSame && knownFor?.contestant.id === contestant.id;
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

  const measure = async (signal: AbortSignal) => {
    const state = get();
    const contestant = lookedInto(state);
    const { alpha, steps, scope } = state.gauge;
    if (contestant === null || (scope === 'shown' && !canBeAsked(contestant, state.task))) {
      set({ gaugeReport: null, gaugeCurves: NO_CURVES });
      return;
    }
    recall(contestant, state);
    const memory = known;
    const tasks = askedTasks(state, contestant);
    const at = { network: contestant.network, rates: null };
    const reportAt = async (trainingAlpha: number, trainingSteps: number): Promise<SecondOrderReport> => {
      const found = memory.get(keyOf(trainingAlpha, trainingSteps));
      if (found !== undefined) return found;
      const settings = { ...state.settings, trainingAlpha, trainingSteps, innerBatch: 0 };
      const report = await client.send('gauge', { at, tasks, settings });
      memory.set(keyOf(trainingAlpha, trainingSteps), report);
      return report;
    };
    set({ gaugeReport: await reportAt(alpha, steps) });
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

  const job = createFollowingJob(createJob(notify), measure);

  return {
    slice: {
      gauge: {
        alpha: NUMBER_SETTINGS.trainingAlpha.initial,
        steps: NUMBER_SETTINGS.trainingSteps.initial,
        scope: 'shown',
      },
      gaugeReport: null,
      gaugeCurves: NO_CURVES,
      setGauge: (change, typed) => {
        const { gauge } = get();
        if (change.alpha !== undefined) checkNumber('trainingAlpha', change.alpha, typed, get().settings);
        if (change.steps !== undefined) checkGaugeSteps(change.steps, typed);
        set({ gauge: { ...gauge, ...change } });
      },
    },
    work: {
      inputs: (state) => ({
        choices: [state.gauge, state.gauge.scope === 'shown' ? state.task : distributionOf(state.settings)],
        weights: [lookedInto(state)],
      }),
      refresh: (gently) => {
        if (gently) job.askGently(PAUSE_MILLISECONDS);
        else job.ask(0);
      },
      stop: job.stop,
    },
  };
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
