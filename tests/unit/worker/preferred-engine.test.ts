/** The fused engine is preferred; the tensor engine steps in for what it refuses, and only then. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import type { Learned } from '#training/learned.ts';
import type { MetaEngine, TrainingPlan, TrainingSnapshot, Work } from '#training/meta-engine.ts';
import { english } from '#core/saying.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { createPreferredEngine } from '#worker/preferred-engine.ts';
import type { EngineState } from '#engine/protocol.ts';
import { planOf } from '#training/training-plan.ts';
import { deferred, settled } from '../../fakes/promises.ts';

const PLAN: TrainingPlan = planOf(DEFAULT_SETTINGS);
const { architecture } = PLAN;
const START: Learned = { network: { architecture, parameters: Float32Array.of(0) }, rates: null };
const ADAPT = {
  architecture,
  loss: 'squaredError' as const,
  parameters: [],
  rates: [],
  tasks: [],
  innerSteps: 1,
  gridX: new Float32Array(1),
};
const REFUSAL = new PlaygroundError('engine-failed', 'Too large.');

function snapshotAt(iteration: number): TrainingSnapshot {
  const [parameters, moment] = [Float32Array.of(iteration), Float32Array.of(2 * iteration)];
  return { iteration, parameters, firstMoment: moment, secondMoment: moment };
}

/** Counts its steps and notes what it was asked; a test sets what it refuses before it is asked, and what it fails to do. */
function fakeEngine() {
  const asked: string[] = [];
  const foreseen: Partial<Record<Work['name'], string>> = {};
  const refuses: { train?: Error; adapt?: Error } = {};
  let iteration: number | null = null;
  const engine: MetaEngine = {
    refuses: ({ name }) => foreseen[name] ?? null,
    begin: () => {
      asked.push('begin');
      iteration = 0;
    },
    restore: (_plan, snapshot) => {
      asked.push(`restore ${snapshot.iteration}`);
      expect(snapshot).toEqual(snapshotAt(snapshot.iteration));
      iteration = snapshot.iteration;
    },
    async metaTrain(steps) {
      asked.push(`train ${steps}`);
      if (refuses.train !== undefined) throw refuses.train;
      if (iteration === null)
        throw new PlaygroundError('engine-failed', 'Expected a training run, found none.');
      const losses = new Float32Array(steps);
      iteration += steps;
      return { firstIteration: iteration - steps, lossBefore: losses, lossAfter: losses };
    },
    snapshot: async () => (iteration === null ? null : snapshotAt(iteration)),
    async adapt() {
      asked.push('adapt');
      if (refuses.adapt !== undefined) throw refuses.adapt;
      return [];
    },
    evaluate: async () => ({ stepCount: 0, losses: new Float32Array() }),
    metaGradient: () => Promise.reject(new Error('Not asked for.')),
    dispose: () => {
      iteration = null;
    },
  };
  return { engine, asked, foreseen, refuses };
}

function preferred({
  prepare = (): Promise<void> => Promise.resolve(),
  takes = (): boolean => true,
  isLost = false,
} = {}) {
  const fused = fakeEngine();
  const tensor = fakeEngine();
  const states: EngineState[] = [];
  const told: string[] = [];
  const engine = createPreferredEngine({
    fused: { ...fused.engine, prepare, takes },
    tensor: tensor.engine,
    isLost: async () => isLost,
    show: (state) => states.push(state),
    tell: (reason) => told.push(english(reason)),
  });
  return { engine, fused, tensor, states, told };
}

