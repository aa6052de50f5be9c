/** One worker as the page sees it: commands as promises, until it is closed or gone. */
import type { Threads } from '#core/backend.ts';
import { type ErrorReport, errorOf, PlaygroundError, reportOf } from '#core/errors.ts';
import { newId } from '#core/ids.ts';
import { said, type Words } from '#core/saying.ts';
import { type Parcel, parcels } from '#families/family-of.ts';
import type { Tuning } from '#core/tuning.ts';
import type {
  AnswerOf,
  Command,
  CommandName,
  EngineState,
  Event,
  ProgressReport,
  RequestOf,
} from './protocol.ts';
import { createSilence } from './silence.ts';

export interface EngineConnection {
  /** @throws PlaygroundError with the worker's report. */
  send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;
  /** Ends the worker; whatever it still owed is refused. */
  close(): void;
  /** Takes the worker for lost, as who has waited long enough for it does. */
  abandon(): void;
}

/** Who hears of one worker. */
export interface ConnectionListener {
  /** Hears of a running training. */
  readonly progress: (report: ProgressReport) => void;
  /** Hears what meta-trains, whenever that changes. */
  readonly engine: (state: EngineState) => void;
  /** Hears of the threads of the SIMD units, where these compute. */
  readonly threads: (threads: Threads) => void;
  /** Hears, once for each reason, that TensorFlow.js stepped in for the fused kernels. */
  readonly refused: (reason: Words) => void;
  /** Hears what was measured on an adapter. */
  readonly tuned: (adapter: string, tuning: Tuning) => void;
  /** Hears when the worker has owed an answer for long without a word, and when it speaks again. */
  readonly silent: (isSilent: boolean) => void;
  /** Hears, once, that the worker or its GPU is gone; whatever it still owes is refused after that. */
  readonly lost: (error: ErrorReport) => void;
}

interface Waiting {
  readonly resolve: (answer: AnswerOf<CommandName>) => void;
  readonly reject: (error: PlaygroundError) => void;
}

function startWorker(name: string): Worker {
  return new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module', name });
}

/** Calls when the worker that holds this lock has ended, however it ended; a browser without locks cannot tell. */
function whenLetGo(lock: string, call: () => void): void {
  const locks: LockManager | undefined = navigator.locks;
  void locks?.request(lock, call);
}

const CLOSED = said`The engine was closed.`;

function failure(message: Words): PlaygroundError {
  return new PlaygroundError('engine-failed', message);
}

/** Starts a worker. */
export function connectEngine(listener: ConnectionListener): EngineConnection {
  const lock = `maml-playground/engine/${newId()}`;
  const worker = startWorker(lock);
  const waiting = new Map<number, Waiting>();
  const brought = new Set<Parcel>();
  let lastId = 0;
  let hasStarted = false;
  let isOver = false;
  const silence = createSilence(listener.silent);

  const end = (message: Words) => {
    isOver = true;
    silence.end();
    worker.terminate();
    for (const { reject } of waiting.values()) reject(failure(message));
    waiting.clear();
  };

  const lose = (error: ErrorReport) => {
    if (isOver) return;
    listener.lost(error);
    end(error.message);
  };

  const settle = (id: number, outcome: (promise: Waiting) => void) => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (promise !== undefined) outcome(promise);
  };

  worker.addEventListener('message', ({ data: event }: MessageEvent<Event>) => {
    if (isOver) return;
    hasStarted = true;
    switch (event.kind) {
      case 'done':
        settle(event.id, ({ resolve }) => resolve(event.answer));
        break;
      case 'failed':
        settle(event.id, ({ reject }) => reject(errorOf(event.error)));
        break;
      case 'progress':
        listener.progress(event.report);
        break;
      case 'engine':
        listener.engine(event.state);
        break;
      case 'threads':
        listener.threads(event.threads);
        break;
      case 'refused':
        listener.refused(event.reason);
        break;
      case 'tuned':
        listener.tuned(event.adapter, event.tuning);
        break;
      case 'started':
        if (event.holdsLock) whenLetGo(lock, () => lose(reportOf(failure(said`The engine’s worker ended.`))));
        break;
      case 'lost':
        lose(event.error);
        break;
      default:
        event satisfies never;
    }
    silence.heard(waiting.size > 0);
  });
  worker.addEventListener('error', (error) => {
    const message = said`The engine’s worker failed: ${error.message || said`it could not be loaded`}.`;
    // What never ran would not run the next time either.
    if (hasStarted) lose(reportOf(failure(message)));
    else end(message);
  });

  return {
    send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
      lastId += 1;
      const command = { id: lastId, name, request } as Command;
      return new Promise((resolve, reject) => {
        if (isOver) {
          reject(failure(CLOSED));
          return;
        }
        // The id ties the answer to the command, so its type is the command's.
        waiting.set(command.id, { resolve: (answer) => resolve(answer), reject });
        const news = parcels().filter((parcel) => !brought.has(parcel));
        for (const parcel of news) brought.add(parcel);
        worker.postMessage(news.length === 0 ? command : { ...command, parcels: news });
        silence.asked();
      });
    },
    close: () => end(CLOSED),
    abandon: () => lose(reportOf(failure(said`The engine’s worker did not answer.`))),
  };
}
