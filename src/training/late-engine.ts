/** An engine that is opened when something is asked of it. */
import type { MetaEngine } from './meta-engine.ts';

/** Where opening fails, whoever asked hears of it, and the next who asks tries again. A run that begins opens it, too. */
export function createLateEngine(open: () => Promise<MetaEngine>): MetaEngine {
  let opened: Promise<MetaEngine> | null = null;
  // Of the run: a snapshot of one that could not begin is none.
  let begun: Promise<void> = Promise.resolve();

  const engine = (): Promise<MetaEngine> => {
    if (opened !== null) return opened;
    const opening = open();
    opened = opening;
    opening.catch(() => {
      opened = null;
    });
    return opening;
  };

  const startWith = (start: (opened: MetaEngine) => void) => {
    begun = engine().then(start);
    // Whoever trains hears of a failure.
    begun.catch(() => undefined);
  };

  /** Asks once the run has begun. */
  const inRun = async <Answer>(ask: (opened: MetaEngine) => Promise<Answer>): Promise<Answer> => {
    await begun;
    return ask(await engine());
  };

  return {
    refuses: () => null,
    begin: (plan, start) => startWith((late) => late.begin(plan, start)),
    restore: (plan, snapshot) => startWith((late) => late.restore(plan, snapshot)),
    metaTrain: (steps) => inRun((late) => late.metaTrain(steps)),
    snapshot: () => (opened === null ? Promise.resolve(null) : inRun((late) => late.snapshot())),
    adapt: async (request) => (await engine()).adapt(request),
    evaluate: async (request) => (await engine()).evaluate(request),
    metaGradient: async (request) => (await engine()).metaGradient(request),
    dispose() {
      void opened?.then(
        (late) => late.dispose(),
        () => undefined,
      );
    },
  };
}
