/** The self-check as the page shows it; `self-check-run.ts`, which makes it, is loaded when it is asked for. */
import type { BackendReport, EngineName, Verdicts } from '#core/backend.ts';
import { reportOf } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import type { CheckKind, CheckResult } from '#training/self-check.ts';
import type { SliceContext } from '../state.ts';

/** A check that has been made. */
export interface CheckMade extends CheckResult {
  readonly kind: CheckKind;
  readonly name: Words;
}

/** An engine of a backend that was open, and its checks so far. */
export interface EngineUnderCheck {
  readonly on: BackendReport;
  readonly engine: EngineName;
  readonly made: readonly CheckMade[];
}

/** How a self-check has ended. */
export type SelfCheckOutcome =
  | { readonly kind: 'passed' }
  /** What had failed before passes now, and computes again. */
  | { readonly kind: 'trusted' }
  /** Something failed, and the next engine that passed computes now. */
  | { readonly kind: 'moved'; readonly to: EngineName; readonly on: BackendReport }
  | { readonly kind: 'nothingPasses' }
  | { readonly kind: 'stopped' }
  /** The engine went away meanwhile, or the cases could not be had. */
  | { readonly kind: 'interrupted'; readonly reason: Words };

export interface SelfCheckState {
  /** Checks that each engine makes, by kind; none before the cases are here. */
  readonly planned: Readonly<Record<CheckKind, number>>;
  /** In the order in which they are checked; the last is under way until there is an outcome. */
  readonly engines: readonly EngineUnderCheck[];
  readonly outcome: SelfCheckOutcome | null;
}

export interface SelfCheckSlice {
  /** The last one, or the one under way. */
  readonly selfCheck: SelfCheckState | null;
  /** What has failed, now or on an earlier visit. */
  readonly verdicts: Verdicts;
  /** Whether an outcome waits to be read by whoever does not look at the check. */
  readonly selfCheckUnread: boolean;
  /** Checks the engines of the open backend, and moves to the next one that passes if need be. */
  readonly runSelfCheck: () => Promise<void>;
  readonly stopSelfCheck: () => void;
  readonly readSelfCheck: () => void;
}

export function createSelfCheckSlice(context: SliceContext): SelfCheckSlice {
  const { get, set, selfChecking } = context;
  let stop = new AbortController();
  return {
    selfCheck: null,
    verdicts: selfChecking.recall(),
    selfCheckUnread: false,
    async runSelfCheck() {
      const { engine, selfCheck } = get();
      if (engine.kind !== 'ready' || selfCheck?.outcome === null) return;
      const planned = { adaptation: 0, metaGradient: 0, slope: 0, training: 0 };
      stop = new AbortController();
      const { signal } = stop;
      set({ selfCheck: { planned, engines: [], outcome: null }, selfCheckUnread: false });
      const outcome = await import('./self-check-run.ts')
        .then(({ makeSelfCheck }) => makeSelfCheck(context, signal))
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
