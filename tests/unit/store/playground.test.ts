/** What a page can be told, without an engine: settings, contestants, notices. */
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { english } from '#core/saying.ts';
import type { Origin } from '#formats/weights-file.ts';
import { shownContestants } from '#store/contestants/contestants.ts';
import { FakeWeights, storeWithFakes, weightsOf } from '../../fakes/fake-client.ts';
import { refusalOf } from '../../fakes/refusal.ts';

describe('settings', () => {
  test('of a seed, an architecture or an initialisation change the random contestant', () => {
    const { state } = storeWithFakes();
    const changes = [
      () => state().setNumber('seed', 2),
      () => state().changeSettings({ initialisation: 'he' }),
      () => state().changeSettings({ architecture: { layerSizes: [1, 3, 1], activation: 'sin' } }),
    ];
    for (const change of changes) {
      const before = state().contestants.random;
      change();
      const { settings, contestants } = state();
      const expected = initialiseNetwork(settings.architecture, settings.initialisation, settings.seed);
      expect(contestants.random?.network).toEqual(expected);
      expect(contestants.random).not.toEqual(before);
    }
  });

  test('of anything else leave it', () => {
    const { state } = storeWithFakes();
    const before = state().contestants.random;
    state().setNumber('alpha', 0.5);
    state().setNumber('shots', 20);
    expect(state().contestants.random).toBe(before);
  });

  test('out of their range throw and change nothing', () => {
    const { state } = storeWithFakes();
    const before = state();
    expect(refusalOf(() => before.setNumber('alpha', 7)).code).toBe('setting-out-of-range');
    expect(refusalOf(() => before.setNumber('shots', 1.5)).code).toBe('setting-out-of-range');
    const tooWide = { layerSizes: [1, 5000, 1], activation: 'relu' } as const;
    expect(refusalOf(() => before.changeSettings({ architecture: tooWide })).code).toBe(
      'architecture-invalid',
    );
    expect(state()).toBe(before);
  });

  test('push the other end of their interval', () => {
    const { state } = storeWithFakes();
    state().setNumber('amplitudeFrom', 8);
    expect(state().settings).toMatchObject({ amplitudeFrom: 8, amplitudeTo: 8 });
  });

  test('with fewer inner steps bring the shown step back among them', () => {
    const { state } = storeWithFakes();
    state().showStep(9);
    state().setNumber('innerSteps', 4);
    expect(state().step).toBe(4);
  });
});

describe('the shown step', () => {
  test('stays between the first and the last, and stops playing', () => {
    const { state } = storeWithFakes();
    state().play();
    state().showStep(99);
    expect(state()).toMatchObject({ step: state().settings.innerSteps, playing: false });
    state().showStep(-3);
    expect(state().step).toBe(0);
    state().showStep(2.4);
    expect(state().step).toBe(2);
  });

  test('starts over when played from the end, and goes on from the middle', () => {
    const { state } = storeWithFakes();
    state().showStep(99);
    state().play();
    expect(state()).toMatchObject({ step: 0, playing: true });
    state().showStep(3);
    state().play();
    expect(state()).toMatchObject({ step: 3, playing: true });
  });

  test('starts over with a new task', () => {
    const { state } = storeWithFakes();
    state().showStep(5);
    state().newTask();
    expect(state()).toMatchObject({ taskIndex: 1, step: 0, playing: true });
  });
});

describe('contestants', () => {
  test('are hidden and shown again', async () => {
    const { state } = storeWithFakes();
    expect(shownContestants(state().contestants, state().hidden)).toHaveLength(1);
    state().hideContestant('random');
    state().hideContestant('random');
    expect(shownContestants(state().contestants, state().hidden)).toEqual([]);
    await state().showContestant('random');
    expect(shownContestants(state().contestants, state().hidden)).toHaveLength(1);
    expect(state().hidden).not.toContain('random');
  });

  test('are imported from a file with one input and one output, and shown', () => {
    const { state } = storeWithFakes();
    state().hideContestant('imported');
    const network = initialiseNetwork({ layerSizes: [1, 2, 1], activation: 'tanh' }, 'glorot', 3);
    const weights = { ...weightsOf('maml'), network };
    expect(state().importWeights(weights)).toEqual({ id: 'imported', ...weights });
    expect(state().contestants.imported).toEqual({ id: 'imported', ...weights });
    expect(state().hidden).not.toContain('imported');
  });

  test('are imported with their α from a file of Meta-SGD, and with three inputs from one of the oracle', () => {
    const { state } = storeWithFakes();
    for (const origin of ['metaSgd', 'oracle'] as const) {
      const weights = weightsOf(origin);
      state().importWeights(weights);
      expect(state().contestants.imported).toEqual({ id: 'imported', ...weights });
    }
  });

  test.each([
    { origin: 'maml', sizes: [2, 2, 1], expected: 'one input and one output, found 2-2-1.' },
    { origin: 'maml', sizes: [3, 2, 1], expected: 'one input and one output, found 3-2-1.' },
    {
      origin: 'oracle',
      sizes: [1, 2, 1],
      expected: 'three inputs (an oracle is told x, amplitude and phase) and one output, found 1-2-1.',
    },
  ] as const)('are not imported from a file of $origin with sizes $sizes', ({ origin, sizes, expected }) => {
    const { state } = storeWithFakes();
    const network = initialiseNetwork({ layerSizes: sizes, activation: 'tanh' }, 'glorot', 3);
    const weights = { ...weightsOf(origin), network };
    expect(refusalOf(() => state().importWeights(weights))).toMatchObject({
      code: 'weights-file-foreign',
      message: `Expected a network with ${expected}`,
    });
    expect(state().contestants.imported).toBeUndefined();
  });
});

