/** A training tried out beside the page's run: what it is asked for, and what it finds on a real engine. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createTrials } from '#worker/trial.ts';
import type { TrialReport, TrialRequest } from '#engine/protocol.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { TRIAL_STEPS } from '#store/training/remedy-search.ts';
import { openSession, SETTINGS, START } from '../../fakes/fake-session.ts';
import { EVERY_REPEAT } from '../../repeats.ts';
import { simdEngine } from '../../simd-engine.ts';

// TensorFlow.js in plain JavaScript: seconds, on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const FROM_START: TrialRequest['from'] = { kind: 'start', learned: START };

describe('a trial', () => {
  test('takes the meta-steps asked for, and tells how far it is', async () => {
    const { run } = openSession();
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await run('beginTrial', { settings: SETTINGS, from: FROM_START });
    expect(await run('advanceTrial', { steps: 5 })).toEqual({ iteration: 5, holds: true });
    expect(await run('advanceTrial', { steps: 7 })).toEqual({ iteration: 12, holds: true });
  });

  test('that diverges says so, with its last good meta-step', async () => {
    const { run } = openSession({ divergesAt: 20 });
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await run('beginTrial', { settings: SETTINGS, from: FROM_START });
    expect(await run('advanceTrial', { steps: 19 })).toEqual({ iteration: 19, holds: true });
    expect(await run('advanceTrial', { steps: 100 })).toEqual({ iteration: 19, holds: false });
  });

  test('that has ended, or was never begun, answers nothing', async () => {
    const { run } = openSession();
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    expect(await run('advanceTrial', { steps: 1 })).toBeNull();
    await run('beginTrial', { settings: SETTINGS, from: FROM_START });
    await run('endTrial', null);
    expect(await run('advanceTrial', { steps: 1 })).toBeNull();
  });

  test('ends only once what is under way has been computed', async () => {
    const { run, done } = openSession();
    await run('open', { backend: null, tunings: {}, verdicts: {}, measured: {} });
    await run('beginTrial', { settings: SETTINGS, from: FROM_START });
    const advancing = run('advanceTrial', { steps: 3 });
    const ending = run('endTrial', null);
    expect(await advancing).toEqual({ iteration: 3, holds: true });
    await ending;
    expect(done.slice(-3)).toEqual(['chain begins', 'chain ends', 'dispose']);
  });
});

interface Tried {
  readonly name: string;
  readonly engine: () => MetaEngine;
  readonly settings: Partial<Settings>;
  /** Too large an α. */
  readonly large: number;
}

/** Both engines that a page may have: what is offered must hold on the one that trains. JavaScript is given a network that it can take. */
const ENGINES: readonly Tried[] = [
  { name: 'SIMD units', engine: simdEngine, settings: {}, large: 0.1 },
  {
    name: 'TensorFlow.js',
    engine: createTensorEngine,
    settings: {
      architecture: { layerSizes: [1, 8, 8, 1], activation: 'relu' },
      metaBatch: 4,
      queryPoints: 5,
    },
    large: 0.3,
  },
];

beforeAll(() => openBackend('cpu'));

describe.each(ENGINES)('on $name', ({ name, engine, settings: ofEngine, large }) => {
  const trials = createTrials(engine);

  async function tried(change: Partial<Settings>, steps: number): Promise<TrialReport | null> {
    const settings = { ...DEFAULT_SETTINGS, ...ofEngine, ...change };
    const { network, rates } = startingContestant(settings);
    await trials.begin({ settings, from: { kind: 'start', learned: { network, rates } } });
    return trials.advance(steps);
  }

  const DEEP = { trainingAlpha: large, trainingSteps: 5 };
  const PLAIN = { optimiser: 'sgd' } as const;

  test(`α = ${large} with n = 5 diverges at the start, and no smaller β changes that`, async () => {
    for (const beta of [0.001, 0.00001]) {
      const { iteration = NaN, holds } = (await tried({ ...DEEP, beta }, 20)) ?? {};
      expect(holds).toBe(false);
      expect(iteration).toBeLessThan(10);
    }
    expect(await tried({ ...DEEP, trainingAlpha: 0.01 }, 20)).toEqual({ iteration: 20, holds: true });
  });

  test.runIf(EVERY_REPEAT && name === 'SIMD units')(
    'plain descent with β = 0.1 holds for hundreds of meta-steps before it explodes; a trial is longer than that',
    async () => {
      const { iteration = NaN, holds } = (await tried({ ...PLAIN, beta: 0.1 }, TRIAL_STEPS)) ?? {};
      expect(holds).toBe(false);
      expect(iteration).toBeGreaterThan(200);
      expect(await tried({ ...PLAIN, beta: 0.01 }, TRIAL_STEPS)).toEqual({
        iteration: TRIAL_STEPS,
        holds: true,
      });
    },
    60_000,
  );
});
