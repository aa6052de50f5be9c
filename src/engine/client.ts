/**
 * The engine as the page sees it: one that outlives its workers. When a GPU, a context or a worker is lost, another is
 * opened, the run is put back to the last state that was reported, and what was still owed is asked again.
 */
import { BACKENDS, type BackendName, type BackendRefusal, type BackendReport } from '#core/backend.ts';
import { type ErrorReport, errorOf, PlaygroundError, reportOf } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import type { Tunings } from '#core/tuning.ts';
import type { ConnectionListener, EngineConnection } from './connection.ts';
import { createLosses } from './losses.ts';
import type { AnswerOf, CommandName, RequestOf } from './protocol.ts';

/** Commands that change nothing in the worker, so that any engine may answer them. */
export type QuestionName = Exclude<CommandName, 'open' | 'begin' | 'restore' | 'train' | 'pause'>;

export interface EngineClient {
  /**
   * Opens an engine, and moves the run and all that is owed to it; `null` leaves the choice.
   * @throws PlaygroundError if none can be opened.
   */
  open(backend: BackendName | null): Promise<BackendReport>;
  /** Takes a worker that does not answer for lost. */
  restart(): void;
  begin(request: RequestOf<'begin'>): Promise<null>;
  restore(request: RequestOf<'restore'>): Promise<null>;
  /** Meta-steps until `pause`, or the given number of them, whatever is lost meanwhile. */
  train(steps: number | null): Promise<null>;
  pause(): Promise<null>;
  send<Name extends QuestionName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;
}

/** Who hears of the engine, whichever worker runs it. */
export interface EngineListener extends ConnectionListener {
  /** The run stands again where it was last reported, after `iteration` meta-steps, in another engine. */
  readonly restored: (iteration: number) => void;
  /** After `lost`: it computes again. */
  readonly recovered: (report: BackendReport, lost: BackendName) => void;
  /** After `lost`: nothing more can be opened. */
  readonly failed: (error: ErrorReport) => void;
}

export interface EngineSurroundings {
  /** Starts a worker. */
  readonly connect: (listener: ConnectionListener) => EngineConnection;
  readonly listener: EngineListener;
  /** What the page remembers of adapters. */
  readonly remembered: () => Pick<RequestOf<'open'>, 'tunings' | 'verdicts' | 'measured'>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What gives a worker the run. */
type RunStart =
  | { readonly name: 'begin'; readonly request: RequestOf<'begin'> }
  | { readonly name: 'restore'; readonly request: RequestOf<'restore'> };

/** The run, and the tunings with which it computes: another tile would add in another order. */
interface Run {
  readonly start: RunStart;
  readonly tunings: Tunings;
}

/** A worker, from its start to its end. */
interface Link {
  readonly connection: EngineConnection;
  tunings: Tunings;
  backend: BackendName | null;
  /** Whether it has the run and takes commands. */
  isReady: boolean;
  /** Since when, if it ever was. */
  readyAt: number | null;
  /** Its worker or its GPU is gone. */
  isLost: boolean;
}

/** A command whose answer the page waits for. */
interface Owed {
  readonly ask: (link: Link) => void;
  readonly refuse: (error: unknown) => void;
}

interface Training {
  /** As if it had been paused. */
  readonly end: () => void;
}

/** A worker that has lost its GPU may never answer. */
const PATIENCE_MILLISECONDS = 3000;
/** A driver that has just been reset may need moments before it offers its adapter again. */
const RETRY_MILLISECONDS = [500, 1500, 4000];

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

export function createEngineClient(surroundings: EngineSurroundings): EngineClient {
  const { connect, listener, remembered, now } = surroundings;
  const nextAfter = createLosses();
  const owed = new Set<Owed>();
  // `null` before the first, and after one that could not be opened.
  let link: Link | null = null;
  let wish: BackendName | null = null;
  // Backends that were lost too often since the visitor chose.
  let abandoned: readonly BackendRefusal[] = [];
  let run: Run | null = null;
  let training: Training | null = null;
  // What is to end, if it has not been heard of yet.
  let pausing: Training | null = null;

  /** Of the run's last reported state. */
  const iteration = () => (run?.start.name === 'restore' ? run.start.request.snapshot.iteration : 0);

  /**
   * Asks the link, and the next one if it is lost, until there is an answer. A link that was left behind has nothing to
   * say; `isFinal` tells whether an answer of the present one is the last word.
   */
  const owe = <Answer>(
    ask: (link: Link) => Promise<Answer>,
    isFinal: (link: Link) => boolean = () => true,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (link === null) {
        reject(new PlaygroundError('engine-failed', said`Expected an open engine, found none.`));
        return;
      }
      const settle = (from: Link, outcome: () => void) => {
        if (from === link && !from.isLost && isFinal(from) && owed.delete(task)) outcome();
      };
      const task: Owed = {
        ask: (from) => {
          ask(from).then(
            (answer) => settle(from, () => resolve(answer)),
            (error: unknown) => settle(from, () => reject(error)),
          );
        },
        refuse: reject,
      };
      owed.add(task);
      if (link.isReady) task.ask(link);
    });

