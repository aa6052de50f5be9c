/** The worker's state: one engine, one run at most, and the loop that trains between other commands. */
import type { BackendReport } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingProgress } from '#core/meta-engine.ts';
import { joinProgress } from '#core/progress.ts';
import { DEFAULT_SETTINGS } from '#core/settings.ts';
import { sampleTasks } from '#core/task.ts';
import type { Tuning } from '#core/tuning.ts';
import type { OpenEngine } from './open-engine.ts';
import type {
  AnswerOf,
  Command,
  CommandName,
  EvaluateRequest,
  ProgressReport,
  RequestOf,
} from './protocol.ts';
import { countsOf, heldOutTasks, planOf } from './training-plan.ts';

/** What the session needs from its surroundings; the worker gives the real ones. */
export interface Surroundings {
  openBackend(backend: RequestOf<'open'>['backend']): Promise<BackendReport>;
  /** `tuning` is what the page remembers of the adapter. */
  createEngine(report: BackendReport, tuning: Tuning | null): OpenEngine;
  report(progress: ProgressReport): void;
  /** Hears of a tuning, once it is measured. */
  tuned(adapter: string, tuning: Tuning): void;
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

export interface Session {
  run(command: Command): Promise<AnswerOf<CommandName>>;
}

/** Between two readbacks: long enough to be efficient, short enough for the page to stay live. */
const CHAIN_MILLISECONDS = 25;
/** At most one report a frame, and seldom enough that adapting the shown task leaves most time for training. */
const REPORT_MILLISECONDS = 1000 / 60;
const TRAINING_PER_ADAPTATION = 3;
/** An adaptation that had to wait for its kernels says nothing of the next. */
const LONGEST_SILENCE_MILLISECONDS = 1000;
const LONGEST_CHAIN = 2048;

export function createSession(surroundings: Surroundings): Session {
  let engine: OpenEngine | null = null;
  let stop = new AbortController();
  let adaptationMilliseconds = 0;
  let loop: Promise<null> = Promise.resolve(null);
  // Counts commands that end the training before them.
  let turn = 0;
  let measuring = new AbortController();

  const opened = (): OpenEngine => {
    if (engine === null) throw new PlaygroundError('engine-failed', 'Expected an open backend, found none.');
    return engine;
  };

  const reportProgress = async (parts: readonly TrainingProgress[], rate: number) => {
    if (parts.length === 0) return;
    const snapshot = await opened().snapshot();
    if (snapshot === null) return;
    const { iteration, parameters } = snapshot;
    surroundings.report({ iteration, parameters, losses: joinProgress(parts), rate });
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
    try {
      while (!signal.aborted && left > 0) {
        const count = Math.min(chain, left);
        const start = surroundings.now();
        pending.push(await opened().metaTrain(count));
        left -= count;
        const elapsed = Math.max(surroundings.now() - start, 0.1);
        rate = (1000 * count) / elapsed;
        const affordable = Math.floor((CHAIN_MILLISECONDS * count) / elapsed);
        chain = Math.max(1, Math.min(2 * chain, affordable, LONGEST_CHAIN));
        const fair = Math.min(TRAINING_PER_ADAPTATION * adaptationMilliseconds, LONGEST_SILENCE_MILLISECONDS);
        const pace = Math.max(REPORT_MILLISECONDS, fair);
        if (surroundings.now() - reported >= pace) {
          reported = surroundings.now();
          await reportProgress(pending, rate);
          pending = [];
        }
        await surroundings.breathe();
      }
    } finally {
      await reportProgress(pending, rate);
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

  const evaluate = async ({ network, settings, first, count }: EvaluateRequest): Promise<Float32Array> => {
    const tasks = sampleTasks(heldOutTasks(settings), first, count, countsOf(settings));
    const { losses } = await opened().evaluate({
      architecture: network.architecture,
      parameters: tasks.map(() => network.parameters),
      tasks,
      alpha: settings.alpha,
      innerSteps: settings.innerSteps,
    });
    return losses;
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
      switch (command.name) {
        case 'open': {
          const { backend, tunings } = command.request;
          const report = await surroundings.openBackend(backend);
          engine = surroundings.createEngine(report, tunings[report.adapter] ?? null);
          // What is prepared in vain is told when it is needed.
          void warmUp(engine, report.adapter).catch(() => undefined);
          return report;
        }
        case 'begin':
          await pause();
          opened().begin(planOf(command.request.settings), command.request.start);
          return null;
        case 'restore':
          await pause();
          opened().restore(planOf(command.request.settings), command.request.snapshot);
          return null;
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
        case 'snapshot':
          return opened().snapshot();
        case 'adapt': {
          const { task, ...request } = command.request;
          const start = surroundings.now();
          const trajectories = await opened().adapt({
            ...request,
            tasks: request.parameters.map(() => task),
          });
          adaptationMilliseconds = surroundings.now() - start;
          return trajectories;
        }
        case 'evaluate':
          return evaluate(command.request);
        default:
          return command satisfies never;
      }
    },
  };
}
