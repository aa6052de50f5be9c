/** Characters as a family of tasks: what it says of networks and settings, and that the shown task is drawn into. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { STREAMS } from '#core/rng.ts';
import { loadFamilies, pointCountsOf, shapeOf } from '#families/family-of.ts';
import { NO_EDITS } from '#families/curve/edits.ts';
import { checkDrawings, NO_DRAWINGS, withDrawing } from '#families/pictures/drawn-cells.ts';
import { pictureOf, pointOf, type ShownPictures } from '#families/pictures/shown-pictures.ts';
import { shownTask } from '#families/shown-task.ts';
import { isMlp, outputSize } from '#models/architecture.ts';
import {
  checkNumber,
  checkSettings,
  DEFAULT_SETTINGS,
  openingSettings,
  type Settings,
  withFamily,
} from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { countsOf } from '#training/training-plan.ts';
import { decodeLink, encodeLink } from '../../../../src/app/link/codec.ts';
import { DEFAULT_SHARED } from '#store/page/shared-slice.ts';
import { refusalOf } from '../../../fakes/refusal.ts';

const SETTINGS: Settings = { ...openingSettings('characters'), ways: 3, shots: 2, queryPoints: 4 };
const LINE = {
  strokes: [
    [
      { x: 0.1, y: 0.5 },
      { x: 0.9, y: 0.5 },
    ],
  ],
  width: 0.1,
};

function shown(settings: Settings, drawings = NO_DRAWINGS): ShownPictures {
  const task = shownTask(settings, { taskIndex: 0, taskEdits: NO_EDITS, drawings });
  if (task.view !== 'pictures') throw new Error('Expected a task of pictures.');
  return task;
}

test('before the alphabets are loaded, the shown task is paper with as many points', async () => {
  // Modules of their own, in which nothing is loaded.
  vi.resetModules();
  const { shownTask: fresh } = await import('#families/shown-task.ts');
  const task = fresh(SETTINGS, { taskIndex: 0, taskEdits: NO_EDITS, drawings: NO_DRAWINGS });
  expect(task).toMatchObject({ isBlank: true, ways: 3, side: 14 });
  expect([task.support.x.length, task.query.y.length]).toEqual([6 * 196, 12 * 3]);
});

describe('settings', () => {
  test('open with what trains in minutes, and pass their own check', () => {
    expect(SETTINGS).toMatchObject({
      alpha: 0.4,
      trainingAlpha: 0.4,
      beta: 0.003,
      metaBatch: 8,
      trainingSteps: 1,
    });
    expect(isMlp(SETTINGS.architecture)).toBe(false);
    expect(() => checkSettings(SETTINGS)).not.toThrow();
  });

  test('have ranges of their own', () => {
    expect(checkNumber('alpha', 10, '10', SETTINGS)).toBe(10);
    expect(refusalOf(() => checkNumber('alpha', 10)).message).toContain('from 0.0001 to 1');
    expect(refusalOf(() => checkNumber('shots', 11, '11', SETTINGS)).message).toContain('from 1 to 10');
    expect(refusalOf(() => checkNumber('side', 20, '20', SETTINGS)).message).toContain('one of 14, 28');
  });

  test('count drawings of each class', () => {
    expect(pointCountsOf(SETTINGS)).toEqual({ shots: 6, queryPoints: 12 });
    expect(countsOf(SETTINGS)).toEqual({ shots: 6, queryPoints: 12 });
    expect(pointCountsOf(DEFAULT_SETTINGS)).toEqual({ shots: 5, queryPoints: 10 });
  });

  test('give a network as many inputs and outputs as tasks have', () => {
    expect(shapeOf({ ...SETTINGS, side: 28, ways: 20 }, 'points')).toMatchObject({
      inputs: 784,
      outputs: 20,
    });
    const architecture = trainedArchitecture({ ...SETTINGS, side: 28, ways: 20 });
    expect(architecture).toMatchObject({ input: [28, 28, 1], outputs: 20 });
    const perceptron = { layerSizes: [1, 32, 1], activation: 'relu' } as const;
    expect(outputSize(trainedArchitecture({ ...SETTINGS, architecture: perceptron }))).toBe(3);
  });

  test.each(['multiTask', 'oracle'] as const)('refuse %s in words', (algorithm) => {
    expect(refusalOf(() => checkSettings({ ...SETTINGS, algorithm })).message).toBe(
      `Expected an algorithm that has tasks among characters, found ${algorithm}.`,
    );
  });

  test('come and go with the family; what it has no opinion on stays', () => {
    const before: Settings = { ...DEFAULT_SETTINGS, algorithm: 'oracle', seed: 7, clip: 10, alpha: 0.02 };
    const there = withFamily(before, 'characters');
    expect(there).toEqual({ ...openingSettings('characters'), seed: 7, clip: 10 });
    expect(withFamily(there, 'sinusoid')).toEqual({ ...DEFAULT_SETTINGS, seed: 7, clip: 10 });
  });

  test('stand in a link by what differs from the opening, which says all else', () => {
    const settings: Settings = {
      ...openingSettings('characters'),
      ways: 10,
      alpha: 2,
      architecture: { ...SETTINGS.architecture, filters: [16, 16] } as Settings['architecture'],
    };
    const link = encodeLink({ ...DEFAULT_SHARED, settings });
    expect(link).toBe('v=1&ways=10&alpha=2&family=characters&filters=16-16');
    expect(decodeLink(link)).toMatchObject({ shared: { settings }, mended: [] });
    const perceptron = { layerSizes: [1, 64, 1], activation: 'relu' } as const;
    const other = encodeLink({ ...DEFAULT_SHARED, settings: { ...settings, architecture: perceptron } });
    expect(decodeLink(other)).toMatchObject({
      shared: { settings: { architecture: perceptron } },
      mended: [],
    });
    // Without the family the same numbers are of another world.
    expect(decodeLink('v=1&alpha=2').shared.settings.alpha).toBe(1);
  });
});

describe('the shown task', () => {
  beforeAll(loadFamilies);

  test('lies class after class, of letters that no training sees', () => {
    const task = shown(SETTINGS);
    expect(task).toMatchObject({ ways: 3, side: 14, perClass: { shots: 2, queryPoints: 4 }, drawn: [] });
    expect([task.support.count, task.query.count]).toEqual([6, 12]);
    expect(pointOf(task, { role: 'query', label: 2, at: 3 })).toBe(11);
    expect(pointOf(task, { role: 'query', label: 3, at: 0 })).toBeNull();
    expect(Array.from(task.query.y.subarray(11 * 3))).toEqual([0, 0, 1]);
    const trained = tasksOf(SETTINGS, STREAMS.metaTraining).sample(0, countsOf(SETTINGS));
    expect(task.support.x).not.toEqual(trained.support.x);
  });

  test('is the same by the same numbers, and another by another index', () => {
    expect(shown(SETTINGS).support.x).toEqual(shown({ ...SETTINGS, alpha: 3 }).support.x);
    const next = shownTask(SETTINGS, { taskIndex: 1, taskEdits: NO_EDITS, drawings: NO_DRAWINGS });
    expect(next.support.x).not.toEqual(shown(SETTINGS).support.x);
  });

  test('has what is drawn into a cell there and nowhere else, until it is taken back', () => {
    const cell = { role: 'query', label: 1, at: 2 } as const;
    const drawings = withDrawing(NO_DRAWINGS, cell, LINE);
    const [before, after] = [shown(SETTINGS), shown(SETTINGS, drawings)];
    expect(after.drawn).toEqual([{ ...cell, drawing: LINE }]);
    expect(after.support).toEqual(before.support);
    const ink = pictureOf(after, cell);
    // The middle rows are inked, the first is not.
    expect(ink?.subarray(7 * 14 + 3, 7 * 14 + 10).every((value) => value > 0.3)).toBe(true);
    expect(ink?.subarray(0, 14).every((value) => value === 0)).toBe(true);
    const changed = Array.from(after.query.x).filter((value, at) => value !== before.query.x[at]);
    expect(changed.length).toBeLessThanOrEqual(14 * 14);
    expect(after.query.y).toEqual(before.query.y);
    expect(withDrawing(drawings, cell, null)).toEqual([]);
    expect(withDrawing(drawings, cell, LINE)).toHaveLength(1);
  });

  test('passes over drawings in cells that it has not, which come back with these', () => {
    const drawings = withDrawing(NO_DRAWINGS, { role: 'support', label: 2, at: 1 }, LINE);
    expect(shown({ ...SETTINGS, shots: 1 }, drawings).drawn).toEqual([]);
    expect(shown(SETTINGS, drawings).drawn).toHaveLength(1);
  });

  test('refuses drawings that no pad makes', () => {
    const cell = { role: 'support', label: 0, at: 0 } as const;
    const outside = { strokes: [[{ x: 1.2, y: 0 }]], width: 0.1 };
    expect(refusalOf(() => checkDrawings(withDrawing(NO_DRAWINGS, cell, outside))).message).toBe(
      'Expected drawings within their cells, found others.',
    );
    const endless = { strokes: [Array.from({ length: 20_001 }, () => ({ x: 0, y: 0 }))], width: 0.1 };
    expect(refusalOf(() => checkDrawings(withDrawing(NO_DRAWINGS, cell, endless))).message).toContain(
      'at most 20000 points of drawings',
    );
  });
});
