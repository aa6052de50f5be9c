/** The whole state of the page and what can be done to it; each slice is built in its own file. */
import type { StoreApi } from 'zustand';
import type { BackendName, BackendReport, Verdicts } from '#core/backend.ts';
import type { ErrorReport } from '#core/errors.ts';
import type { Misfit } from '#training/misfit.ts';
import type { Trajectory } from '#training/meta-engine.ts';
import type { OracleCase } from '#training/self-check.ts';
import type { NumberSettingId, Settings } from '#training/settings.ts';
import type { Tuning, Tunings } from '#core/tuning.ts';
import type { EngineClient } from '#engine/client.ts';
import type { EngineState } from '#engine/protocol.ts';
import type { BenchmarkEntry, Manifest, ManifestEntry } from '#formats/manifest.ts';
import type { WeightsFile } from '#formats/weights-file.ts';
import type { Presence } from '#persistence/presence.ts';
import type { SavedRun } from '#persistence/records.ts';
import type { SavedWork } from '#persistence/saved-work.ts';
import type { BackgroundSlice } from './engine/background-slice.ts';
import type { ComparisonSlice } from './compare/comparison-slice.ts';
import type { ErrorMapSlice } from './compare/error-map-slice.ts';
import type { Contestant, ContestantId, Contestants } from './contestants/contestants.ts';
import type { HeldOutPoint } from './training/held-out.ts';
import type { LossHistory, LossPoint } from './training/history.ts';
import type { InsideSlices } from './inside/inside.ts';
import type { MetaStepSlice } from './training/meta-step-slice.ts';
import type { StabilitySlice } from './task/stability-slice.ts';
import type { LearnSlice } from './page/learn-slice.ts';
import type { TaskSlice } from './task/task-slice.ts';
import type { PublishedSlice } from './compare/published-slice.ts';
import type { SavedSlice } from './saved/saved-slice.ts';
import type { SelfCheckSlice } from './engine/self-check-slice.ts';
import type { SharedSlice } from './page/shared-slice.ts';
import type { TimelineSlice } from './training/timeline-slice.ts';
import type { UpdateSlice } from './engine/update-slice.ts';
import type { ViewSlice } from './page/view-slice.ts';
import type { WeightsSlice } from './contestants/weights-slice.ts';

export interface SettingsSlice {
  readonly settings: Settings;
  /** `typed` is what stood in the box. @throws PlaygroundError `setting-out-of-range`. */
  readonly setNumber: (id: NumberSettingId, value: number, typed?: string) => void;
  /** @throws PlaygroundError `architecture-invalid`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
}

export interface ContestantsSlice {
  /** Those whose weights are here. */
  readonly contestants: Contestants;
  /** Those that take no part, whether or not their weights are here. */
  readonly hidden: readonly ContestantId[];
  /** What ships with the page; empty until its manifest is read. */
  readonly shipped: Partial<Readonly<Record<ContestantId, ManifestEntry>>>;
  /** What ships to stand beside published figures. */
  readonly benchmark: readonly BenchmarkEntry[];
  /** Shipped contestants whose weights are on their way. */
  readonly fetching: readonly ContestantId[];
  /** Reads the manifest, and the weights of the contestants that are shown. */
  readonly openShippedWeights: () => Promise<void>;
  readonly putContestant: (contestant: Contestant) => void;
  readonly removeContestant: (id: ContestantId) => void;
  /** Shipped weights are fetched when they are first shown. */
  readonly showContestant: (id: ContestantId) => Promise<void>;
  readonly hideContestant: (id: ContestantId) => void;
  /** Fetches shipped weights that are not here yet, shown or not; is done once they are, or could not be had. */
  readonly fetchContestant: (id: ContestantId) => Promise<void>;
  /** Takes the weights of a user's file in. @throws PlaygroundError if they do not fit the page's tasks. */
  readonly importWeights: (weights: WeightsFile) => Contestant;
}

export interface AdaptationSlice {
  readonly trajectories: Partial<Readonly<Record<ContestantId, Trajectory>>>;
  /** The inner step that is shown. */
  readonly step: number;
  readonly playing: boolean;
  /** Whether the opening has yet to be played. */
  readonly greetingDue: boolean;
  /** Steps a second while playing. */
  readonly speed: number;
  readonly showStep: (step: number) => void;
  readonly play: () => void;
  /** The next step while playing; ends at the last. */
  readonly advance: () => void;
  readonly stopPlaying: () => void;
  readonly setSpeed: (speed: number) => void;
  /** Adapts every shown contestant anew; calls while one is under way are merged. */
  readonly refreshAdaptation: () => Promise<void>;
}

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

