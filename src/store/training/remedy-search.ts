/** The search for a remedy: each candidate is tried beside the run, from where it stands or anew, until one of a kind holds. */
import type { TrialReport, TrialRequest } from '#engine/protocol.ts';
import { hasInnerLoop } from '#training/learner-facts.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import { isSteerable } from '#training/steering.ts';
import { NUMBER_SETTINGS, type Settings } from '#training/settings.ts';
import { createBatchPace } from '../commands.ts';
import { toTrainOn } from '../pictures/of-run.ts';
import { startingContestant } from '../settings-slice.ts';
import type { SliceContext } from '../slice.ts';
import type { Remedy, RemedyNeeds, RemedySearch, TriedRemedy } from './remedies-slice.ts';
import type { TrainingRun } from './state.ts';

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
    iteration > 0 && isSteerable('beta', settings) ? of('goOn', 'beta', beta) : [],
    hasInnerLoop(algorithm) ? of('anew', 'trainingAlpha', trainingAlpha) : [],
    of('anew', 'beta', beta),
  ];
}

function startOf(settings: Settings): TrialRequest['from'] {
  const { network, rates } = startingContestant(settings);
  return { kind: 'start', learned: { network, rates } };
}

/** Tries a run's remedies; what is tried and what has held is told in the store as it goes. */
export function createRemedySearch({ get, set, client }: SliceContext<RemedyNeeds>) {
  const show = (change: Partial<RemedySearch>) => {
    const { remedies } = get();
    if (remedies !== null) set({ remedies: { ...remedies, ...change } });
  };
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

  return async (run: TrainingRun, signal: AbortSignal) => {
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
}
