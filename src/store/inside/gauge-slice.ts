/** The gauge: MAML's meta-gradient beside FOMAML's, that of wrong code or that of other tasks, for α and n of the reader's own. */
import { onceLoaded } from '#core/once-loaded.ts';
import { excerptOf, PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { GaugeOther, SecondOrderReport } from '#training/second-order.ts';
import { checkNumber, NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import { taskNumbers } from '#training/tasks.ts';
import { lookedInto } from './inside-slice.ts';
import type { ViewNeeds, ViewWork } from './open-view.ts';
import { createFollowingJob, createJob } from '../jobs.ts';
import type { SliceContext } from '../slice.ts';

/** Over the shown task alone, or over the mean of so many held-out tasks. */
export const GAUGE_TASKS = 25;
/** Pairs of meta-batches of which the mean is told. */
export const GAUGE_PAIRS = 20;
export type GaugeScope = 'shown' | 'mean';

export interface GaugeChoice {
  readonly alpha: number;
  readonly steps: number;
  readonly scope: GaugeScope;
  /** Where it is `otherTasks`, the tasks are meta-batches of held-out ones, in pairs and whatever the scope. */
  readonly against: GaugeOther;
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

export const NO_CURVES: GaugeCurves = {
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

export type GaugeNeeds = ViewNeeds & GaugeSlice;

/** Of the settings, all that the held-out tasks follow from. */
function distributionOf(settings: Settings): string {
  return JSON.stringify(taskNumbers(settings));
}

/** Of a state, what the gauge's tasks follow from. */
export function gaugeTasksKey({ gauge, task, settings }: Pick<GaugeNeeds, 'gauge' | 'task' | 'settings'>) {
  if (gauge.against === 'otherTasks') return `${settings.metaBatch} ${distributionOf(settings)}`;
  return gauge.scope === 'shown' ? task : distributionOf(settings);
}

export function createGaugeSlice(context: SliceContext<GaugeNeeds>): {
  slice: GaugeSlice;
  work: ViewWork<GaugeNeeds>;
} {
  const { get, set, notify } = context;
  const measurement = onceLoaded(async () =>
    (await import('./gauge-measurement.ts')).createGaugeMeasurement(context),
  );
  const measure = async (signal: AbortSignal) => (await measurement())(signal);

  const job = createFollowingJob(createJob(notify), measure);

  return {
    slice: {
      gauge: {
        alpha: NUMBER_SETTINGS.trainingAlpha.initial,
        steps: NUMBER_SETTINGS.trainingSteps.initial,
        scope: 'shown',
        against: 'firstOrder',
      },
      gaugeReport: null,
      gaugeCurves: NO_CURVES,
      setGauge: (change, typed) => {
        const { gauge } = get();
        if (change.alpha !== undefined) checkNumber('trainingAlpha', change.alpha, typed, get().settings);
        if (change.steps !== undefined) checkGaugeSteps(change.steps, typed);
        const against = change.against ?? gauge.against;
        // A reading of another comparison would stand under the new name.
        set({ gauge: { ...gauge, ...change }, ...(against === gauge.against ? {} : { gaugeReport: null }) });
      },
    },
    work: {
      inputs: (state) => ({
        choices: [state.gauge, gaugeTasksKey(state)],
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
