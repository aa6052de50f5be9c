import { reportOf } from '#core/errors.ts';
import type { TrainingSnapshot } from '#core/meta-engine.ts';
import type { EngineSlice, SliceContext } from './state.ts';

export function createEngineSlice({ get, set, client, restartClient }: SliceContext): EngineSlice {
  // Until an engine has taken it: opening may fail, too.
  let rescued: TrainingSnapshot | null = null;

  /** What the page itself knows of the run: its weights, but not the optimiser's moments. */
  const runOnPage = (): TrainingSnapshot | null => {
    const { run, contestants } = get();
    const parameters = contestants.live?.network.parameters;
    if (run === null || parameters === undefined) return null;
    const zeros = new Float32Array(parameters.length);
    return { iteration: run.iteration, parameters, firstMoment: zeros, secondMoment: zeros };
  };

  /** Takes the run out of the worker that is about to be closed. */
  const rescueRun = async () => {
    if (get().engine.kind !== 'ready' || get().run === null) return;
    try {
      await get().pauseTraining();
      rescued = await client().send('snapshot', null);
    } catch {
      // A worker that cannot answer cannot be rescued from.
      rescued = runOnPage();
    }
  };

  return {
    engine: { kind: 'opening' },
    async openEngine(backend) {
      const wasRunning = get().run?.status === 'running';
      get().stopEvaluating();
      await rescueRun();
      set({ engine: { kind: 'opening' } });
      try {
        const opened = await restartClient().send('open', { backend });
        const run = get().run;
        const snapshot = rescued ?? runOnPage();
        if (run !== null && snapshot !== null) {
          await client().send('restore', { settings: run.settings, snapshot });
        }
        rescued = null;
        set({ engine: { kind: 'ready', backend: opened } });
      } catch (error) {
        set({ engine: { kind: 'failed', error: reportOf(error) } });
        return;
      }
      if (wasRunning) void get().train();
    },
  };
}