export interface TrainingRun {
  /** By which it is saved. */
  readonly id: string;
  /** By `Date.now()`. */
  readonly begunAt: number;
  readonly settings: Settings;
  readonly status: 'running' | 'paused';
  readonly iteration: number;
  /** Meta-steps a second, over the last seconds. */
  readonly rate: number;
  /** Milliseconds that it has trained. */
  readonly elapsed: number;
  /** When it was last heard of, by `performance.now()`; `null` while it is paused. */
  readonly heardAt: number | null;
  /** The iteration at which it was told to stop, if it was. */
  readonly target: number | null;
  readonly history: LossHistory;
  /** Of the last meta-step alone. */
  readonly latest: LossPoint | null;
  /** Held-out errors along the way. */
  readonly heldOut: readonly HeldOutPoint[];
  /** Why it cannot go on from here, with the next iteration diverging. */
  readonly diverged: ErrorReport | null;
}

export interface TrainingSlice {
  readonly run: TrainingRun | null;
  /** Trains until paused, or `steps` meta-steps; begins a run if there is none. */
  readonly train: (steps?: number) => Promise<void>;
  /** Begins a run with the settings of the moment, unless there is one. */
  readonly beginRun: () => Promise<void>;
  /** Evaluates the run's newest weights on held-out tasks, if it is time. */
  readonly evaluateRun: () => Promise<void>;
  readonly pauseTraining: () => Promise<void>;
  readonly resetTraining: () => Promise<void>;
  /** Trains on from where the run is with another β, which settings and run have from then on. */
  readonly goOnWith: (beta: number) => Promise<void>;
  /** What of a training does not fit into the open adapter's memory, and what would. */
  readonly misfitOf: (settings: Settings) => Promise<Misfit | null>;
  /** Takes the place of the page's run, paused, under this id. @throws PlaygroundError where the engine refuses. */
  readonly resumeRun: (id: string, saved: SavedRun) => Promise<void>;
}

export interface Notice extends ErrorReport {
  readonly id: number;
}

export interface NoticesSlice {
  readonly notices: readonly Notice[];
  /** Tells the user of an error; the same words twice are told once. */
  readonly notify: (thrown: unknown) => void;
  readonly dismissNotice: (id: number) => void;
}

export interface PlaygroundState
  extends SettingsSlice,
    TaskSlice,
    ContestantsSlice,
    AdaptationSlice,
    StabilitySlice,
    EngineSlice,
    SelfCheckSlice,
    TrainingSlice,
    TimelineSlice,
    MetaStepSlice,
    ComparisonSlice,
    InsideSlices,
    ErrorMapSlice,
    PublishedSlice,
    UpdateSlice,
    ViewSlice,
    WeightsSlice,
    SharedSlice,
    SavedSlice,
    LearnSlice,
    BackgroundSlice,
    NoticesSlice {}

/** Where tunings of the engine are kept from visit to visit. */
export interface TuningMemory {
  recall(): Tunings;
  remember(adapter: string, tuning: Tuning): void;
}

/** What the self-check needs: its cases, and where its findings are kept from visit to visit. */
export interface SelfChecking {
  oracles(): Promise<readonly OracleCase[]>;
  recall(): Verdicts;
  remember(verdicts: Verdicts): void;
}

/** The weights that ship with the page, wherever they are kept. */
export interface ShippedWeights {
  list(): Promise<Manifest>;
  /** `file` is a path of the manifest. @throws PlaygroundError if it is missing or damaged. */
  read(file: string): Promise<WeightsFile>;
}

/** What keeps the work of this tab, and tells it from that of others. */
export interface Keeping {
  readonly work: SavedWork;
  readonly presence: Presence;
  /** The name of this tab, which a reload does not change. */
  readonly tab: { recall(): string | null; remember(id: string): void };
  /** The state as a link, and back. */
  readonly links: { write(state: PlaygroundState): string; open(link: string): void };
}

/** What a slice is built from: the store, the engine's worker of the moment and what is kept for it. */
export interface SliceContext {
  readonly get: StoreApi<PlaygroundState>['getState'];
  /** The shown task follows by itself. */
  readonly set: (change: Partial<PlaygroundState>) => void;
  readonly client: EngineClient;
  readonly selfChecking: SelfChecking;
  readonly shippedWeights: ShippedWeights;
  readonly keeping: Keeping;
}
