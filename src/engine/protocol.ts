/**
 * What the page and the worker say to each other. Types only: the page must not load an engine.
 *
 * Every command has an id and is answered by one `done` or `failed` with that id. Training is a command
 * too, answered when it stops; `progress` comes in between, at most once a frame.
 */
import type { BackendName, BackendReport } from '#core/backend.ts';
import type { ErrorReport } from '#core/errors.ts';
import type { InnerRates, Learned } from '#core/learned.ts';
import type { TrainingProgress, TrainingSnapshot, Trajectory } from '#core/meta-engine.ts';
import type { Architecture, Network } from '#core/model.ts';
import type { SecondOrderGauge } from '#core/second-order.ts';
import type { Settings } from '#core/settings.ts';
import type { TaskData } from '#core/task.ts';
import type { Tuning, Tunings } from '#core/tuning.ts';

/** Contestants with one architecture, adapting on one task. */
export interface AdaptRequest {
  readonly architecture: Architecture;
  readonly parameters: readonly Float32Array[];
  /** Inner learning rates of each contestant. */
  readonly rates: readonly InnerRates[];
  /** As its contestants see it: the oracle is told the curve. */
  readonly task: TaskData;
  readonly innerSteps: number;
  readonly gridX: Float32Array;
}

/** One network over held-out tasks `first` … `first + count − 1` of the settings' distribution. */
export interface EvaluateRequest {
  readonly network: Network;
  readonly rates: InnerRates;
  /** Whether the tasks are told, as the oracle sees them. */
  readonly told: boolean;
  readonly settings: Settings;
  readonly first: number;
  readonly count: number;
}

/** Weights and tasks at which MAML's and FOMAML's meta-gradients are compared, with the settings' inner loop of training. */
export interface GaugeRequest {
  readonly at: Learned;
  readonly tasks: readonly TaskData[];
  readonly settings: Settings;
}

/** The commands: what each takes and what it answers. */
export interface CommandTable {
  /** `tunings` is what the page remembers of every adapter: it does not know yet which one it will be. */
  open: { request: { backend: BackendName | null; tunings: Tunings }; answer: BackendReport };
  /** `start` has the architecture of `trainedArchitecture(settings)`. */
  begin: { request: { settings: Settings; start: Learned }; answer: null };
  restore: { request: { settings: Settings; snapshot: TrainingSnapshot }; answer: null };
  /** Meta-steps until `pause`, or the given number of them. */
  train: { request: { steps: number | null }; answer: null };
  pause: { request: null; answer: null };
  snapshot: { request: null; answer: TrainingSnapshot | null };
  adapt: { request: AdaptRequest; answer: readonly Trajectory[] };
  /** Query losses [count, innerSteps + 1] of the tasks. */
  evaluate: { request: EvaluateRequest; answer: Float32Array };
  gauge: { request: GaugeRequest; answer: SecondOrderGauge };
}

export type CommandName = keyof CommandTable;
export type RequestOf<Name extends CommandName> = CommandTable[Name]['request'];
export type AnswerOf<Name extends CommandName> = CommandTable[Name]['answer'];

/** A command on its way to the worker. */
export type Command = {
  [Name in CommandName]: { readonly id: number; readonly name: Name; readonly request: RequestOf<Name> };
}[CommandName];

/** What the page is told of a running training: the newest weights and every meta-step since the last time. */
export interface ProgressReport {
  readonly iteration: number;
  readonly learned: Learned;
  readonly losses: TrainingProgress;
  /** Meta-steps a second, over the last steps. */
  readonly rate: number;
}

/** What meta-trains: kernels of our own, or TensorFlow.js's operations, with the reason if ours were refused. */
export type EngineState =
  | { readonly kind: 'compiling' }
  | { readonly kind: 'fused' }
  | { readonly kind: 'tensor'; readonly reason: string | null };

export type Event =
  | { readonly kind: 'done'; readonly id: number; readonly answer: AnswerOf<CommandName> }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorReport }
  | { readonly kind: 'progress'; readonly report: ProgressReport }
  | { readonly kind: 'engine'; readonly state: EngineState }
  /** TensorFlow.js's operations compute what the fused kernels could not; told once for each reason. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** What was measured on an adapter, to be remembered. */
  | { readonly kind: 'tuned'; readonly adapter: string; readonly tuning: Tuning }
  /** The GPU is gone; nothing more will be computed here. */
  | { readonly kind: 'lost'; readonly error: ErrorReport };
