/** A classifier of training classes: what it is fitted with, what tasks get to see of it, and that its run goes on to the bit. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadFamilies, pointCountsOf } from '#families/family-of.ts';
import { sampleTasks } from '#families/task.ts';
import { readCheckpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { headOffset, outputSize, parameterCount } from '#models/architecture.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { openBackend } from '#tensor/backend.ts';
import { expectRun } from '#training/run-checks.ts';
import { openingSettings, type Settings } from '#training/settings.ts';
import {
  fittedArchitecture,
  fittedClasses,
  fittedStart,
  someFittedClasses,
} from '#training/trained-architecture.ts';
import { createTrainer, learnedOf } from '#worker/trainer.ts';
import { givenTasks, planOf, trainingTasks } from '#training/training-plan.ts';
import { relativeError } from '../../compare.ts';
import { plainSet } from '../../fakes/fake-pictures.ts';
import { simdEngine } from '../../simd-engine.ts';

vi.setConfig({ testTimeout: 60_000 });

const SETTINGS: Settings = {
  ...openingSettings('characters'),
  algorithm: 'pretrained',
  ways: 3,
  queryPoints: 2,
  metaBatch: 2,
  architecture: { ...USUAL_CONV, filters: [6, 6] },
};

beforeAll(() => loadFamilies(), 60_000);

function startOf(settings: Settings) {
  const { id: _, details: __, ...learned } = startingContestant(settings);
  return learned;
}

describe('the classes of a classifier', () => {
  test('are numbered for good: every point has one of them, the same points each time', () => {
    const tasks = trainingTasks(SETTINGS);
    const counts = pointCountsOf(SETTINGS);
    const [first, again] = [tasks.sample(4, counts), trainingTasks(SETTINGS).sample(4, counts)];
    expect(first).toEqual(again);
    expect([tasks.outputSize, first.support.count, first.query.count]).toEqual([1000, 3, 6]);
    const labels = sampleTasks(tasks, 0, 100, counts).flatMap(({ query: { y, count } }) =>
      Array.from({ length: count }, (_, at) => y.subarray(1000 * at, 1000 * (at + 1)).indexOf(1)),
    );
    expect(labels.every((label) => label >= 0)).toBe(true);
    expect(new Set(labels).size).toBeGreaterThan(300);
  });

  test('are those of a zip and their turns, as far as there are outputs', () => {
    const set = plainSet(30, (ofClass) => 8 * ofClass + 8);
    const tasks = givenTasks(SETTINGS, { set, isSplit: true });
    const seen = new Set<number>();
    for (const { query } of sampleTasks(tasks ?? trainingTasks(SETTINGS), 0, 300, pointCountsOf(SETTINGS))) {
      for (let at = 0; at < query.count; at++) seen.add(query.y.subarray(1000 * at).indexOf(1));
    }
    // 21 of 30 classes are to train on.
    expect(Math.max(...seen)).toBeLessThan(4 * 21);
    expect(seen.size).toBeGreaterThan(80);
  });
});

describe('a classifier', () => {
  test('is fitted under a head for its classes, and meets tasks under a new one of zeros', async () => {
    expect([fittedClasses(SETTINGS), fittedClasses({ ...SETTINGS, algorithm: 'maml' })]).toEqual([
      1000,
      null,
    ]);
    const start = startOf(SETTINGS);
    const fitted = fittedStart(SETTINGS, start);
    expect([outputSize(start.network.architecture), outputSize(fitted.network.architecture)]).toEqual([
      3, 1000,
    ]);
    const body = headOffset(fittedArchitecture(SETTINGS));
    expect(fitted.network.parameters.subarray(0, body)).toEqual(start.network.parameters.subarray(0, body));

    const trainer = createTrainer(simdEngine());
    trainer.begin(SETTINGS, start);
    await trainer.train(3);
    const snapshot = expectRun(await trainer.snapshot());
    expect(snapshot.parameters).toHaveLength(parameterCount(fittedArchitecture(SETTINGS)));
    const { network } = learnedOf(SETTINGS, snapshot);
    expect(outputSize(network.architecture)).toBe(3);
    expect(network.parameters.subarray(0, body)).toEqual(snapshot.parameters.subarray(0, body));
    expect(new Set(network.parameters.subarray(body))).toEqual(new Set([0]));
    expect(weightsOfCheckpoint({ settings: SETTINGS, snapshot, tasksDigest: null }).network).toEqual(network);
  });

  test('goes on from its checkpoint with the same bits, head and all', async () => {
    const [whole, parts] = [createTrainer(simdEngine()), createTrainer(simdEngine())];
    whole.begin(SETTINGS, startOf(SETTINGS));
    await whole.train(6);
    parts.begin(SETTINGS, startOf(SETTINGS));
    await parts.train(2);
    const snapshot = expectRun(await parts.snapshot());
    const kept = readCheckpoint(writeCheckpoint({ settings: SETTINGS, snapshot, tasksDigest: null }));
    const again = createTrainer(simdEngine());
    again.restore(kept.settings, kept.snapshot);
    await again.train(4);
    expect(await again.snapshot()).toEqual(await whole.snapshot());
  });

  test('learns the same on SIMD units and by TensorFlow.js', async () => {
    await openBackend('cpu');
    const runs = await Promise.all(
      [simdEngine(), createTensorEngine()].map(async (engine) => {
        engine.begin(planOf(SETTINGS), fittedStart(SETTINGS, startOf(SETTINGS)));
        const { lossBefore, lossAfter } = await engine.metaTrain(2);
        const { parameters } = expectRun(await engine.snapshot());
        return { lossBefore, lossAfter, parameters };
      }),
    );
    const [simd, tensor] = runs;
    if (simd === undefined || tensor === undefined) throw new Error('Expected two runs.');
    expect(relativeError(simd.lossBefore, tensor.lossBefore)).toBeLessThan(1e-4);
    expect(relativeError(simd.lossAfter, tensor.lossAfter)).toBeLessThan(1e-4);
    // Nothing adapts while it trains.
    expect(simd.lossAfter[0]).toBeGreaterThan(Math.log(1000) - 3);
    expect(relativeError(simd.parameters, tensor.parameters)).toBeLessThan(1e-3);
  });
});

test('of classes and turns beyond what a head tells apart, the page and the command line say how many are taken', () => {
  const settings = { family: 'characters', algorithm: 'pretrained' } as const;
  expect(someFittedClasses(settings, 250)).toBeNull();
  expect(someFittedClasses(settings, 251)).toBe(1000);
  expect(someFittedClasses({ ...settings, algorithm: 'maml' }, 2000)).toBeNull();
});
