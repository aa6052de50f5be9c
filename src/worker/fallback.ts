/** TensorFlow.js steps in: an engine that is preferred, and another for whatever the first cannot do. */
import { PlaygroundError } from '#core/errors.ts';
import type { Words } from '#core/saying.ts';
import type {
  MetaEngine,
  TrainingPlan,
  TrainingProgress,
  TrainingSnapshot,
  Work,
} from '#training/meta-engine.ts';

/** What the engine is made of, and who hears of it. */
export interface FallbackParts {
  readonly preferred: MetaEngine;
  /** Opens the other engine when it is first needed, or gives it again. */
  readonly other: () => Promise<MetaEngine>;
  /** After a failure, whether the GPU is gone: then nothing steps in. */
  readonly isLost: () => Promise<boolean>;
  /** Hears why the other engine steps in, each time: for one question, or for a whole run. */
  readonly steppedIn: (reason: Words, work: 'question' | 'run') => void;
}

/** A run under way: what trains it, and the iteration of the state that it was last known to be in. */
interface Run {
  readonly plan: TrainingPlan;
  readonly engine: Promise<MetaEngine>;
  readonly isMoved: boolean;
  readonly iteration: number;
}

/**
 * What the preferred engine refuses, or fails to do with `engine-failed`, the other one does; a run moves to it in its last
 * state and stays there. Other errors are passed on.
 */
export function createFallback({ preferred, other, isLost, steppedIn }: FallbackParts): MetaEngine {
  let run: Run | null = null;

  /** Why the preferred engine could not. @throws the error itself if another engine would not help. */
  const reasonOf = async (error: unknown): Promise<Words> => {
    if (!(error instanceof PlaygroundError) || error.code !== 'engine-failed') throw error;
    if (await isLost()) throw error;
    return error.words.message;
  };

  // Until the other engine is free of the run that it had.
  let leaving = Promise.resolve();
  const leave = () => {
    if (run?.isMoved !== true) return;
    leaving = run.engine.then(
      (left) => left.dispose(),
      () => undefined,
    );
  };

  /** Gives a run to the other engine. */
  const move = (
    moved: Omit<Run, 'engine' | 'isMoved'>,
    reason: Words,
    begin: (engine: MetaEngine) => void,
  ): Promise<MetaEngine> => {
    preferred.dispose();
    const engine = leaving.then(other).then((opened) => {
      begin(opened);
      return opened;
    });
    // Whoever trains hears of a failure.
    engine.catch(() => undefined);
    run = { ...moved, engine, isMoved: true };
    steppedIn(reason, 'run');
    return engine;
  };

  const startOn = (plan: TrainingPlan, iteration: number, begin: (engine: MetaEngine) => void) => {
    const reason = preferred.refuses({ name: 'train', request: plan });
    if (reason === null) begin(preferred);
    leave();
    if (reason !== null) void move({ plan, iteration }, reason, begin);
    else run = { plan, iteration, engine: Promise.resolve(preferred), isMoved: false };
  };

  /** Moves the run on in its last state, which may be some steps ahead, and takes what is left of its steps. */
  const trainOn = async (
    { plan, iteration }: Run,
    steps: number,
    error: unknown,
  ): Promise<TrainingProgress> => {
    const reason = await reasonOf(error);
    const snapshot = await preferred.snapshot();
    if (snapshot === null) throw error;
    const ahead = snapshot.iteration - iteration;
    const engine = await move({ plan, iteration: snapshot.iteration }, reason, (opened) =>
      opened.restore(plan, snapshot),
    );
    return engine.metaTrain(steps - ahead);
  };

  const either = async <Answer>(work: Work, ask: (engine: MetaEngine) => Promise<Answer>) => {
    let reason = preferred.refuses(work);
    try {
      if (reason === null) return await ask(preferred);
    } catch (error) {
      reason = await reasonOf(error);
    }
    steppedIn(reason, 'question');
    return ask(await other());
  };

  return {
    refuses: () => null,
    begin: (plan, start) => startOn(plan, 0, (engine) => engine.begin(plan, start)),
    restore: (plan, snapshot: TrainingSnapshot) =>
      startOn(plan, snapshot.iteration, (engine) => engine.restore(plan, snapshot)),
    async metaTrain(steps) {
      if (run === null) return preferred.metaTrain(steps);
      const current = run;
      if (current.isMoved) return (await current.engine).metaTrain(steps);
      try {
        const progress = await preferred.metaTrain(steps);
        run = { ...current, iteration: current.iteration + steps };
        return progress;
      } catch (error) {
        return trainOn(current, steps, error);
      }
    },
    snapshot: async () => (await (run?.engine ?? preferred)).snapshot(),
    adapt: (request) => either({ name: 'adapt', request }, (engine) => engine.adapt(request)),
    evaluate: (request) =>
      either({ name: 'adapt', request: { ...request, gridX: new Float32Array(0) } }, (engine) =>
        engine.evaluate(request),
      ),
    metaGradient: (request) =>
      either({ name: 'metaGradient', request }, (engine) => engine.metaGradient(request)),
    dispose() {
      preferred.dispose();
      leave();
      run = null;
    },
  };
}
