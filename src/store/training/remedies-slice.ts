/** What would help a run that has diverged: only what a trial beside it has shown to hold is offered. */
import type { TrialReport, TrialRequest } from '#engine/protocol.ts';
import { hasInnerLoop } from '#training/learner-facts.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { changedSettings } from '#training/setting-effects.ts';
import { NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import { createBatchPace } from '../commands.ts';
import { createJob } from '../jobs.ts';
import { type SettingsSlice, startingContestant } from '../settings-slice.ts';
import { toTrainOn } from '../pictures/of-run.ts';
import type { PicturesOfRuns } from '../pictures/state.ts';
import { type Followed, pick, type SliceContext } from '../slice.ts';
import type { RunSlice, TrainingRun } from './state.ts';

/** A way out: on from where the run is kept, or the same run anew, with one number smaller. */
export interface Remedy {
  readonly kind: 'goOn' | 'anew';
  readonly id: 'beta' | 'trainingAlpha';
  readonly value: number;
}

/** A remedy and what became of it in its trial. */
export interface TriedRemedy extends Remedy {
  /** Meta-steps that it took without diverging. */
  readonly steps: number;
  readonly holds: boolean;
}

export interface RemedySearch {
  /** In their order; of those that hold, the first is offered first. */
  readonly tried: readonly TriedRemedy[];
  /** What is under way, with so many of its meta-steps done; `null` once the search has ended. */
  readonly trying: (Remedy & { readonly done: number; readonly of: number }) | null;
}

export interface RemediesSlice {
  /** Of the run that stands there diverged. */
  readonly remedies: RemedySearch | null;
  /** Keeps what was found. */
  readonly stopTryingRemedies: () => void;
  readonly takeRemedy: (remedy: Remedy) => Promise<void>;
}

/** Meta-steps of a trial beyond where the run diverged: plain descent with β = 0.1 needs hundreds to explode. */
export const TRIAL_STEPS = 1000;
/** No trial is longer than this, however late the run has diverged; what is said of it names its length. */
export const LONGEST_TRIAL = 5000;
const FRACTIONS = [10, 100] as const;
/** Meta-steps of a command. */
const SIZES = { first: 8, smallest: 1, largest: 256 } as const;

/** A tenth and a hundredth, as far as they can be set. */
function smaller(id: Remedy['id'], value: number): number[] {
  const { minimum } = NUMBER_SETTINGS[id];
  const values = FRACTIONS.map((fraction) => Math.max(minimum, Number((value / fraction).toPrecision(3))));
  return [...new Set(values)].filter((candidate) => candidate < value);
}

/** Ways out in groups: of each, the first that holds is enough. */
export function remediesFor({
  settings,
  iteration,
}: Pick<TrainingRun, 'settings' | 'iteration'>): Remedy[][] {
  const { algorithm, beta, trainingAlpha } = settings;
  const of = (kind: Remedy['kind'], id: Remedy['id'], value: number) =>
    smaller(id, value).map((candidate) => ({ kind, id, value: candidate }));
  return [
    iteration > 0 ? of('goOn', 'beta', beta) : [],
    hasInnerLoop(algorithm) ? of('anew', 'trainingAlpha', trainingAlpha) : [],
    of('anew', 'beta', beta),
  ];
}

type Needs = RemediesSlice &
  Pick<PicturesOfRuns, 'learnFrom'> &
  Pick<RunSlice, 'run' | 'train' | 'resetTraining' | 'goOnWith'> &
  Pick<SettingsSlice, 'settings' | 'changeSettings'>;

/** The slice, and what makes it follow the run. */
export interface Remedies {
  readonly slice: RemediesSlice;
  readonly follow: (store: Followed<Needs>) => void;
}

function startOf(settings: Settings): TrialRequest['from'] {
  const { network, rates } = startingContestant(settings);
  return { kind: 'start', learned: { network, rates } };
}

export function createRemedies({ get, set, client, notify }: SliceContext<Needs>): Remedies {
  const show = (change: Partial<RemedySearch>) => {
    const { remedies } = get();
    if (remedies !== null) set({ remedies: { ...remedies, ...change } });
  };
  const job = createJob(notify, () => show({ trying: null }));

  const tryOut = async (
    run: TrainingRun,
    remedy: Remedy,
    kept: TrainingSnapshot | null,
    signal: AbortSignal,
  ): Promise<TriedRemedy> => {
    const settings = { ...run.settings, [remedy.id]: remedy.value };
    const goesOn = remedy.kind === 'goOn' && kept !== null;
    const from = goesOn ? { kind: 'state' as const, snapshot: kept } : startOf(settings);
    const begun = goesOn ? kept.iteration : 0;
    const of = goesOn ? TRIAL_STEPS : Math.min(run.iteration + TRIAL_STEPS, LONGEST_TRIAL);
    const pace = createBatchPace(SIZES);
    const begin = async () => {
      await client.send('beginTrial', { settings, from, ...toTrainOn(run.pictures) });
      signal.throwIfAborted();
    };
    const report = (steps: number, holds: boolean) => ({ ...remedy, steps, holds });
    await begin();
    for (let done = 0; done < of; ) {
      show({ trying: { ...remedy, done, of } });
      const size = Math.min(pace.size(), of - done);
      const asked = performance.now();
      const answer: TrialReport | null = await client.send('advanceTrial', { steps: size });
      signal.throwIfAborted();
      pace.took(size, performance.now() - asked);
      if (answer?.holds === false) return report(answer.iteration - begun, false);
      // An engine that was lost has taken its trial along.
      if (answer === null) await begin();
      done = answer === null ? 0 : done + size;
    }
    return report(of, true);
  };

  // The engine that there was may be gone, and its trial with it.
  const endTrial = () => void client.send('endTrial', null).catch(() => undefined);

  const search = async (run: TrainingRun, signal: AbortSignal) => {
    const kept = run.iteration > 0 ? await client.send('snapshot', null) : null;
    signal.throwIfAborted();
    const tried: TriedRemedy[] = [];
    for (const group of remediesFor(run)) {
      for (const remedy of group) {
        tried.push(await tryOut(run, remedy, kept, signal));
        show({ tried: [...tried] });
        if (tried.at(-1)?.holds === true) break;
      }
    }
  };

  const begin = (run: TrainingRun) => {
    set({ remedies: { tried: [], trying: null } });
    void job.begin((signal) =>
      search(run, signal).finally(() => {
        // Else somebody has ended it, and the next may have begun.
        if (!signal.aborted) endTrial();
      }),
    );
  };
  const end = () => {
    job.stop();
    endTrial();
  };

  return {
    slice: {
      remedies: null,
      stopTryingRemedies: end,
      async takeRemedy({ kind, id, value }) {
        const { run, settings } = get();
        if (run === null) return;
        if (kind === 'goOn') {
          await get().goOnWith(value);
          return;
        }
        // What was tried is the run's own settings, whatever stands on the page by now.
        const tried = pick(run.settings, changedSettings(run.settings, settings));
        await get().resetTraining();
        get().changeSettings({ ...tried, [id]: value });
        get().learnFrom(run.pictures);
        await get().train();
      },
    },
    follow: (store) => {
      store.subscribe(({ run }, before) => {
        const diverged = run?.diverged ?? null;
        if (diverged === (before.run?.diverged ?? null) && run?.id === before.run?.id) return;
        if (before.remedies !== null) {
          end();
          set({ remedies: null });
        }
        if (run !== null && diverged !== null) begin(run);
      });
    },
  };
}
