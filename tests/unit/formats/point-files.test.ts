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
import { decodedText } from '#formats/text.ts';
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

describe('points as other tools write them:', () => {
  const points = { x: [1, -3], y: [2, 4.5] };
  test.each([
    '[[1, 2], [-3, 4.5]]',
    '[{"x": 1, "y": 2}, {"x": -3, "y": 4.5}]',
    '{"x":{"0":1,"1":-3},"y":{"0":2,"1":4.5}}',
    '{"y": [2, 4.5], "x": [1, -3]}',
  ])('%s', (text) => {
    expect(pointFileKind(text)).toBe('points');
    const { x, y } = readPoints(text, 'mine');
    expect({ x: [...x], y: [...y] }).toEqual(points);
  });

  const csv = 'x,y\r\n1,2\r\n-3,4.5\r\n';
  const wide = (isLittle: boolean, mark: string) => {
    const view = new DataView(new ArrayBuffer(2 * (mark + csv).length));
    Array.from(mark + csv, (character, index) =>
      view.setUint16(2 * index, character.charCodeAt(0), isLittle),
    );
    return new Uint8Array(view.buffer);
  };
  test.each([
    { what: 'UTF-8 with its mark', bytes: new TextEncoder().encode(`\uFEFF${csv}`) },
    { what: 'UTF-16, little end first', bytes: wide(true, '\uFEFF') },
    { what: 'UTF-16, big end first', bytes: wide(false, '\uFEFF') },
    { what: 'UTF-16 without a mark', bytes: wide(true, '') },
    { what: 'Windows-1252', bytes: Uint8Array.from(csv.replace('x', 'x [\u00b0]'), (c) => c.charCodeAt(0)) },
  ])('in $what', ({ bytes }) => {
    const { x, y } = readPoints(decodedText(bytes) ?? '', 'mine');
    expect({ x: [...x], y: [...y] }).toEqual(points);
  });

  test('tasks are no points, and named', () => {
    const { message } = refusalOf(() => readPoints('task,set,x,y\n1,support,1,2\n', 'mine'));
    expect(message).toBe('mine: expected points with x and y, found tasks, which train --tasks reads.');
  });
});

test.each([
  '\uFEFFtask;set;x;y\n\n1;Support;1;2,5\n;;;\n1;QUERY;3;4\n',
  'x,y,set,task\n1,2.5,support,1\n3,4,query,1\n',
  ',task,set,x,y\n0,1,support,1,2.5\n\n1,1,query,3,4\n',
  '{"support": {"x": [1], "y": [2.5]}, "query": {"x": [3], "y": [4]}}',
])('a task is read from %j', (text) => {
  expect(pointFileKind(text)).toBe('tasks');
  const [task, ...others] = readTasks(text, 'mine');
  expect(others).toEqual([]);
  expect([task?.support.y[0], task?.query.y[0]]).toEqual([2.5, 4]);
});

test('a file that is named as a table is told what its header lacks', () => {
  const text = 'time,load\n1,2\n';
  expect([pointFileKind(text), pointFileKind(text, 'a.CSV')]).toEqual([null, 'points']);
  expect(pointFileKind('task,x,y\n1,2,3\n', 'a.csv')).toBe('tasks');
  expect(refusalOf(() => readPoints(text, 'a.csv')).message).toBe(
    'a.csv, line 1: expected the header x,y, found time, load.',
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

test('points far from 0 keep what lies between them, in the units of a scale and back', () => {
  const scale = { x: { centre: 1_700_000_290, unit: 58 }, y: { centre: 1e6, unit: 0.5 } };
  const text = 'x,y\n1700000000,1000000.25\n1700000020,999999.5\n1700000580,1000001\n';
  const points = readPoints(text, 'far.csv', scale);
  expect([...points.x]).toEqual([-5, -270 / 58, 5].map(Math.fround));
  expect([...points.y]).toEqual([0.5, -1, 2]);
  expect(readPoints(writePointsCsv(points, scale), 'far.csv', scale)).toEqual(points);
  expect(readPoints(writePointsJson(points, scale), 'far.json', scale)).toEqual(points);
  const [, first = ''] = writePointsCsv(points, scale).split('\n');
  expect(first).toBe('1700000000,1000000.25');
});
