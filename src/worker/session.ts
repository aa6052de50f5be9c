/** The worker's state: one engine, one run at most, and the loop that trains between other commands. */
import { type BackendReport, type EngineName, placeOf } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingProgress } from '#training/meta-engine.ts';
import { joinProgress, progressUntil } from '#training/progress.ts';
import { said } from '#core/saying.ts';
import type { CheckResult } from '#training/self-check.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { loadFamilies, unpack } from '#families/family-of.ts';
import { isTransductive } from '#models/statistics.ts';
import { sampleTasks } from '#families/task.ts';
import type { Tuning } from '#core/tuning.ts';
import { followParameters, mapLosses, mapPlane } from './loss-map.ts';
import { dissectMetaStep, taskDirection } from './meta-step.ts';
import { cellErrors } from './cell-errors.ts';
import type { OpenEngine } from './open-engine.ts';
import type {
  AnswerOf,
  Command,
  CommandName,
  EvaluateRequest,
  EvaluationAnswer,
  ProgressReport,
  RequestOf,
} from '#engine/protocol.ts';
import { contextPlaces, featurePlaces } from './principal-places.ts';
import { adaptAlone } from './judged-alone.ts';
import { predict } from './priors/predict.ts';
import { queryLosses, sightOf } from './query-losses.ts';
import { secondOrderReport } from './second-order-gauge.ts';
import { networkOnPlane, twoTaskPlane, twoTaskPull } from './two-tasks.ts';
import { makeCheck } from './self-check/make-check.ts';
import { createTrainer, learnedOf, type Trainer } from './trainer.ts';
import { countsOf, givenTasks, heldOutTasks, planOf } from '#training/training-plan.ts';
import { createTrials } from './trial.ts';

/** What the session needs from its surroundings; the worker gives the real ones. */
export interface Surroundings {
  openBackend(request: RequestOf<'open'>): Promise<BackendReport>;
  /** `tuning` is what the page remembers of the adapter; `distrusted` engines have failed the self-check on it. */
  createEngine(
    report: BackendReport,
    tuning: Tuning | null,
    distrusted: readonly EngineName[],
  ): Promise<OpenEngine>;
  report(progress: ProgressReport): void;
  /** Hears of a tuning, once it is measured. */
  tuned(adapter: string, tuning: Tuning): void;
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
  /** After a failure, whether the GPU is gone. */
  isLost(): Promise<boolean>;
  /** Milliseconds. */
  now(): number;
}

export interface Session {
  run(command: Command): Promise<AnswerOf<CommandName>>;
}

/** What an opened backend brings: its engine, and the trainer that makes every algorithm of it. */
interface Opened {
  readonly engine: OpenEngine;
  readonly trainer: Trainer;
}

/** Between two readbacks: long enough to be efficient, short enough for the page to stay live. */
const CHAIN_MILLISECONDS = 25;
/** At most one report a frame, and seldom enough that adapting the shown task leaves most time for training. */
const REPORT_MILLISECONDS = 1000 / 60;
const TRAINING_PER_ADAPTATION = 3;
/** An adaptation that had to wait for its kernels says nothing of the next. */
const LONGEST_SILENCE_MILLISECONDS = 1000;
const LONGEST_CHAIN = 2048;
/** So often the page hears the run's whole state: what is lost with the page is shorter than a second. */
const STATE_MILLISECONDS = 500;

