/** The self-check as the page shows it; `self-check-run.ts`, which makes it, is loaded when it is asked for. */
import { reportOf } from '#core/errors.ts';
import type { SliceContext } from '../slice.ts';
import type { EngineSlice, SelfChecking, SelfCheckOutcome, SelfCheckSlice } from './state.ts';

export function createSelfCheckSlice(
  context: SliceContext<SelfCheckSlice & Pick<EngineSlice, 'engine' | 'openEngine'>>,
  selfChecking: SelfChecking,
): SelfCheckSlice {
  const { get, set } = context;
  let stop = new AbortController();
  return {
    selfCheck: null,
    verdicts: selfChecking.recall(),
    selfCheckUnread: false,
    async runSelfCheck() {
      const { engine, selfCheck } = get();
      if (engine.kind !== 'ready' || selfCheck?.outcome === null) return;
      stop = new AbortController();
      const { signal } = stop;
      set({ selfCheck: { planned: 0, engines: [], outcome: null }, selfCheckUnread: false });
      const outcome = await import('./self-check-run.ts')
        .then(({ makeSelfCheck }) => makeSelfCheck(context, selfChecking, signal))
        .catch(
          (error: unknown): SelfCheckOutcome => ({ kind: 'interrupted', reason: reportOf(error).message }),
        );
      const { selfCheck: made } = get();
      if (made !== null)
        set({ selfCheck: { ...made, outcome }, selfCheckUnread: outcome.kind !== 'stopped' });
    },
    stopSelfCheck: () => stop.abort(),
    readSelfCheck: () => set({ selfCheckUnread: false }),
  };
}
