import { reportOf } from '#core/errors.ts';
import type { TrainingSnapshot } from '#core/meta-engine.ts';
import type { EngineSlice, SliceContext } from './state.ts';

export function createEngineSlice({ get, set, client, restartClient }: SliceContext): EngineSlice {
  /** The run of the worker that is about to be closed. */
  const rescueRun = async (): Promise<TrainingSnapshot | null> => {
    if (get().engine.kind !== 'ready' || get().run === null) return null;
    await get().pauseTraining();
    return client().send('snapshot', null);
  };

  return {
    engine: { kind: 'opening' },
    async openEngine(backend) {
      const { run } = get();
      const wasRunning = run?.status === 'running';
      get().stopEvaluating();
      const snapshot = await rescueRun().catch((error: unknown) => {
        get().notify(error);
        return null;
      });
      set({ engine: { kind: 'opening' } });
      try {
        const opened = await restartClient().send('open', { backend });
        const settings = get().run?.settings;
        if (settings !== undefined && snapshot !== null)
          await client().send('restore', { settings, snapshot });
        set({ engine: { kind: 'ready', backend: opened } });
      } catch (error) {
        set({ engine: { kind: 'failed', error: reportOf(error) } });
        return;
      }
      if (wasRunning) void get().train();
    },
  };
}
