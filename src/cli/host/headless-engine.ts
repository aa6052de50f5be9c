/**
 * An engine without a page, wherever it runs. Arguments and answers are plain data with typed arrays, so that they can
 * cross into a browser; a distribution of tasks is named by the settings, or by a list of tasks.
 */
import type { BackendName, TrainingEngine } from '#core/backend.ts';
import type { Learned } from '#training/learned.ts';
import type {
  AdaptRequest,
  EvaluationLosses,
  MetaGradient,
  MetaGradientRequest,
  TrainingProgress,
  TrainingSnapshot,
  Trajectory,
} from '#training/meta-engine.ts';
import type { Settings } from '#training/settings.ts';
import type { CurveFile } from '#families/curves/curve-file.ts';
import type { GivenPictures } from '#families/pictures/picture-set.ts';
import type { TaskData } from '#families/task.ts';

/**
 * Which engine is wanted: `fused` on WebGPU, `wasm` the same schedules on the processor's SIMD units. `preferred` is the
 * fused one where there is a GPU and the SIMD engine elsewhere, and the tensor engine for whatever they refuse.
 */
export const ENGINE_WISHES = ['preferred', 'fused', 'wasm', 'tensor'] as const;
export type EngineWish = (typeof ENGINE_WISHES)[number];

/** What computes, and on what. */
export interface EngineReport {
  readonly engine: Exclude<EngineWish, 'preferred'>;
  /** Of the tensor engine. */
  readonly backend?: BackendName;
  readonly adapter: string;
  readonly emulated: boolean;
  /** Why the tensor engine stepped in, in the words of whoever refused. */
  readonly refusals: readonly string[];
}

/** What weights are said to be trained by, if that has computed. */
export function trainingEngineOf({ engine, backend }: EngineReport): TrainingEngine {
  return engine === 'tensor' && backend === 'cpu' ? 'cpu' : engine;
}

/** A list of tasks, or pictures of which tasks are drawn. */
export type OwnTasks = readonly TaskData[] | GivenPictures;

/** Whether own tasks are drawn of pictures. */
export function isOfPictures(own: OwnTasks): own is GivenPictures {
  return 'set' in own;
}

export interface HeadlessEngine {
  /** Has the curves for tasks of settings that name their file. */
  keepCurves(file: CurveFile): Promise<void>;
  /** Starts a run; `ownTasks` stand in for those of the settings. */
  begin(settings: Settings, start: Learned, ownTasks: OwnTasks | null): Promise<void>;
  restore(settings: Settings, snapshot: TrainingSnapshot, ownTasks: OwnTasks | null): Promise<void>;
  /** Takes `steps` iterations. @throws PlaygroundError `diverged`; the weights before stay. */
  train(steps: number): Promise<TrainingProgress>;
  /** The run's state, or `null` before `begin`. */
  snapshot(): Promise<TrainingSnapshot | null>;
  adapt(request: AdaptRequest): Promise<Trajectory[]>;
  evaluate(request: Omit<AdaptRequest, 'gridX'>): Promise<EvaluationLosses>;
  metaGradient(request: MetaGradientRequest): Promise<MetaGradient>;
  /** What has computed the last answer, or will the next. */
  report(): Promise<EngineReport>;
}

/** Its methods by name, for those who carry them elsewhere. */
export type EngineMethod = keyof HeadlessEngine;

/** An engine that is open, until it is closed. */
export interface HeadlessHost {
  readonly name: 'node' | 'chromium';
  readonly engine: HeadlessEngine;
  close(): Promise<void>;
}
