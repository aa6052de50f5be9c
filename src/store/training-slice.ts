import type { ProgressReport } from '#engine/protocol.ts';
import { EMPTY_HISTORY, extendHistory } from './history.ts';
import { startingContestant } from './settings-slice.ts';
import type { SliceContext, TrainingSlice } from './state.ts';

export function createTrainingSlice({ get, set, client }: SliceContext): TrainingSlice {
  const begin = async () => {
    const { settings } = get();
    const start = startingContestant(settings);
    const { network, rates } = start;
    await client().send('begin', { settings, start: { network, rates } });
    set({ run: { settings, status: 'paused', iteration: 0, rate: 0, history: EMPTY_HISTORY } });
    get().putContestant(start);
    void get().showContestant('live');
  };
  const setStatus = (status: 'running' | 'paused') => {
    const { run } = get();
    if (run !== null) set({ run: { ...run, status } });
  };

  let active: Promise<void> | null = null;
  // A pause may come before the worker has begun.
  let wanted = false;

  const trainWhileWanted = async (steps: number | undefined) => {
    try {
      if (get().run === null) await begin();
      if (!wanted) return;
      setStatus('running');
      await client().send('train', { steps: steps ?? null });
    } catch (error) {
      get().notify(error);
    } finally {
      setStatus('paused');
    }
  };

  return {
    run: null,
    train(steps) {
      if (get().engine.kind !== 'ready') return Promise.resolve();
      if (active !== null) return active;
      wanted = true;
      active = trainWhileWanted(steps).finally(() => {
        active = null;
      });
      return active;
    },
    async pauseTraining() {
      wanted = false;
      if (active === null) return;
      try {
        if (get().run?.status === 'running') await client().send('pause', null);
        await active;
      } catch (error) {
        get().notify(error);
      }
    },
    async resetTraining() {
      await get().pauseTraining();
      set({ run: null });
      get().removeContestant('live');
    },
  };
}

/** Takes a report of the worker into the run, and its weights into the `live` contestant. */
export function acceptProgress(
  { get, set }: Pick<SliceContext, 'get' | 'set'>,
  report: ProgressReport,
): void {
  const { run } = get();
  if (run === null) return;
  const { architecture: _, ...settings } = run.settings;
  const { iteration, learned, rate, losses } = report;
  set({ run: { ...run, iteration, rate, history: extendHistory(run.history, losses) } });
  get().putContestant({
    id: 'live',
    ...learned,
    details: { origin: run.settings.algorithm, iteration, settings, evaluation: null },
  });
}