describe('where all goes well', () => {
  test('the fused engine does everything', async () => {
    const { engine, fused, tensor, states, told } = preferred();
    engine.begin(PLAN, START);
    await engine.metaTrain(3);
    await engine.adapt(ADAPT);
    expect(await engine.snapshot()).toEqual(snapshotAt(3));
    expect(fused.asked).toEqual(['begin', 'train 3', 'adapt']);
    expect(tensor.asked).toEqual([]);
    expect(states).toEqual([{ kind: 'compiling' }, { kind: 'fused' }]);
    expect(told).toEqual([]);
  });

  test('what the fused engine has no kernels for is asked of the tensor engine, and nobody hears of it', async () => {
    const { engine, fused, tensor, told } = preferred({ takes: () => false });
    engine.begin(PLAN, START);
    await engine.metaTrain(3);
    await engine.adapt({ ...ADAPT, rates: [{ remembers: true }] });
    expect(fused.asked).toEqual(['begin', 'train 3']);
    expect(tensor.asked).toEqual(['adapt']);
    expect(told).toEqual([]);
  });

  test('without WebGPU the tensor engine does everything', async () => {
    const tensor = fakeEngine();
    const states: EngineState[] = [];
    const engine = createPreferredEngine({
      fused: null,
      tensor: tensor.engine,
      isLost: async () => false,
      show: (state) => states.push(state),
      tell: () => undefined,
    });
    engine.begin(PLAN, START);
    await engine.metaTrain(3);
    expect(await engine.prepare(PLAN)).toBe(false);
    expect(tensor.asked).toEqual(['begin', 'train 3']);
    expect(states).toEqual([{ kind: 'tensor', reason: null }]);
  });
});

describe('a refused training', () => {
  test('goes on in the tensor engine from the same snapshot, and stays there', async () => {
    const { engine, fused, tensor, states, told } = preferred();
    engine.restore(PLAN, snapshotAt(7));
    fused.refuses.train = REFUSAL;
    expect(await engine.metaTrain(2)).toMatchObject({ firstIteration: 7 });
    await engine.metaTrain(5);
    expect(await engine.snapshot()).toEqual(snapshotAt(14));
    expect(fused.asked).toEqual(['restore 7', 'train 2']);
    expect(tensor.asked).toEqual(['restore 7', 'train 2', 'train 5']);
    expect(states.at(-1)).toEqual({ kind: 'tensor', reason: 'Too large.' });
    expect(told).toEqual(['Too large.']);
  });

  test('takes no step twice where some of a chain were taken before the refusal', async () => {
    const { engine, fused, tensor } = preferred();
    engine.begin(PLAN, START);
    await engine.metaTrain(4);
    fused.engine.restore(PLAN, snapshotAt(6));
    fused.refuses.train = REFUSAL;
    await engine.metaTrain(5);
    expect(tensor.asked).toEqual(['restore 6', 'train 3']);
  });

  test.each(['begin', 'restore'] as const)('is tried in the fused engine again after %s', async (name) => {
    const { engine, fused, told } = preferred();
    engine.begin(PLAN, START);
    fused.refuses.train = REFUSAL;
    await engine.metaTrain(1);
    delete fused.refuses.train;
    if (name === 'begin') engine.begin(PLAN, START);
    else engine.restore(PLAN, snapshotAt(1));
    await engine.metaTrain(3);
    expect(fused.asked.at(-1)).toBe('train 3');
    fused.refuses.train = REFUSAL;
    await engine.metaTrain(1);
    expect(told).toEqual(['Too large.']);
  });

  test.each([
    { what: 'a divergence', error: new PlaygroundError('diverged', 'Too fast.'), isLost: false },
    { what: 'an unforeseen error', error: new TypeError('A mistake.'), isLost: false },
    { what: 'a refusal of a lost GPU', error: REFUSAL, isLost: true },
  ])('is passed on if it is $what', async ({ error, isLost }) => {
    const { engine, fused, tensor, told } = preferred({ isLost });
    engine.begin(PLAN, START);
    fused.refuses.train = error;
    await expect(engine.metaTrain(1)).rejects.toBe(error);
    expect(tensor.asked).toEqual([]);
    expect(told).toEqual([]);
  });

  test('is passed on where there is no run', async () => {
    const { engine, told } = preferred();
    await expect(engine.metaTrain(1)).rejects.toMatchObject({ code: 'engine-failed' });
    expect(told).toEqual([]);
  });
});

test('an adaptation that is too large is done by the tensor engine, and the training stays', async () => {
  const { engine, fused, tensor, states, told } = preferred();
  engine.begin(PLAN, START);
  await settled();
  fused.refuses.adapt = REFUSAL;
  expect(await engine.adapt(ADAPT)).toEqual([]);
  await engine.adapt(ADAPT);
  await engine.metaTrain(1);
  expect(tensor.asked).toEqual(['adapt', 'adapt']);
  expect(fused.asked.at(-1)).toBe('train 1');
  expect(told).toEqual(['Too large.']);
  expect(states.at(-1)).toEqual({ kind: 'fused' });
});

