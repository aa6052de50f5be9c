/** The picture of the two loops is that of the learner: by its facts, and by what is at work on the page. */
import { describe, expect, test } from 'vitest';
import { TRAINING_ALGORITHMS, type TrainingAlgorithm } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { freshRun } from '#store/training/run.ts';
import type { MetaStepStage } from '#store/training/meta-step-slice.ts';
import { atWork, loopPicture } from '#features/learn/loops.ts';

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
