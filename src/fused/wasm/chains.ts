/** Chains of meta-steps on the SIMD units of one thread or several. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { outerRates } from '#training/optimiser.ts';
import { isSinusoidSampler } from '#families/sinusoid/sinusoid.ts';
import type { Chains } from '../machine.ts';
import type { Arena } from './arena.ts';
import { type ChainOrder, takeChain, ThreadLost } from './chain.ts';
import type { Crew } from './crew.ts';
import { createPace, TRIAL_STEPS } from './pace.ts';
import { joinedState, layOutRun } from './run-memory.ts';

interface Place {
  readonly module: WebAssembly.Module;
  readonly arena: Arena;
  readonly crew: Crew;
  /** As of `takeChain`. */
  readonly patience: number;
  readonly nextTurn: () => Promise<void>;
}

/** Makes a run ready on the arena, whose last run is over with that. */
export function openChains(
  { module, arena, crew, patience, nextTurn }: Place,
  plan: TrainingPlan,
  from: TrainingSnapshot,
): Chains {
  const { metaBatch, tasks } = plan;
  const memory = layOutRun(arena, plan, from, 1 + crew.size());
  const { order, longest } = memory;
  const isOurs = arena.lease();
  const sampler = isSinusoidSampler(tasks.sampler) ? tasks.sampler : null;
  // Before the chain under way.
  let held = joinedState(from);

  /** Threads join in when they are ready. */
  const settle = () => {
    memory.settle(held);
    crew.tell({ module, memory: memory.ground().memory, order }, order.layout.threads.length - 1);
  };
  settle();

  const pace = createPace();
  const takePart = (part: ChainOrder) => {
    const start = performance.now();
    crew.take(part);
    const { kernels, memory: shared } = memory.ground();
    takeChain(kernels, shared.buffer, order, part, 0, patience);
    pace.tell(part.threads, (performance.now() - start) / (part.to - part.from));
  };

  const takeAll = (iteration: number, steps: number) => {
    memory.prepare(iteration, steps, sampler === null);
    const rates = Array.from({ length: steps }, (_, step) => outerRates(plan, iteration + step + 1));
    const chain = { firstTask: iteration * metaBatch, sampler, rates };
    const threads = crew.ready();
    const trial = pace.trial(threads);
    const tried = trial === null ? 0 : Math.min(TRIAL_STEPS, steps);
    if (trial !== null) takePart({ ...chain, threads: trial, from: 0, to: tried });
    if (tried < steps) takePart({ ...chain, threads: pace.best(threads), from: tried, to: steps });
  };

  return {
    longest,
    async take(iteration, steps) {
      await nextTurn();
      if (!isOurs()) throw new PlaygroundError('engine-failed', 'Expected a training run, found another.');
      try {
        takeAll(iteration, steps);
      } catch (error) {
        if (!(error instanceof ThreadLost)) throw error;
        crew.renew();
        // The lost one may still write into the other.
        arena.renew();
        settle();
        // None of the new threads is there yet, so that this cannot end in the same way.
        takeAll(iteration, steps);
      }
      held = memory.state();
      return { state: held, losses: memory.losses(steps) };
    },
    write(state) {
      held = joinedState(state);
      if (isOurs()) memory.write(held);
    },
    dispose: () => undefined,
  };
}