export function createSession(surroundings: Surroundings): Session {
  let current: Opened | null = null;
  // With which the run was begun.
  let runSettings: Settings = DEFAULT_SETTINGS;
  let stop = new AbortController();
  let isWatched = true;
  let adaptationMilliseconds = 0;
  let unpacked: Promise<void> | null = null;
  let loop: Promise<null> = Promise.resolve(null);
  // Counts commands that end the training before them.
  let turn = 0;
  let measuring = new AbortController();

  const opened = (): Opened => {
    if (current === null) throw new PlaygroundError('engine-failed', 'Expected an open backend, found none.');
    return current;
  };

  const trials = createTrials(() => opened().engine.beside());

  const reportProgress = async (parts: readonly TrainingProgress[], rate: number, withState: boolean) => {
    const snapshot = await opened().trainer.snapshot();
    if (snapshot === null) return;
    const learned = learnedOf(runSettings, snapshot);
    const { iteration } = snapshot;
    const none = { firstIteration: iteration, lossBefore: new Float32Array(), lossAfter: new Float32Array() };
    // A run that has exploded is back where it was good.
    const losses = parts.length === 0 ? none : progressUntil(joinProgress(parts), iteration);
    surroundings.report({ iteration, learned, losses, rate, state: withState ? snapshot : null });
  };

  const train = async (steps: number | null): Promise<null> => {
    measuring.abort();
    stop = new AbortController();
    const { signal } = stop;
    let left = steps ?? Infinity;
    let chain = 1;
    let rate = 0;
    let pending: TrainingProgress[] = [];
    let reported = -Infinity;
    let stateReported = surroundings.now();
    let isStateKnown = true;
    try {
      while (!signal.aborted && left > 0) {
        const start = surroundings.now();
        // Also where no step is taken: a run that explodes is put back.
        isStateKnown = false;
        const progress = await opened().trainer.train(Math.min(chain, left));
        pending.push(progress);
        const count = progress.lossAfter.length;
        left -= count;
        const elapsed = Math.max(surroundings.now() - start, 0.1);
        rate = (1000 * count) / elapsed;
        const affordable = Math.floor((CHAIN_MILLISECONDS * count) / elapsed);
        chain = Math.max(1, Math.min(2 * chain, affordable, LONGEST_CHAIN));
        const fair = Math.min(TRAINING_PER_ADAPTATION * adaptationMilliseconds, LONGEST_SILENCE_MILLISECONDS);
        const pace = Math.max(REPORT_MILLISECONDS, fair);
        const now = surroundings.now();
        const isStateDue = now - stateReported >= STATE_MILLISECONDS;
        if (isStateDue || (isWatched && now - reported >= pace)) {
          reported = now;
          if (isStateDue) stateReported = now;
          await reportProgress(pending, rate, isStateDue);
          pending = [];
          isStateKnown = isStateDue;
        }
        await surroundings.breathe();
      }
    } finally {
      if (!isStateKnown) await reportProgress(pending, rate, true);
    }
    return null;
  };

  /** Ends the training loop and waits for its last report. */
  const pause = async (): Promise<null> => {
    turn += 1;
    stop.abort();
    await loop.catch(() => null);
    return null;
  };

  const evaluate = async (request: EvaluateRequest): Promise<EvaluationAnswer> => {
    const { settings, first, count } = request;
    const drawn = () =>
      sampleTasks(heldOutTasks(settings, sightOf(request)), first, count, countsOf(settings));
    const tasks = request.tasks ?? drawn();
    const { losses, accuracies } = await queryLosses(opened().engine, request, tasks);
    return { losses, ...(accuracies === undefined ? {} : { accuracies }) };
  };

  /**
   * Weights and tasks in the settings' inner loop of training, by plain descent, of whose steps these views speak: MAML's,
   * whatever the next run trains, which may take one step alone or none.
   */
  const inTraining = <Asked extends { readonly settings: Settings }>({ settings, ...asked }: Asked) => {
    const { loss, alpha, innerSteps, innerBatch, proximal } = planOf({ ...settings, algorithm: 'maml' });
    return { ...asked, loss, alpha, innerSteps, innerBatch, proximal };
  };

  /** On an engine of its own, so that the run and what is shown are left alone. */
  const selfCheck = async ({ engine: name, check }: RequestOf<'selfCheck'>): Promise<CheckResult> => {
    const engine = opened().engine.another(name);
    try {
      const result = await makeCheck({ ...engine, ...createTrainer(engine) }, check);
      // News of a loss may come after what it spoils, and a verdict is remembered.
      if (result.passed || !(await surroundings.isLost())) return result;
      throw new PlaygroundError('engine-failed', said`Expected the GPU to be there, found it lost.`);
    } finally {
      engine.dispose();
    }
  };

  /** Compiles ahead what the page's first run will need, then measures what suits the adapter. */
  const warmUp = async (fresh: OpenEngine, adapter: string): Promise<void> => {
    const first = planOf(DEFAULT_SETTINGS);
    if (!(await fresh.prepare(first))) return;
    let tuning: Tuning | null;
    do {
      await loop.catch(() => null);
      measuring = new AbortController();
      tuning = await fresh.measure(measuring.signal);
      // A training that came meanwhile ended the measurement.
    } while (measuring.signal.aborted);
    if (tuning === null) return;
    fresh.adopt(tuning);
    surroundings.tuned(adapter, tuning);
    await fresh.prepare(first);
  };

  return {
    async run(command): Promise<AnswerOf<CommandName>> {
      if (command.parcels !== undefined) unpacked = unpack(command.parcels);
      // Later commands need what an earlier one has brought.
      if (unpacked !== null) await unpacked;
      switch (command.name) {
        case 'open': {
          const { tunings, verdicts } = command.request;
          const [report] = await Promise.all([surroundings.openBackend(command.request), loadFamilies()]);
          const distrusted = verdicts[placeOf(report)] ?? [];
          const engine = await surroundings.createEngine(report, tunings[report.adapter] ?? null, distrusted);
          current = { engine, trainer: createTrainer(engine) };
          // What is prepared in vain is told when it is needed.
          void warmUp(engine, report.adapter).catch(() => undefined);
          return report;
        }
        case 'begin': {
          const { settings, start, pictures } = command.request;
          await pause();
          opened().trainer.begin(settings, start, givenTasks(settings, pictures));
          runSettings = settings;
          return null;
        }
        case 'restore': {
          const { settings, snapshot, pictures } = command.request;
          await pause();
          opened().trainer.restore(settings, snapshot, givenTasks(settings, pictures));
          runSettings = settings;
          return null;
        }
        case 'train': {
          const mine = turn + 1;
          await pause();
          // A pause that came meanwhile was meant for this training.
          if (turn !== mine) return null;
          loop = train(command.request.steps);
          return loop;
        }
        case 'pause':
          return pause();
        case 'watch':
          isWatched = command.request.isWatched;
          return null;
        case 'snapshot':
          return opened().trainer.snapshot();
        case 'adapt': {
          const { task, isAlone = false, ...asked } = command.request;
          const start = surroundings.now();
          const { engine } = opened();
          const request = { ...asked, tasks: asked.parameters.map(() => task) };
          const isSplit = isAlone && isTransductive(asked.architecture);
          const trajectories = await (isSplit ? adaptAlone(engine, request) : engine.adapt(request));
          adaptationMilliseconds = surroundings.now() - start;
          return trajectories;
        }
        case 'predict':
          return predict(command.request);
        case 'evaluate':
          return evaluate(command.request);
        case 'cellErrors':
          return cellErrors(opened().engine, command.request);
        case 'gauge': {
          const { against, others, ...request } = command.request;
          return secondOrderReport(opened().engine, inTraining(request), against, others);
        }
        case 'follow':
          return followParameters(opened().engine, command.request);
        case 'features':
          return featurePlaces(opened().engine, command.request);
        case 'contexts':
          return contextPlaces(opened().engine, command.request);
        case 'mapPlane':
          return mapPlane(opened().engine, command.request);
        case 'mapLosses':
          return mapLosses(opened().engine, command.request);
        case 'twoTaskPlane':
          return twoTaskPlane(opened().engine, inTraining(command.request));
        case 'twoTaskPull': {
          const { plane, place, ...request } = command.request;
          return twoTaskPull(opened().engine, networkOnPlane(inTraining(request), plane, place), plane);
        }
        case 'dissect':
          return dissectMetaStep(opened().engine, command.request);
        case 'taskDirection':
          return taskDirection(opened().engine, command.request);
        case 'misfit':
          return opened().engine.misfit(command.request.settings);
        case 'beginTrial':
          return trials.begin(command.request);
        case 'advanceTrial':
          return trials.advance(command.request.steps);
        case 'endTrial':
          return trials.end();
        case 'selfCheck':
          return selfCheck(command.request);
        default:
          return command satisfies never;
      }
    },
  };
}