describe('what is refused before it is asked', () => {
  test.each(['begin', 'restore'] as const)('trains in the tensor engine from %s on', async (name) => {
    const { engine, fused, tensor, states, told } = preferred();
    fused.foreseen.train = 'Too large.';
    if (name === 'begin') engine.begin(PLAN, START);
    else engine.restore(PLAN, snapshotAt(7));
    await engine.metaTrain(2);
    expect(await engine.snapshot()).toEqual(snapshotAt(name === 'begin' ? 2 : 9));
    expect(fused.asked).toEqual([]);
    expect(tensor.asked).toEqual([name === 'begin' ? 'begin' : 'restore 7', 'train 2']);
    expect(states.at(-1)).toEqual({ kind: 'tensor', reason: 'Too large.' });
    expect(told).toEqual(['Too large.']);
  });

  test('is not compiled either', async () => {
    const { engine, fused, states } = preferred({ prepare: () => Promise.reject(new Error('Asked.')) });
    fused.foreseen.train = 'Too large.';
    expect(await engine.prepare(PLAN)).toBe(false);
    expect(states.at(-1)).toEqual({ kind: 'tensor', reason: 'Too large.' });
  });

  test('adapts in the tensor engine, and the training stays', async () => {
    const { engine, fused, tensor, told } = preferred();
    engine.begin(PLAN, START);
    await settled();
    fused.foreseen.adapt = 'Too long.';
    await engine.adapt(ADAPT);
    await engine.metaTrain(1);
    expect(fused.asked).toEqual(['begin', 'train 1']);
    expect(tensor.asked).toEqual(['adapt']);
    expect(told).toEqual(['Too long.']);
  });

  test('leaves the tensor engine to the run that comes after it', async () => {
    const { engine, fused, tensor } = preferred();
    fused.foreseen.train = 'Too large.';
    engine.begin(PLAN, START);
    engine.restore(PLAN, snapshotAt(3));
    await engine.metaTrain(1);
    expect(await engine.snapshot()).toEqual(snapshotAt(4));
    expect(tensor.asked.at(-1)).toBe('train 1');
    delete fused.foreseen.train;
    engine.begin(PLAN, START);
    await engine.metaTrain(1);
    expect(fused.asked).toEqual(['begin', 'train 1']);
    expect(await tensor.engine.snapshot()).toBeNull();
  });
});

describe('compiling ahead', () => {
  test('is shown if it takes its time, again for a plan that needs other kernels', async () => {
    let compiling = deferred<void>();
    const { engine, states } = preferred({ prepare: () => compiling.promise });
    const first = engine.prepare(PLAN);
    compiling.resolve();
    expect(await first).toBe(true);
    compiling = deferred();
    engine.begin(PLAN, START);
    await expect.poll(() => states.at(-1)).toEqual({ kind: 'compiling' });
    compiling.resolve();
    await settled();
    expect(states.map(({ kind }) => kind)).toEqual(['compiling', 'fused', 'compiling', 'fused']);
  });

  test('that fails is shown with its reason', async () => {
    const { engine, states } = preferred({ prepare: () => Promise.reject(REFUSAL) });
    expect(await engine.prepare(PLAN)).toBe(false);
    expect(states.at(-1)).toEqual({ kind: 'tensor', reason: 'Too large.' });
  });

  test('for an older plan says nothing of the newer one', async () => {
    const compilations = [deferred<void>(), deferred<void>()];
    let next = 0;
    const { engine, states } = preferred({
      prepare: () => {
        next += 1;
        return compilations[next - 1]?.promise ?? Promise.resolve();
      },
    });
    const older = engine.prepare(PLAN);
    engine.begin(PLAN, START);
    compilations[0]?.resolve();
    await older;
    expect(states).toEqual([{ kind: 'compiling' }]);
    compilations[1]?.resolve();
    await settled();
    expect(states.at(-1)).toEqual({ kind: 'fused' });
  });
});