  const startRun = async (start: RunStart): Promise<null> => {
    const given = await owe(async (from) => {
      await from.connection.send(start.name, start.request);
      return from.tunings;
    });
    run = { start, tunings: given };
    return null;
  };

  const lose = (lost: Link, cause: ErrorReport) => {
    const wasReady = lost.isReady;
    lost.isLost = true;
    lost.isReady = false;
    if (!wasReady) return;
    listener.lost(cause);
    // Nobody trains any more, as was asked for.
    pausing?.end();
    void recover(lost, cause);
  };

  /** A fresh worker in the place of the last. */
  const start = (): Link => {
    link?.connection.close();
    const ifCurrent =
      <Heard extends readonly unknown[]>(hear: (...heard: Heard) => void) =>
      (...heard: Heard) => {
        if (link === fresh) hear(...heard);
      };
    const connection = connect({
      progress: ifCurrent((report) => {
        if (run !== null && report.state !== null) {
          const { settings, pictures } = run.start.request;
          const of = pictures === undefined ? {} : { pictures };
          run = { ...run, start: { name: 'restore', request: { settings, snapshot: report.state, ...of } } };
        }
        listener.progress(report);
      }),
      engine: ifCurrent(listener.engine),
      threads: ifCurrent(listener.threads),
      refused: ifCurrent(listener.refused),
      silent: ifCurrent(listener.silent),
      tuned: (adapter, tuning) => {
        fresh.tunings = { ...fresh.tunings, [adapter]: tuning };
        listener.tuned(adapter, tuning);
      },
      lost: ifCurrent((cause) => lose(fresh, cause)),
    });
    const given = run?.tunings ?? remembered().tunings;
    const fresh: Link = {
      connection,
      tunings: given,
      backend: null,
      isReady: false,
      readyAt: null,
      isLost: false,
    };
    link = fresh;
    listener.silent(false);
    return fresh;
  };

  /** What to open in the place of a lost backend. @throws `error` where nothing is left to try. */
  const afterLossOf = (lost: BackendName, { readyAt }: Link, error: unknown): BackendName => {
    const after = nextAfter(lost, readyAt === null ? 0 : now() - readyAt);
    if (after === null) throw error;
    if (after.backend !== lost) {
      abandoned = [...abandoned, { backend: lost, reason: said`it was lost ${after.losses} times in a row` }];
    }
    return after.backend;
  };

