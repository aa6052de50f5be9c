/** The user's own points and tasks go to CSV or JSON and back, to the last bit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointSet } from '#families/task.ts';
import {
  pointFileKind,
  readPoints,
  readTasks,
  writePointsCsv,
  writePointsJson,
  writeTasksCsv,
  writeTasksJson,
} from '#formats/point-files.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
const pointSets: fc.Arbitrary<PointSet> = fc
  .array(fc.tuple(finite, finite), { minLength: 1, maxLength: 8 })
  .map((points) => ({
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
    count: points.length,
  }));
const tasks = fc.array(fc.record({ support: pointSets, query: pointSets }), { minLength: 1, maxLength: 4 });
const comparable = ({ x, y, count }: PointSet) => ({ x: bitsOf(x), y: bitsOf(y), count });

test.each([
  { what: 'CSV', write: writePointsCsv },
  { what: 'JSON', write: writePointsJson },
])('points come back from $what', ({ write }) => {
  fc.assert(
    fc.property(pointSets, (points) => {
      const text = write(points);
      expect(pointFileKind(text)).toBe('points');
      expect(comparable(readPoints(text, 'points'))).toEqual(comparable(points));
    }),
  );
});

test.each([
  { what: 'CSV', write: writeTasksCsv },
  { what: 'JSON', write: writeTasksJson },
])('tasks come back from $what', ({ write }) => {
  fc.assert(
    fc.property(tasks, (list) => {
      const text = write(list);
      expect(pointFileKind(text)).toBe('tasks');
      const sets = (all: typeof list) =>
        all.flatMap(({ support, query }) => [support, query]).map(comparable);
      expect(sets(readTasks(text, 'tasks'))).toEqual(sets(list));
    }),
  );
});

test('weights are neither', () => {
  expect(pointFileKind('{"format": "maml-playground"}')).toBeNull();
  expect(pointFileKind('PK\u0003\u0004')).toBeNull();
});

describe('what cannot be read is refused with its place:', () => {
  test.each([
    {
      what: 'another header',
      text: 'task,x,y\n',
      message: 'mine, line 1: expected the header task,set,x,y, found task, x, y.',
    },
    {
      what: 'a missing cell',
      text: 'task,set,x,y\n1,support,2\n',
      message: 'mine, line 2: expected 4 cells, found 3.',
    },
    {
      what: 'another set',
      text: 'task,set,x,y\n1,test,2,3\n',
      message: 'mine, line 2, column set: expected support or query, found “test”.',
    },
    {
      what: 'a word for a number',
      text: 'task,set,x,y\n1,query,2,tall\n',
      message: 'mine, line 2, column y: expected a finite number, found “tall”.',
    },
    {
      what: 'too large a number',
      text: 'task,set,x,y\n1,query,1e39,0\n',
      message: 'mine, line 2, column x: expected a finite number, found “1e39”.',
    },
    {
      what: 'a task without query points',
      text: 'task,set,x,y\n1,support,2,3\n',
      message: 'mine: expected query points of task 1, found none.',
    },
    {
      what: 'a header alone',
      text: 'task,set,x,y\n',
      message: 'mine: expected at least one point below the header, found none.',
    },
  ])('$what', ({ text, message }) => {
    expect(refusalOf(() => readTasks(text, 'mine')).message).toBe(message);
  });

  test('lists of different lengths', () => {
    expect(refusalOf(() => readPoints('{"x": [1, 2], "y": [3]}', 'mine')).message).toBe(
      'mine: expected as many numbers in y as in x (2), found 1.',
    );
  });
});
