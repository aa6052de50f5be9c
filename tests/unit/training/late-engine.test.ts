/** An engine that is opened when something is asked of it does then what the engine itself would do. */
import { describe, expect, test, vi } from 'vitest';
import { createLateEngine } from '#training/late-engine.ts';
import type { MetaEngine, TrainingPlan, TrainingSnapshot } from '#training/meta-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { planOf } from '#training/training-plan.ts';
import { eventually } from '../../fakes/promises.ts';

const PLAN: TrainingPlan = planOf(DEFAULT_SETTINGS);
const START = { network: initialiseNetwork(PLAN.architecture, 'glorot', 1), rates: null };

/** Counts its steps and keeps what it was asked. */
function countingEngine() {
  const asked: string[] = [];
  let iteration: number | null = null;
  const snapshotAt = (at: number): TrainingSnapshot => ({
    iteration: at,
    parameters: new Float32Array(1),
    firstMoment: new Float32Array(1),
    secondMoment: new Float32Array(1),
  });
  const engine: MetaEngine = {
    refuses: () => null,
    begin() {
      asked.push('begin');
      iteration = 0;
    },
    restore(_, snapshot) {
      asked.push(`restore ${snapshot.iteration}`);
      iteration = snapshot.iteration;
    },
    async metaTrain(steps) {
      if (iteration === null) throw new Error('Nothing has begun.');
      iteration += steps;
      asked.push(`train ${steps}`);
      return { firstIteration: 0, lossBefore: new Float32Array(steps), lossAfter: new Float32Array(steps) };
    },
    snapshot: async () => (iteration === null ? null : snapshotAt(iteration)),
    adapt: async () => [],
    evaluate: async () => ({ stepCount: 0, losses: new Float32Array() }),
    metaGradient: () => Promise.reject(new Error('Not asked for.')),
    dispose() {
      asked.push('dispose');
      iteration = null;
    },
  };
  return { engine, asked, snapshotAt };
}

describe('an engine that is opened late', () => {
  test('is not opened by a question after its run, by being put away, or by being asked what it refuses', async () => {
    const open = vi.fn(async () => countingEngine().engine);
    const late = createLateEngine(open);
    expect(late.refuses({ name: 'train', request: PLAN })).toBeNull();
    expect(await late.snapshot()).toBeNull();
    late.dispose();
    expect(open).not.toHaveBeenCalled();
  });

  test('is opened once, and has what was asked of it in the order in which it was asked', async () => {
    const { engine, asked, snapshotAt } = countingEngine();
    const open = vi.fn(async () => engine);
    const late = createLateEngine(open);
    late.begin(PLAN, START);
    await Promise.all([late.metaTrain(3), late.metaTrain(2)]);
    expect(await late.snapshot()).toEqual(snapshotAt(5));
    late.restore(PLAN, snapshotAt(8));
    expect(await late.snapshot()).toEqual(snapshotAt(8));
    late.dispose();
    await eventually(() => expect(asked.at(-1)).toBe('dispose'));
    expect(asked).toEqual(['begin', 'train 3', 'train 2', 'restore 8', 'dispose']);
    expect(open).toHaveBeenCalledTimes(1);
  });

  test('that does not come is told to whoever asks, and the next who asks tries again', async () => {
    const { engine } = countingEngine();
    const open = vi.fn(async () => engine).mockRejectedValueOnce(new Error('It did not come.'));
    const late = createLateEngine(open);
    late.begin(PLAN, START);
    await expect(late.metaTrain(1)).rejects.toThrow('It did not come.');
    late.begin(PLAN, START);
    await expect(late.metaTrain(1)).resolves.toMatchObject({ lossAfter: new Float32Array(1) });
  });
});