  /** Worker after worker, until one has a backend and the run; `null` if somebody else opens meanwhile. */
  const openNext = async (
    first: BackendName | null,
    retries: readonly number[],
  ): Promise<BackendReport | null> => {
    let wanted = first;
    const waits = [...retries];
    for (;;) {
      const fresh = start();
      try {
        const avoided = abandoned.map(({ backend }) => backend);
        const isChosen = wanted === wish && avoided.length === 0;
        const { verdicts, measured } = remembered();
        const report = await fresh.connection.send('open', {
          backend: wanted,
          ...(isChosen ? {} : { afterLoss: { wish, avoided } }),
          tunings: fresh.tunings,
          verdicts,
          measured,
        });
        fresh.backend = report.backend;
        const mayComeBack =
          report.because === undefined &&
          !report.refused.some(({ backend, isEmulated }) => backend === wanted && isEmulated === true);
        const pause = report.backend !== wanted && mayComeBack ? waits.shift() : undefined;
        if (pause !== undefined) {
          await wait(pause);
          if (link !== fresh) return null;
          continue;
        }
        if (run !== null) await fresh.connection.send(run.start.name, run.start.request);
        if (link !== fresh) return null;
        if (run !== null) listener.restored(iteration());
        return { ...report, requested: wish, refused: [...abandoned, ...report.refused] };
      } catch (error) {
        if (link !== fresh) return null;
        if (!fresh.isLost) throw error;
        wanted = afterLossOf(fresh.backend ?? wanted ?? BACKENDS[0], fresh, error);
      }
    }
  };

  /** The link takes commands, first those that are still owed. */
  const resume = () => {
    if (link === null) return;
    link.isReady = true;
    link.readyAt = now();
    for (const task of owed) task.ask(link);
  };

  /** Nothing computes any more. */
  const giveUp = (error: unknown) => {
    link?.connection.close();
    link = null;
    listener.silent(false);
    const refused = [...owed];
    owed.clear();
    for (const { refuse } of refused) refuse(error);
  };

  const recover = async (lost: Link, cause: ErrorReport) => {
    try {
      const backend = lost.backend ?? BACKENDS[0];
      const wanted = afterLossOf(backend, lost, errorOf(cause));
      const report = await openNext(wanted, RETRY_MILLISECONDS);
      if (report === null) return;
      listener.recovered(report, backend);
      resume();
    } catch (error) {
      giveUp(error);
      listener.failed(reportOf(error));
    }
  };

  /** Lets a worker that is about to be closed report the last state of its run. */
  const takeLastState = async (leaving: Link): Promise<void> => {
    leaving.isReady = false;
    if (training === null) return;
    await Promise.race([
      leaving.connection.send('pause', null).catch(() => null),
      wait(PATIENCE_MILLISECONDS),
    ]);
  };

  return {
    async open(backend) {
      if (link?.isReady === true) await takeLastState(link);
      wish = backend;
      abandoned = [];
      let report: BackendReport | null;
      try {
        report = await openNext(backend, []);
      } catch (error) {
        giveUp(error);
        throw error;
      }
      if (report === null)
        throw new PlaygroundError('engine-failed', said`Another engine was opened meanwhile.`);
      resume();
      return report;
    },
    restart: () => link?.connection.abandon(),
    begin: (request) => startRun({ name: 'begin', request }),
    restore: (request) => startRun({ name: 'restore', request }),
    train(steps) {
      const target = steps === null ? null : iteration() + steps;
      let isOver = false;
      const asked = owe(
        ({ connection }) => {
          const left = target === null ? null : target - iteration();
          if (isOver || (left !== null && left <= 0)) return Promise.resolve(null);
          return connection.send('train', { steps: left });
        },
        // A worker that is being left stops training, but the training goes on elsewhere.
        ({ isReady }) => isReady,
      );
      const ended = new Promise<null>((resolve) => {
        training = {
          end: () => {
            isOver = true;
            resolve(null);
          },
        };
      });
      return Promise.race([asked, ended]).finally(() => {
        training = null;
      });
    },
    async pause() {
      const paused = training;
      if (paused === null || link === null) return null;
      pausing = paused;
      if (link.isReady) await owe(({ connection }) => connection.send('pause', null));
      // Where a worker was left or lost meanwhile, its own answer did not count.
      paused.end();
      return null;
    },
    send: (name, request) => owe(({ connection }) => connection.send(name, request)),
  };
}