describe('shipped weights', () => {
  const page = (weights: ConstructorParameters<typeof FakeWeights>[0]) => {
    const shipped = new FakeWeights(weights);
    return { ...storeWithFakes({}, shipped), shipped };
  };
  const reads = (origin: Origin) => () => Promise.resolve(weightsOf(origin));

  test('are listed at first, and only those that are shown are fetched', async () => {
    const { state, shipped } = page({
      maml: reads('maml'),
      anil: reads('anil'),
      pretrained: reads('pretrained'),
    });
    await state().openShippedWeights();
    expect(Object.keys(state().shipped)).toEqual(['maml', 'anil', 'pretrained']);
    expect(shipped.asked).toEqual(['maml', 'pretrained']);
    expect(Object.keys(state().contestants)).toEqual(['random', 'maml', 'pretrained']);
  });

  test('are fetched once, when they are first shown', async () => {
    const { state, shipped } = page({ anil: reads('anil') });
    await state().openShippedWeights();
    const showing = [state().showContestant('anil'), state().showContestant('anil')];
    expect(state().fetching).toEqual(['anil']);
    await Promise.all(showing);
    expect(state().fetching).toEqual([]);
    state().hideContestant('anil');
    await state().showContestant('anil');
    expect(shipped.asked).toEqual(['anil']);
    expect(shownContestants(state().contestants, state().hidden).map(({ id }) => id)).toEqual([
      'random',
      'anil',
    ]);
  });

  test('that are broken are told of and hidden again, and the others stand', async () => {
    const { state } = page({
      maml: () => Promise.reject(new PlaygroundError('weights-file-damaged', 'Cut short.')),
      pretrained: reads('pretrained'),
      // Not told of the curve, as an oracle must be.
      oracle: async () => ({ ...weightsOf('maml'), details: weightsOf('oracle').details }),
    });
    await state().openShippedWeights();
    expect(state().notices).toMatchObject([{ message: 'Cut short.' }]);
    expect(state().hidden).toContain('maml');
    expect(Object.keys(state().contestants)).toEqual(['random', 'pretrained']);
    await state().showContestant('oracle');
    expect(english(state().notices[1]?.message ?? '')).toContain('three inputs');
    expect(state().hidden).toContain('oracle');
    expect(state().fetching).toEqual([]);
  });

  test('whose manifest cannot be read are told of, and the page goes on without them', async () => {
    const { state } = storeWithFakes(
      {},
      {
        list: () => Promise.reject(new PlaygroundError('weights-file-damaged', 'No manifest.')),
        read: () => Promise.reject(new Error('Not asked for.')),
      },
    );
    await state().openShippedWeights();
    expect(state().notices).toMatchObject([{ message: 'No manifest.' }]);
    await state().showContestant('anil');
    expect(Object.keys(state().contestants)).toEqual(['random']);
  });
});

describe('notices', () => {
  test('keep the code, the words and the hint of an error', () => {
    const { state } = storeWithFakes();
    state().notify(new PlaygroundError('diverged', 'Too large.', 'Take less.'));
    state().notify(new Error('Unforeseen.'));
    state().notify('only words');
    expect(state().notices).toMatchObject([
      { code: 'diverged', message: 'Too large.', hint: 'Take less.' },
      { code: 'engine-failed', message: 'Unforeseen.' },
      { code: 'engine-failed', message: 'only words' },
    ]);
  });

  test('tell the same words once, as the newest', () => {
    const { state } = storeWithFakes();
    for (const words of ['one', 'two', 'one']) state().notify(new Error(words));
    expect(state().notices.map(({ message }) => message)).toEqual(['two', 'one']);
  });

  test('are at most four, the newest, each with its own id', () => {
    const { state } = storeWithFakes();
    for (let count = 1; count <= 10; count++) state().notify(new Error(`Error ${count}`));
    expect(state().notices.map(({ message }) => message)).toEqual([
      'Error 7',
      'Error 8',
      'Error 9',
      'Error 10',
    ]);
    expect(new Set(state().notices.map(({ id }) => id)).size).toBe(4);
  });

  test('are dismissed one at a time', () => {
    const { state } = storeWithFakes();
    state().notify(new Error('one'));
    state().notify(new Error('two'));
    state().dismissNotice(state().notices[0]?.id ?? NaN);
    expect(state().notices.map(({ message }) => message)).toEqual(['two']);
  });
});
