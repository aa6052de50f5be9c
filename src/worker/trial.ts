/** A training tried out beside the page's run, to see whether it would hold; nothing of it is kept. */
import { PlaygroundError } from '#core/errors.ts';
import type { TrialRequest, TrialReport } from '#engine/protocol.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { createTrainer, type Trainer } from './trainer.ts';
import { givenTasks } from '#training/training-plan.ts';

export interface Trials {
  /** Begins a trial, in the place of the one before. */
  begin(request: TrialRequest): Promise<null>;
  /** Takes so many meta-steps of it; `null` where there is none. */
  advance(steps: number): Promise<TrialReport | null>;
  end(): Promise<null>;
}

interface Trial {
  readonly engine: MetaEngine;
  readonly trainer: Trainer;
}

/** Whether so many meta-steps can be taken. A trainer may take fewer at a time, and refuse only the next. */
async function holdsFor(trainer: Trainer, steps: number): Promise<boolean> {
  try {
    for (let left = steps; left > 0; ) left -= (await trainer.train(left)).lossAfter.length;
    return true;
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'diverged') return false;
    throw error;
  }
}

/** `engineBeside` opens an engine that leaves the page's run alone. */
export function createTrials(engineBeside: () => MetaEngine): Trials {
  let trial: Trial | null = null;
  let working: Promise<unknown> = Promise.resolve();

  /** One after the other: nothing ends while it computes. */
  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const next = working.then(work, work);
    working = next;
    return next;
  };

  const drop = () => {
    trial?.engine.dispose();
    trial = null;
  };

  return {
    begin: ({ settings, from, pictures }) =>
      inTurn(async () => {
        drop();
        const engine = engineBeside();
        const trainer = createTrainer(engine);
        trial = { engine, trainer };
        const tasks = givenTasks(settings, pictures);
        if (from.kind === 'start') trainer.begin(settings, from.learned, tasks);
        else trainer.restore(settings, from.snapshot, tasks);
        return null;
      }),
    advance: (steps) =>
      inTurn(async () => {
        if (trial === null) return null;
        const { trainer } = trial;
        const holds = await holdsFor(trainer, steps);
        // Where it explodes it is put back to where it was good.
        const iteration = (await trainer.snapshot())?.iteration ?? 0;
        return { iteration, holds };
      }),
    end: () =>
      inTurn(async () => {
        drop();
        return null;
      }),
  };
}
