/** The page's side of the worker: commands as promises. */
import { type ErrorReport, PlaygroundError } from '#core/errors.ts';
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

export interface EngineClient {
  /** @throws PlaygroundError with the worker's report. */
  send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;
  /** Ends the worker; whatever it still owed is refused. */
  close(): void;
}

interface Waiting {
  readonly resolve: (answer: AnswerOf<CommandName>) => void;
  readonly reject: (error: PlaygroundError) => void;
}

function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

export interface EngineListener {
  /** Hears of a running training. */
  readonly progress: (report: ProgressReport) => void;
  /** Hears what meta-trains, whenever that changes. */
  readonly engine: (state: EngineState) => void;
  /** Hears, once for each reason, that TensorFlow.js stepped in for the fused kernels. */
  readonly refused: (reason: string) => void;
  /** Hears what was measured on an adapter. */
  readonly tuned: (adapter: string, tuning: Tuning) => void;
  /** Hears that the worker or its GPU is gone; whatever it still owed has been refused. */
  readonly lost: (error: ErrorReport) => void;
}

/** Starts a worker. */
export function createEngineClient(listener: EngineListener): EngineClient {
  const worker = startWorker();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const refuseAll = (message: string) => {
    for (const { reject } of waiting.values()) reject(new PlaygroundError('engine-failed', message));
    waiting.clear();
  };

  const lose = (error: ErrorReport) => {
    listener.lost(error);
    refuseAll(error.message);
  };

  const settle = (id: number, outcome: (promise: Waiting) => void) => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (promise !== undefined) outcome(promise);
  };

  worker.addEventListener('message', ({ data: event }: MessageEvent<Event>) => {
    switch (event.kind) {
      case 'done':
        settle(event.id, ({ resolve }) => resolve(event.answer));
        break;
      case 'failed': {
        const { code, message, hint } = event.error;
        settle(event.id, ({ reject }) => reject(new PlaygroundError(code, message, hint)));
        break;
      }
      case 'progress':
        listener.progress(event.report);
        break;
      case 'engine':
        listener.engine(event.state);
        break;
      case 'refused':
        listener.refused(event.reason);
        break;
      case 'tuned':
        listener.tuned(event.adapter, event.tuning);
        break;
      case 'lost':
        lose(event.error);
        break;
      default:
        event satisfies never;
    }
  });
  worker.addEventListener('error', (error) => {
    const message = `The engine's worker failed: ${error.message || 'it could not be loaded'}.`;
    lose({ code: 'engine-failed', message, hint: 'Choose a backend in the badge to start another.' });
  });

  return {
    send<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
      lastId += 1;
      const command = { id: lastId, name, request } as Command;
      return new Promise((resolve, reject) => {
        // The id ties the answer to the command, so its type is the command's.
        waiting.set(command.id, { resolve: (answer) => resolve(answer), reject });
        worker.postMessage(command);
      });
    },
    close() {
      worker.terminate();
      refuseAll('The engine was closed.');
    },
  };
}
