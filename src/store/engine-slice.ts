import type { BackendName } from '#core/backend.ts';
import { reportOf } from '#core/errors.ts';
import type { Learned } from '#core/learned.ts';
import type { TrainingSnapshot } from '#core/meta-engine.ts';
import type { TrainingAlgorithm } from '#core/settings.ts';
import type { EngineSlice, SliceContext } from './state.ts';
import { newestOf } from './timeline-slice.ts';

/** How long a worker may take to hand its run over; one that has lost its GPU may never answer. */
const RESCUE_MILLISECONDS = 3000;

/** A run's state from its weights alone: the optimiser's moments begin anew, and so does a baseline's network under way. */
function stateFrom(
  { network, rates }: Learned,
  algorithm: TrainingAlgorithm,
  iteration: number,
): TrainingSnapshot {
  const { parameters } = network;
  // Behind θ stands Meta-SGD's α; behind the multi-task baseline's mean, the network under way.
  const behind = algorithm === 'multiTask' ? parameters : (rates ?? new Float32Array(0));
  const all = new Float32Array(parameters.length + behind.length);
  all.set(parameters);
  all.set(behind, parameters.length);
  const zeros = new Float32Array(algorithm === 'multiTask' ? parameters.length : all.length);
  return { iteration, parameters: all, firstMoment: zeros, secondMoment: zeros };
}

export function createEngineSlice(context: SliceContext): EngineSlice {
  const { get, set, client, restartClient, tuningMemory } = context;
  // Until an engine has taken it: opening may fail, too.
  let rescued: TrainingSnapshot | null = null;

  /** What the page itself knows of the run: its weights, but not the optimiser's moments. */
  const runOnPage = (): TrainingSnapshot | null => {
    const { run } = get();
    const live = newestOf(get(), 'live');
    if (run === null || live === undefined) return null;
    return stateFrom(live, run.settings.algorithm, run.iteration);
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

  /** Trains on, up to where it was told to stop. */
  const goOn = (target: number | null): void => {
    const { run, train } = get();
    if (run === null) return;
    if (target === null) void train();
    else if (target > run.iteration) void train(target - run.iteration);
  };

  const open = async (backend: BackendName | null) => {
    const { run: before, engine, verdicts } = get();
    get().cutOffEvaluation();
    get().stopErrorMap();
    get().stopReproducing();
    set({ engine: { kind: 'opening' }, kernels: { kind: 'compiling' } });
    if (engine.kind === 'ready' && before !== null) rescued = await rescueRun();
    try {
      const request = { backend, tunings: tuningMemory.recall(), verdicts };
      const report = await restartClient().send('open', request);
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
    if (before?.status === 'running') goOn(before.target);
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
