/**
 * What the page and the worker say to each other. Types only: the page must not load an engine.
 *
 * Every command has an id and is answered by one `done` or `failed` with that id. Training is a command
 * too, answered when it stops; `progress` comes in between, at most once a frame.
 */
import type {
  BackendChoice,
  BackendReport,
  EngineName,
  MeasuredChoices,
  Threads,
  Verdicts,
} from '#core/backend.ts';
import type { ErrorReport } from '#core/errors.ts';
import type { Adaptation, Learned } from '#training/learned.ts';
import type { Misfit } from '#training/misfit.ts';
import type {
  Course,
  EvaluationLosses,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#training/meta-engine.ts';
import type { Architecture, Network } from '#models/architecture.ts';
import type { ParameterPlane, Projection } from '#models/parameter-plane.ts';
import type { Words } from '#core/saying.ts';
import type { PriorName } from '#training/priors.ts';
import type { GaugeOther, SecondOrderReport } from '#training/second-order.ts';
import type { CheckResult, SelfCheck } from '#training/self-check.ts';
import type { Settings } from '#training/settings.ts';
import type { TaskPair, TwoTaskPull } from '#training/two-task-pull.ts';
import type { Parcel } from '#families/family-of.ts';
import type { CellPlace } from '#families/error-grid.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import type { Sight, TaskData } from '#families/task.ts';
import type { Tuning, Tunings } from '#core/tuning.ts';

/** Contestants with one architecture, adapting on one task. */
export interface AdaptRequest {
  readonly architecture: Architecture;
  readonly loss: LossName;
  readonly parameters: readonly Float32Array[];
  /** Inner learning rates of each contestant. */
  readonly rates: readonly Adaptation[];
  /** As its contestants see it. */
  readonly task: TaskData;
  readonly innerSteps: number;
  readonly gridX: Float32Array;
  /** Whether queries that a network normalises together are judged one at a time. */
  readonly isAlone?: boolean;
}

/** Who is asked about tasks: a network and how it adapts, or a prior, whose numbers stand in the settings. */
export type Asked =
  | {
      readonly network: Network;
      readonly rates: Adaptation;
      /** What the network sees of the tasks. */
      readonly sees: Sight;
      readonly prior?: undefined;
    }
  | {
      readonly prior: PriorName;
      readonly network?: undefined;
      readonly rates?: undefined;
      readonly sees?: undefined;
    };

/** Questions about the settings' tasks. */
export type Questioned = Asked & {
  readonly settings: Settings;
  /** Whether queries that a network normalises together are judged one at a time. */
  readonly isAlone?: boolean;
};

/** Held-out tasks `first` … `first + count − 1` of the settings' distribution. */
export type EvaluateRequest = Questioned & {
  readonly first: number;
  readonly count: number;
  /** In the place of those of the settings: of pictures that only the page has. */
  readonly tasks?: readonly TaskData[];
};

/** Query losses [count, innerSteps + 1] of the tasks; where they are of classes, as many shares of right answers. */
export type EvaluationAnswer = Pick<EvaluationLosses, 'losses' | 'accuracies'>;

/** Chosen cells of the family's error map, over tasks of the cell with points of their own. */
export type CellErrorsRequest = Questioned & {
  /** `number` fixes the points, with the settings' seed. */
  readonly cells: readonly (CellPlace & { readonly number: number })[];
  /** Tasks of each cell. */
  readonly draws: number;
};

/** A prior on one task. */
export interface PredictRequest {
  readonly prior: PriorName;
  readonly settings: Settings;
  readonly task: TaskData;
  readonly gridX: Float32Array;
}

/** Weights and tasks at which MAML's meta-gradient is set beside another, with the settings' α and n of training by plain descent. */
export interface GaugeRequest {
  readonly at: Learned;
  readonly tasks: readonly TaskData[];
  readonly settings: Settings;
  readonly against: GaugeOther;
  /** The tasks of `otherTasks`; none for another. */
  readonly others: readonly TaskData[];
}

/** Weights between two tasks that pull at them, with the settings' α and n of training by plain descent. */
export interface TwoTasksRequest {
  readonly at: Learned;
  readonly tasks: TaskPair;
  readonly settings: Settings;
}

/** The same weights moved to a place of a plane through them. */
export interface TwoTaskPullRequest extends TwoTasksRequest {
  readonly plane: ParameterPlane;
  readonly place: { readonly x: number; readonly y: number };
}

/** Contestants whose parameters are wanted after each step. */
export type FollowRequest = Omit<AdaptRequest, 'gridX'>;

/** One adaptation by its parameters; every list has innerSteps + 1 entries. */
export interface ParameterPath {
  readonly parameters: readonly Float32Array[];
  readonly supportLoss: readonly number[];
  readonly queryLoss: readonly number[];
}

/**
 * How a map's plane lies: as near as possible to the steps of all contestants, to those of the central one, or in
 * random directions.
 */
export type MapAxes = 'all' | 'own' | 'random';

export interface MapPlaneRequest extends FollowRequest {
  /** Which of the contestants the plane goes through, before it adapts. */
  readonly centre: number;
  readonly axes: MapAxes;
  /** Of the random directions. */
  readonly seed: number;
}

/** A step of a path as a map shows it, with its own losses, which the map has only where nothing lies outside. */
export interface MapStep extends Projection {
  readonly supportLoss: number;
  readonly queryLoss: number;
}

export interface MapPlane {
  readonly plane: ParameterPlane;
  /** How many of the two directions are principal ones; the others are random. */
  readonly principal: number;
  /** Of each contestant, up to the last step that can be shown: an adaptation that blows up leaves every map. */
  readonly paths: readonly (readonly MapStep[])[];
}

/** Points of a plane, x and y in turn. */
export interface MapLossesRequest {
  readonly architecture: Architecture;
  readonly loss: LossName;
  readonly plane: ParameterPlane;
  readonly task: TaskData;
  readonly points: Float32Array;
}

export interface MapLosses {
  readonly support: Float32Array;
  readonly query: Float32Array;
}

/** Points in the plane in which they differ most. */
export interface PrincipalPlaces {
  /** x and y of each in turn; not finite for what has blown up. */
  readonly places: Float32Array;
  /** Of all squared distances from their mean, the share along each axis; fewer than two where the points differ in less. */
  readonly shares: readonly number[];
}

/** A network's features of a task's points are wanted, before it adapts and after so many steps. */
export interface FeaturesRequest {
  readonly network: Network;
  readonly rates: Adaptation;
  readonly loss: LossName;
  /** Of classes. */
  readonly task: TaskData;
  readonly innerSteps: number;
}

/** Of the support points and then the query points. */
export interface ClassPlaces {
  readonly places: Float32Array;
  /** Of the features' whole spread, what lies between classes, 0 to 1. */
  readonly betweenClasses: number;
}

export interface FeaturePlaces extends Pick<PrincipalPlaces, 'shares'> {
  /** Parameters after the steps. */
  readonly adapted: Float32Array;
  readonly before: ClassPlaces;
  /** `null` where the network has blown up. */
  readonly after: ClassPlaces | null;
}

/** The contexts that a network finds for the first held-out tasks of the settings. */
export interface ContextsRequest {
  readonly network: Network;
  readonly rates: Adaptation;
  readonly settings: Settings;
  readonly tasks: number;
}

/** Weights after `iteration` meta-steps of a run of the settings, whose next meta-step is to be taken apart. */
export interface DissectRequest {
  readonly at: Learned;
  readonly iteration: number;
  readonly settings: Settings;
  /** Where predictions are wanted. */
  readonly gridX: Float32Array;
}

/** One task of a meta-batch through its inner loop; each has innerSteps + 1 entries, entry 0 before adapting. */
export interface DissectedTask {
  /** On the points that the inner step from there takes; after the last step, on all of them. */
  readonly supportLoss: Float32Array;
  readonly queryLoss: Float32Array;
  /** On the grid. */
  readonly predictions: readonly Float32Array[];
}

export interface Dissection {
  /** Of the meta-batch, in its order. */
  readonly tasks: readonly DissectedTask[];
  /** What the outer loop descends, the mean over the tasks: of θ, and for Meta-SGD of α behind it. */
  readonly direction: Float32Array;
}

/** What a run draws its tasks of, where not of the family's own. */
export interface OfPictures {
  readonly pictures?: GivenPictures;
}

/** A training to be tried out: with these settings, from its first weights or from a state on. */
export interface TrialRequest extends OfPictures {
  readonly settings: Settings;
  readonly from:
    | { readonly kind: 'start'; readonly learned: Learned }
    | { readonly kind: 'state'; readonly snapshot: TrainingSnapshot };
}

/** How far a trial has come. */
export interface TrialReport {
  /** Its last good one. */
  readonly iteration: number;
  /** Whether it has not diverged so far. */
  readonly holds: boolean;
}

/** Task number `task` of the meta-batch. */
export interface TaskDirectionRequest extends Omit<DissectRequest, 'gridX'> {
  readonly task: number;
}

/** The commands: what each takes and what it answers. */
export interface CommandTable {
  /**
   * `tunings` and `verdicts` are what the page remembers of every adapter: it does not know yet which one it will be. What
   * has failed the self-check is passed over, unless the backend was asked for by its name. `measured` is what the visitor has
   * chosen after measuring.
   */
  open: {
    request: BackendChoice & { tunings: Tunings; verdicts: Verdicts; measured: MeasuredChoices };
    answer: BackendReport;
  };
  /** `start` has the architecture of `trainedArchitecture(settings)`. */
  begin: { request: OfPictures & { settings: Settings; start: Learned }; answer: null };
  restore: { request: OfPictures & { settings: Settings; snapshot: TrainingSnapshot }; answer: null };
  /** Meta-steps until `pause`, or the given number of them. */
  train: { request: { steps: number | null }; answer: null };
  pause: { request: null; answer: null };
  /** Whether somebody sees what is reported: else a report comes no more often than the run is to be kept. */
  watch: { request: { isWatched: boolean }; answer: null };
  snapshot: { request: null; answer: TrainingSnapshot | null };
  adapt: { request: AdaptRequest; answer: readonly Trajectory[] };
  /** What a prior predicts before the support points and after them; that is its first step, and nothing changes afterwards. */
  predict: { request: PredictRequest; answer: Course };
  evaluate: { request: EvaluateRequest; answer: EvaluationAnswer };
  /** Mean query losses [cells, innerSteps + 1]. */
  cellErrors: { request: CellErrorsRequest; answer: Float32Array };
  gauge: { request: GaugeRequest; answer: SecondOrderReport };
  /** Every step's parameters of each contestant. */
  follow: { request: FollowRequest; answer: readonly ParameterPath[] };
  features: { request: FeaturesRequest; answer: FeaturePlaces };
  contexts: { request: ContextsRequest; answer: PrincipalPlaces };
  /** The plane of a loss map, with the contestants' paths as seen from it. */
  mapPlane: { request: MapPlaneRequest; answer: MapPlane };
  /** Losses at points of a plane; a map is asked for in parts, so that others get their turn. */
  mapLosses: { request: MapLossesRequest; answer: MapLosses };
  /** The plane through θ and what it adapts to on each of two tasks. */
  twoTaskPlane: { request: TwoTasksRequest; answer: ParameterPlane };
  /** What several algorithms would do at a place of that plane. */
  twoTaskPull: { request: TwoTaskPullRequest; answer: TwoTaskPull };
  /** Takes the next meta-step of a run apart, and leaves the run alone. */
  dissect: { request: DissectRequest; answer: Dissection };
  /** The part of one task in `dissect`'s direction, whose mean over the tasks it is. */
  taskDirection: { request: TaskDirectionRequest; answer: Float32Array };
  /** What of a training does not fit into the adapter's memory, and what would; `null` where it fits. */
  misfit: { request: { settings: Settings }; answer: Misfit | null };
  /** Begins a trial on an engine beside the run's, in the place of the one before. */
  beginTrial: { request: TrialRequest; answer: null };
  /** `null` where no trial is under way, as after an engine was lost. */
  advanceTrial: { request: { steps: number }; answer: TrialReport | null };
  endTrial: { request: null; answer: null };
  /** One check of one engine of the open backend, on an engine of its own; all of them are asked for one after the other. */
  selfCheck: { request: { engine: EngineName; check: SelfCheck }; answer: CheckResult };
}

export type CommandName = keyof CommandTable;
export type RequestOf<Name extends CommandName> = CommandTable[Name]['request'];
export type AnswerOf<Name extends CommandName> = CommandTable[Name]['answer'];

/** A command on its way to the worker. */
export type Command = {
  [Name in CommandName]: { readonly id: number; readonly name: Name; readonly request: RequestOf<Name> };
}[CommandName] & {
  /** What tasks are drawn of that the worker has not been brought before. */
  readonly parcels?: readonly Parcel[];
};

/** What the page is told of a running training: the newest weights and every meta-step since the last time. */
export interface ProgressReport {
  readonly iteration: number;
  readonly learned: Learned;
  readonly losses: TrainingProgress;
  /** Meta-steps a second, over the last steps. */
  readonly rate: number;
  /** The run's whole state, when it is time to keep it; a training ends with a report of it, if need be without losses. */
  readonly state: TrainingSnapshot | null;
}

/** What meta-trains: kernels of our own, or TensorFlow.js's operations, with the reason if ours were refused. */
export type EngineState =
  | { readonly kind: 'compiling' }
  | { readonly kind: 'fused' }
  | { readonly kind: 'tensor'; readonly reason: Words | null };

export type Event =
  /** Comes first. A worker that holds the lock of its own name lets it go by ending. */
  | { readonly kind: 'started'; readonly holdsLock: boolean }
  | { readonly kind: 'done'; readonly id: number; readonly answer: AnswerOf<CommandName> }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorReport }
  | { readonly kind: 'progress'; readonly report: ProgressReport }
  | { readonly kind: 'engine'; readonly state: EngineState }
  /** Threads of the SIMD units, when they are opened and when some are given up. */
  | { readonly kind: 'threads'; readonly threads: Threads }
  /** TensorFlow.js's operations compute what the fused kernels could not; told once for each reason. */
  | { readonly kind: 'refused'; readonly reason: Words }
  /** What was measured on an adapter, to be remembered. */
  | { readonly kind: 'tuned'; readonly adapter: string; readonly tuning: Tuning }
  /** The GPU is gone; nothing more will be computed here. */
  | { readonly kind: 'lost'; readonly error: ErrorReport };
