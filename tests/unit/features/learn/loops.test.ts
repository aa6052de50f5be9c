/** The picture of the two loops is that of the learner: by its facts, and by what is at work on the page. */
import { describe, expect, test } from 'vitest';
import { TRAINING_ALGORITHMS, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { freshRun } from '#store/training/run.ts';
import type { MetaStepStage } from '#store/training/meta-step-slice.ts';
import { atWork, loopNumbers, loopPicture } from '#features/learn/loops.ts';

const pictureOf = (algorithm: TrainingAlgorithm, iteration = 0) =>
  loopPicture(algorithm, { firstOrderSteps: 100 }, iteration);

test('MAML samples tasks, adapts to each, judges, and goes back through its steps', () => {
  expect(pictureOf('maml')).toEqual({
    before: ['theta', 'tasks'],
    inside: ['support', 'inner', 'query'],
    after: ['direction', 'update'],
    theta: 'parameters',
    inner: 'plain',
    judged: 'lastStep',
    direction: 'throughInnerLoop',
  });
});

describe('another inner loop', () => {
  test.each([
    ['anil', 'head', 'parameters'],
    ['metaSgd', 'ownRates', 'rates'],
    ['mamlPlusPlus', 'stepRates', 'stepRates'],
    ['imaml', 'proximal', 'parameters'],
    ['cavia', 'ofContext', 'contextWeights'],
    ['ridgeHead', 'closedForm', 'logLambda'],
    ['cnp', 'remembering', 'parameters'],
  ] as const)('of %s is told as its own', (algorithm, inner, theta) => {
    expect(pictureOf(algorithm)).toMatchObject({ inner, theta });
  });

  test.each([
    ['fomaml', 'atAdapted'],
    ['imaml', 'implicit'],
    ['reptile', 'ofDifference'],
    ['ridgeHead', 'solution'],
    ['metaNet', 'pointSeen'],
  ] as const)('%s does not go back through steps', (algorithm, direction) => {
    expect(pictureOf(algorithm).direction).toBe(direction);
  });

  test('has no query loss where nothing asks for one', () => {
    const without = TRAINING_ALGORITHMS.filter((algorithm) => !pictureOf(algorithm).inside.includes('query'));
    expect(without).toEqual(['reptile', 'pretrained', 'multiTask', 'oracle']);
  });
});

test('a baseline has one loop, and a loss in it', () => {
  expect(pictureOf('pretrained')).toMatchObject({
    before: ['theta', 'tasks', 'query'],
    inside: [],
    inner: null,
    direction: 'baseline',
  });
  expect(pictureOf('multiTask').theta).toBe('mean');
});

test('MAML++ has no way back before its first-order meta-steps are over', () => {
  expect(pictureOf('mamlPlusPlus', 99).direction).toBe('atAdapted');
  expect(pictureOf('mamlPlusPlus', 100).direction).toBe('throughInnerLoop');
  expect(pictureOf('maml', 99).direction).toBe('throughInnerLoop');
});

describe('the numbers', () => {
  const latest = { iteration: 7, before: 2, after: 1 };
  const begun = freshRun('1', 0, { settings: DEFAULT_SETTINGS, pictures: null });
  const paused = { ...begun, iteration: 7, latest, status: 'paused' as const };
  const running = { ...paused, status: 'running' as const };
  const other = { ...DEFAULT_SETTINGS, trainingAlpha: DEFAULT_SETTINGS.trainingAlpha / 2 };

  test('are those of page and run alike while both have the same settings', () => {
    for (const run of [paused, running])
      expect(loopNumbers(DEFAULT_SETTINGS, { run, slowStep: null })).toEqual({
        settings: DEFAULT_SETTINGS,
        iteration: 7,
        latest,
        differing: null,
      });
  });

  test('are the run’s while it trains, whatever the page is set to by now', () => {
    expect(loopNumbers(other, { run: running, slowStep: null })).toEqual({
      settings: DEFAULT_SETTINGS,
      iteration: 7,
      latest,
      differing: 'ofRun',
    });
  });

  test('are the page’s once it is paused, without the losses of a run with other settings', () => {
    expect(loopNumbers(other, { run: paused, slowStep: null })).toEqual({
      settings: other,
      iteration: 0,
      latest: null,
      differing: 'ofPage',
    });
  });

  test('are the page’s beside a run of another learner', () => {
    const reptile = { ...DEFAULT_SETTINGS, algorithm: 'reptile' as const };
    expect(loopNumbers(reptile, { run: running, slowStep: null })).toEqual({
      settings: reptile,
      iteration: 0,
      latest: null,
      differing: null,
    });
  });

  test('of a baseline hold no losses before and after', () => {
    const settings = { ...DEFAULT_SETTINGS, algorithm: 'pretrained' as const };
    expect(loopNumbers(settings, { run: { ...running, settings }, slowStep: null }).latest).toBeNull();
  });
});

describe('at work', () => {
  const run = {
    ...freshRun('1', 0, { settings: DEFAULT_SETTINGS, pictures: null }),
    status: 'running' as const,
  };
  const still = { run: null, playing: false, slowStep: null };

  test('is nothing while nothing moves', () => {
    expect(atWork('maml', still)).toEqual({ outer: false, inner: false, part: null });
    expect(atWork('maml', { ...still, run: { ...run, status: 'paused' } }).outer).toBe(false);
  });

  test('is the outer loop while a run of this learner trains, and no other’s', () => {
    expect(atWork('maml', { ...still, run }).outer).toBe(true);
    expect(atWork('reptile', { ...still, run }).outer).toBe(false);
  });

  test('is the inner loop while the transport plays', () => {
    expect(atWork('maml', { ...still, playing: true }).inner).toBe(true);
  });

  test.each([
    ['sample', 'tasks'],
    ['adapt', 'inner'],
    ['query', 'query'],
    ['gradient', 'direction'],
    ['update', 'update'],
  ] as const)('is the part at which the slow meta-step stands: %s', (stage: MetaStepStage, part) => {
    const slowStep = {
      kind: 'shown',
      stage,
      settings: DEFAULT_SETTINGS,
      iteration: 0,
      tasks: [],
      gridX: new Float32Array(),
      before: {
        network: { architecture: DEFAULT_SETTINGS.architecture, parameters: new Float32Array() },
        rates: null,
      },
      dissection: null as never,
      shares: [],
      update: null,
    } as const;
    expect(atWork('maml', { run, playing: false, slowStep }).part).toBe(part);
    expect(atWork('reptile', { run, playing: false, slowStep }).part).toBeNull();
  });
});
