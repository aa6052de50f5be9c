/** An engine that is opened when something is asked of it. */
import { onceLoaded } from '#core/once-loaded.ts';
import type { MetaEngine } from './meta-engine.ts';

/** Where opening fails, whoever asked hears of it, and the next who asks tries again. A run that begins opens it, too. */
export function createLateEngine(open: () => Promise<MetaEngine>): MetaEngine {
  const engine = onceLoaded(open);
  // The engine once its run has begun; `null` without a run.
  let run: Promise<MetaEngine> | null = null;

  const startWith = (start: (late: MetaEngine) => void) => {
    const begun = engine().then((late) => {
      start(late);
      return late;
    });
    // Whoever trains hears of a failure.
    begun.catch(() => undefined);
    run = begun;
  };

  return {
    refuses: () => null,
    begin: (plan, start) => startWith((late) => late.begin(plan, start)),
    restore: (plan, snapshot) => startWith((late) => late.restore(plan, snapshot)),
    metaTrain: async (steps) => (await (run ?? engine())).metaTrain(steps),
    snapshot: async () => (run === null ? null : (await run).snapshot()),
    adapt: async (request) => (await engine()).adapt(request),
    evaluate: async (request) => (await engine()).evaluate(request),
    metaGradient: async (request) => (await engine()).metaGradient(request),
    dispose() {
      void run?.then(
        (late) => late.dispose(),
        () => undefined,
      );
      run = null;
    },
  };
}
