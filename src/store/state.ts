/** The whole state of the page and what can be done to it; each slice is built in its own file. */
import type { StoreApi } from 'zustand';
import type { BackendName, BackendReport } from '#core/backend.ts';
import type { ErrorReport } from '#core/errors.ts';
import type { LossSummary } from '#core/metrics.ts';
import type { Trajectory } from '#core/meta-engine.ts';
import type { NumberSettingId, Settings } from '#core/settings.ts';
import type { EngineClient } from '#engine/client.ts';
import type { Contestant, ContestantId, Contestants } from './contestants.ts';
import type { LossHistory } from './history.ts';

export interface SettingsSlice {
  readonly settings: Settings;
  /** Which task of the seed's stream is shown. */
  readonly taskIndex: number;
  /** @throws PlaygroundError `setting-out-of-range`. */
  setNumber(id: NumberSettingId, value: number): void;
  /** @throws PlaygroundError `architecture-invalid`. */
  changeSettings(change: Partial<Settings>): void;
  newTask(): void;
}

export interface ContestantsSlice {
  readonly contestants: Contestants;
  readonly hidden: readonly ContestantId[];
  putContestant(contestant: Contestant): void;
  removeContestant(id: ContestantId): void;
  toggleContestant(id: ContestantId): void;
  /** Reads a weights file of the user's. @throws PlaygroundError saying what is wrong with it. */
  importWeights(bytes: Uint8Array): Contestant;
}

export interface AdaptationSlice {
  readonly trajectories: Partial<Readonly<Record<ContestantId, Trajectory>>>;
  /** The inner step that is shown. */
  readonly step: number;
  readonly playing: boolean;
  /** Steps a second while playing. */
  readonly speed: number;
  showStep(step: number): void;
  play(): void;
  /** The next step while playing; ends at the last. */
  advance(): void;
  stopPlaying(): void;
  setSpeed(speed: number): void;
  /** Adapts every shown contestant anew; calls while one is under way are merged. */
  refreshAdaptation(): Promise<void>;
}

export type EngineStatus =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly backend: BackendReport }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export interface EngineSlice {
  readonly engine: EngineStatus;
  /** Starts the engine, or moves it with its run to another backend. */
  openEngine(backend: BackendName | null): Promise<void>;
}

export interface TrainingRun {
  readonly settings: Settings;
  readonly status: 'running' | 'paused';
  readonly iteration: number;
  /** Meta-steps a second. */
  readonly rate: number;
  readonly history: LossHistory;
}

export interface TrainingSlice {
  readonly run: TrainingRun | null;
  /** Trains until paused, or `steps` meta-steps; begins a run if there is none. */
  train(steps?: number): Promise<void>;
  pauseTraining(): Promise<void>;
  resetTraining(): Promise<void>;
}

/** Held-out results of one contestant, a summary for each inner step. */
export interface ComparisonRow {
  readonly id: ContestantId;
  readonly summaries: readonly LossSummary[];
}

export interface Comparison {
  readonly taskCount: number;
  /** The settings under which it was made. */
  readonly settings: Settings;
  readonly rows: readonly ComparisonRow[];
  /** Tasks evaluated, of all contestants together, until all are done. */
  readonly progress: { readonly done: number; readonly of: number } | null;
}

export interface ComparisonSlice {
  readonly comparison: Comparison | null;
  evaluate(taskCount: number): Promise<void>;
  stopEvaluating(): void;
}

export interface Notice extends ErrorReport {
  readonly id: number;
}

export interface NoticesSlice {
  readonly notices: readonly Notice[];
  /** Tells the user of an error; the same words twice are told once. */
  notify(thrown: unknown): void;
  dismissNotice(id: number): void;
}

export interface PlaygroundState
  extends SettingsSlice,
    ContestantsSlice,
    AdaptationSlice,
    EngineSlice,
    TrainingSlice,
    ComparisonSlice,
    NoticesSlice {}

/** What a slice is built from: the store, and the engine's worker of the moment. */
export interface SliceContext {
  readonly get: StoreApi<PlaygroundState>['getState'];
  readonly set: StoreApi<PlaygroundState>['setState'];
  /** @throws PlaygroundError while no engine is open. */
  client(): EngineClient;
  /** Replaces the worker by a new one, unopened. */
  restartClient(): EngineClient;
}
