/** Training that explodes is stopped where it left the scale of its tasks, and put back; a wild meta-batch is not an explosion. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPLOSION, watchExplosion } from '#training/explosion.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MetaEngine, TrainingProgress, TrainingSnapshot } from '#training/meta-engine.ts';
import { taskDivergenceThreshold } from '#training/metrics.ts';
import { firstSnapshot } from '#training/run-checks.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { createTrainer } from '#worker/trainer.ts';
import { SETTINGS as SMALL, START } from '../../fakes/fake-session.ts';

const SCALE = taskDivergenceThreshold(DEFAULT_SETTINGS);
const FAR = SCALE * EXPLOSION.factor;

function told(losses: readonly number[], firstIteration = 0, before = losses): TrainingProgress {
  return { firstIteration, lossBefore: Float32Array.from(before), lossAfter: Float32Array.from(losses) };
}

describe('a watch over the losses', () => {
  test('tells of an explosion at its tenth step in a row, and since when the losses are out of scale', () => {
    const watch = watchExplosion(SCALE, true);
    expect(watch.hear(told([4, 5, 2 * SCALE]))).toBe(false);
    expect(watch.outSince()).toBe(2);
    expect(
      watch.hear(
        told(
          Array.from({ length: EXPLOSION.steps - 1 }, () => 2 * FAR),
          3,
        ),
      ),
    ).toBe(false);
    expect(watch.hear(told([2 * FAR], 12))).toBe(true);
    expect(watch.outSince()).toBe(2);
  });

  test('forgets what has come back', () => {
    const watch = watchExplosion(SCALE, true);
    const wild = Array.from({ length: EXPLOSION.steps - 1 }, () => 2 * FAR);
    for (let round = 0; round < 5; round++) {
      expect(watch.hear(told([4, ...wild], round * EXPLOSION.steps))).toBe(false);
      expect(watch.outSince()).toBe(round * EXPLOSION.steps + 1);
    }
    watch.hear(told([4], 5 * EXPLOSION.steps));
    expect(watch.outSince()).toBeNull();
  });

  test('takes a run that begins out of scale as it is', () => {
    const watch = watchExplosion(SCALE, true);
    const large = Array.from({ length: 100 }, (_, step) => 1e6 + step * 1e5);
    expect(watch.hear(told(large))).toBe(false);
    expect(
      watch.hear(
        told(
          Array.from({ length: 10 }, () => 2e8),
          100,
        ),
      ),
    ).toBe(true);
  });

  test('does not ask a baseline how it adapts', () => {
    const still = Array.from({ length: 30 }, () => 4);
    const after = still.map((_, step) => (step % 2 === 0 ? Number.NaN : Infinity));
    const watch = watchExplosion(SCALE, false);
    expect(watch.hear(told(after, 0, still))).toBe(false);
    expect(watch.outSince()).toBeNull();
  });

  test('raises no alarm while losses stay within a hundred times their scale', () => {
    const loss = fc.double({ min: 0, max: FAR, noNaN: true });
    fc.assert(
      fc.property(fc.array(loss, { minLength: 1, maxLength: 200 }), (losses) => {
        expect(watchExplosion(SCALE, true).hear(told(losses))).toBe(false);
      }),
    );
  });

  test('finds the same however the steps are chained', () => {
    const loss = fc.oneof(
      fc.double({ min: 0, max: SCALE, noNaN: true }),
      fc.constant(2 * FAR),
      fc.constant(2 * SCALE),
    );
    const losses = fc.array(loss, { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 20 }), (all, chain) => {
        const whole = watchExplosion(SCALE, true);
        const parts = watchExplosion(SCALE, true);
        let found = false;
        for (let first = 0; first < all.length && !found; first += chain) {
          found = parts.hear(told(all.slice(first, first + chain), first));
        }
        expect(found).toBe(whole.hear(told(all)));
        expect(parts.outSince()).toBe(whole.outSince());
      }),
    );
  });
});

const SETTINGS: Settings = { ...SMALL, algorithm: 'maml' };

/** An engine whose loss in scale lasts for `calm` meta-steps and then grows by a factor each; its first number is the step. */
function explodingEngine(calm: number, growth: number) {
  let state: TrainingSnapshot | null = null;
  const lossAt = (iteration: number) => (iteration < calm ? 4 : 4 * growth ** (iteration - calm + 1));
  const notAsked = () => Promise.reject(new Error('Nobody should ask for this.'));
  const engine: MetaEngine = {
    refuses: () => null,
    begin: (plan, start) => {
      state = firstSnapshot(plan, start);
    },
    restore: (_, snapshot) => {
      state = snapshot;
    },
    async metaTrain(steps) {
      if (state === null) throw new Error('No run.');
      const { iteration, parameters } = state;
      const losses = Float32Array.from({ length: steps }, (_, step) => lossAt(iteration + step));
      const broken = losses.findIndex((loss) => !Number.isFinite(loss));
      if (broken !== -1) throw new PlaygroundError('diverged', 'Not finite.', '', [String(losses[broken])]);
      const moved = parameters.map((value, index) => (index === 0 ? value + steps : value));
      state = { ...state, iteration: iteration + steps, parameters: moved };
      return told([...losses], iteration);
    },
    snapshot: async () => state,
    adapt: notAsked,
    evaluate: notAsked,
    metaGradient: notAsked,
    dispose: () => undefined,
  };
  return engine;
}

/** Trains in chains of `chain` steps until it is refused. */
async function trainUntilRefused(engine: MetaEngine, chain: number) {
  const trainer = createTrainer(engine);
  trainer.begin(SETTINGS, START);
  for (let count = 0; count < 2000; count++) {
    try {
      await trainer.train(chain);
    } catch (error) {
      return { error, snapshot: await trainer.snapshot(), trainer };
    }
  }
  throw new Error('Expected the training to be refused.');
}

describe('a trainer', () => {
  // By 1.2 a step the losses need 200 meta-steps to overflow, by 1e6 six.
  test.each([1.2, 3, 1e6].flatMap((growth) => [1, 7, 64, 1000].map((chain) => ({ growth, chain }))))(
    'puts a run that grows by $growth a step back to its last step in scale, in chains of $chain',
    async (run) => {
      const { growth, chain } = run;
      const calm = 50;
      const { error, snapshot } = await trainUntilRefused(explodingEngine(calm, growth), chain);
      expect(error).toMatchObject({ code: 'diverged' });
      const inScale = Math.floor(Math.log(SCALE / 4) / Math.log(growth));
      const last = calm - 1 + inScale;
      expect(snapshot?.iteration).toBe(last);
      expect(snapshot?.parameters[0]).toBe(last);
      expect(String(error)).toContain(`from iteration ${last + 1} on`);
    },
  );

  test('explodes again where it is trained on as it is', async () => {
    const { snapshot, trainer } = await trainUntilRefused(explodingEngine(20, 3), 16);
    await expect(trainer.train(1000)).rejects.toMatchObject({ code: 'diverged' });
    expect((await trainer.snapshot())?.iteration).toBe(snapshot?.iteration);
  });
});
