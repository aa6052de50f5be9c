/** The worker's state: one engine, one run at most, and the loop that trains between other commands. */
import type { BackendReport } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine, TrainingProgress } from '#core/meta-engine.ts';
import { sampleTasks } from '#core/task.ts';
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
  createEngine(): MetaEngine;
  report(progress: ProgressReport): void;
  /** Lets waiting messages in. */
  breathe(): Promise<void>;
  /** Milliseconds. */
  now(): number;
}

export interface Session {
  run(command: Command): Promise<AnswerOf<CommandName>>;
}

/** Between two readbacks: long enough to be efficient, short enough for the page to stay live. */
const CHAIN_MILLISECONDS = 60;
/** At most one report a frame, and seldom enough that adapting the shown task leaves most time for training. */
const REPORT_MILLISECONDS = 1000 / 60;
const TRAINING_PER_ADAPTATION = 3;
const LONGEST_CHAIN = 200;

function join(parts: readonly TrainingProgress[]): TrainingProgress {
  const gather = (pick: (part: TrainingProgress) => Float32Array) =>
    Float32Array.from(parts.flatMap((part) => [...pick(part)]));
  return {
    firstIteration: parts[0]?.firstIteration ?? 0,
    lossBefore: gather((part) => part.lossBefore),
    lossAfter: gather((part) => part.lossAfter),
  };
}

export function createSession(surroundings: Surroundings): Session {
  let engine: MetaEngine | null = null;
  let stop = new AbortController();
  let adaptationMilliseconds = 0;
  let loop: Promise<null> = Promise.resolve(null);
  // Counts commands that end the training before them.
  let turn = 0;

  const opened = (): MetaEngine => {
    if (engine === null) throw new PlaygroundError('engine-failed', 'Expected an open backend, found none.');
    return engine;
  };

  const reportProgress = async (parts: readonly TrainingProgress[], rate: number) => {
    if (parts.length === 0) return;
    const snapshot = await opened().snapshot();
    if (snapshot === null) return;
    const { iteration, parameters } = snapshot;
    surroundings.report({ iteration, parameters, losses: join(parts), rate });
  };

  const train = async (steps: number | null): Promise<null> => {
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
        const pace = Math.max(REPORT_MILLISECONDS, TRAINING_PER_ADAPTATION * adaptationMilliseconds);
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

  return {
    async run(command): Promise<AnswerOf<CommandName>> {
      switch (command.name) {
        case 'open': {
          const report = await surroundings.openBackend(command.request.backend);
          engine = surroundings.createEngine();
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
