import type { BackendName } from '#core/backend.ts';
import { reportOf } from '#core/errors.ts';
import type { TrainingSnapshot } from '#core/meta-engine.ts';
import type { EngineSlice, SliceContext } from './state.ts';

/** How long a worker may take to hand its run over; one that has lost its GPU may never answer. */
const RESCUE_MILLISECONDS = 3000;

export function createEngineSlice(context: SliceContext): EngineSlice {
  const { get, set, client, restartClient, tuningMemory } = context;
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
  const rescueRun = async (): Promise<TrainingSnapshot | null> => {
    const tooLate = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('No answer.')), RESCUE_MILLISECONDS);
    });
    const asked = get()
      .pauseTraining()
      .then(() => client().send('snapshot', null));
    try {
      return await Promise.race([asked, tooLate]);
    } catch {
      return runOnPage();
    }
  };

  const open = async (backend: BackendName | null) => {
    const { run: before, engine } = get();
    get().stopEvaluating();
    set({ engine: { kind: 'opening' }, kernels: { kind: 'compiling' } });
    if (engine.kind === 'ready' && before !== null) rescued = await rescueRun();
    try {
      const report = await restartClient().send('open', { backend, tunings: tuningMemory.recall() });
      const { run } = get();
      const snapshot = rescued ?? runOnPage();
      if (run !== null && snapshot !== null) {
        await client().send('restore', { settings: run.settings, snapshot });
      }
      rescued = null;
      set({ engine: { kind: 'ready', backend: report } });
    } catch (error) {
      set({ engine: { kind: 'failed', error: reportOf(error) } });
      return;
    }
    if (before?.status === 'running' && get().run !== null) void get().train();
  };

  let opening = Promise.resolve();
  return {
    engine: { kind: 'opening' },
    kernels: { kind: 'compiling' },
    openEngine(backend) {
      // One after the other: the second must find the run where the first has put it.
      opening = opening.then(() => open(backend));
      return opening;
    },
  };
}
