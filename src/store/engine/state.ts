/** The engine that computes, and the check that it computes rightly. */
import type { BackendName, BackendReport, EngineName, Threads, Verdicts } from '#core/backend.ts';
import type { ErrorReport } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import type { CheckKind, CheckResult, OracleCase } from '#training/self-check.ts';
import type { EngineState } from '#engine/protocol.ts';

export type EngineStatus =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly backend: BackendReport }
  /** Its GPU or its worker was lost; another is being opened. */
  | { readonly kind: 'recovering' }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export interface EngineSlice {
  readonly engine: EngineStatus;
  /** What the open engine meta-trains with. */
  readonly kernels: EngineState;
  /** Of the SIMD units; `null` while another backend computes. */
  readonly threads: Threads | null;
  /** What was lost last and what computes since then, until the visitor has seen it. */
  readonly recovery: { readonly from: BackendName; readonly to: BackendName } | null;
  readonly dismissRecovery: () => void;
  /** Whether the engine has owed an answer for long without a word. */
  readonly isEngineSilent: boolean;
  /** Opens another engine in the place of one that does not answer. */
  readonly restartEngine: () => void;
  /** Starts the engine, or moves it with its run to another backend. */
  readonly openEngine: (backend: BackendName | null) => Promise<void>;
}

/** A check that has been made. */
export interface CheckMade extends CheckResult {
  readonly kind: CheckKind;
  readonly name: Words;
}

/** An engine of a backend that was open, and its checks so far. */
export interface EngineUnderCheck {
  readonly on: BackendReport;
  readonly engine: EngineName;
  /** Checks that it makes, by kind. */
  readonly planned: Readonly<Record<CheckKind, number>>;
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
  /** Checks that the engines of the backend under check make, all together; none before the cases are here. */
  readonly planned: number;
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

/** What the self-check needs: its cases, and where its findings are kept from visit to visit. */
export interface SelfChecking {
  oracles(): Promise<readonly OracleCase[]>;
  recall(): Verdicts;
  remember(verdicts: Verdicts): void;
}
