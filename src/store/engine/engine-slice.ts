import { PlaygroundError, reportOf } from '#core/errors.ts';
import { said, type Words } from '#core/saying.ts';
import type { EngineListener } from '#engine/client.ts';
import { expectFits } from '../training/memory-check.ts';
import type { SliceContext } from '../slice.ts';
import type { RunSlice } from '../training/state.ts';
import type { EngineSlice } from './state.ts';

/** What the page tells of the engine itself, whichever worker runs it. */
type Heard = Pick<
  EngineListener,
  'engine' | 'threads' | 'refused' | 'silent' | 'lost' | 'recovered' | 'failed'
>;

function refusedKernels(reason: Words): PlaygroundError {
  const hint = said`TensorFlow.js’s operations compute it instead: the same numbers, only slower.`;
  return new PlaygroundError('engine-failed', said`The fused kernels cannot do this here (${reason}).`, hint);
}

type Needs = EngineSlice & Pick<RunSlice, 'run' | 'pauseTraining'>;

export function createEngine({ get, set, client, notify }: SliceContext<Needs>): {
  slice: EngineSlice;
  hear: Heard;
} {
  /** A run may have been begun on a larger adapter. */
  const expectRunFits = async () => {
    const { run, engine } = get();
    if (run === null) return;
    try {
      await expectFits(client, run.settings, engine);
    } catch (error) {
      notify(error);
      void get().pauseTraining();
    }
  };

  let opening = Promise.resolve();
  return {
    slice: {
      engine: { kind: 'opening' },
      kernels: { kind: 'compiling' },
      threads: null,
      recovery: null,
      dismissRecovery: () => set({ recovery: null }),
      isEngineSilent: false,
      restartEngine: () => client.restart(),
      openEngine(backend) {
        const open = async () => {
          set({ engine: { kind: 'opening' }, kernels: { kind: 'compiling' }, threads: null, recovery: null });
          try {
            set({ engine: { kind: 'ready', backend: await client.open(backend) } });
          } catch (error) {
            set({ engine: { kind: 'failed', error: reportOf(error) } });
          }
          await expectRunFits();
        };
        // One after the other: the second must find the run where the first has put it.
        opening = opening.then(open);
        return opening;
      },
    },
    hear: {
      engine: (kernels) => set({ kernels }),
      threads: (threads) => set({ threads }),
      refused: (reason) => notify(refusedKernels(reason)),
      silent: (isEngineSilent) => set({ isEngineSilent }),
      lost: () => set({ engine: { kind: 'recovering' }, kernels: { kind: 'compiling' }, threads: null }),
      recovered: (backend, from) => {
        set({ engine: { kind: 'ready', backend }, recovery: { from, to: backend.backend } });
        void expectRunFits();
      },
      failed: (error) => set({ engine: { kind: 'failed', error } }),
    },
  };
}
