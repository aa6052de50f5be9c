/** Files that people write themselves: read as they are meant, or refused with the place that is wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMetaGradientCase } from '#formats/meta-gradient-case.ts';
import { readPointsCsv } from '#formats/points-csv.ts';
import { readTasksFile } from '#formats/tasks-file.ts';
import { refusalOf } from '../../fakes/refusal.ts';

describe('points', () => {
  test.each([
    'x,y\n1,2\n-3,4.5\n',
    'x,y\r\n1,2\r\n\r\n-3,4.5',
    '\uFEFFX ; Y\n1;2\n-3;4.5\n',
    'x\ty\n1\t2\n-3\t4.5',
    '"x","y"\n1,2\n-3,4.5\n',
    'sep=;\r\nx;y\r\n1;2\r\n-3;4,5\r\n',
    ',x,y\n0,1,2\n1,-3,4.5\n',
    '"","x","y"\n"1",1,2\n"2",-3,4.5\n',
    '# x,y\n1.0e+00,2.0e+00\n-3.0e+00,4.5e+00\n',
    '# x y\n1.0e+00 2.0e+00\n-3.0e+00  4.5e+00\n',
    '# measured in May, at noon\nx;y\n1,0;2,0\n-3,0;4,5\n',
    'x [m];y (V)\n1;2\n−3;4,5\n',
    'y,x\n2,1\n4.5,-3\n',
    '1,2\n-3,4.5\n',
    '1;2\n\n-3;4,5\n',
    'x,y,\n1,2,\n-3,4.5,\n',
    'x,y\n"1,0","2,0"\n"-3,0","4,5"\n',
  ])('%j', (text) => {
    const { x, y, count } = readPointsCsv(text, 'p.csv');
    expect({ x: [...x], y: [...y], count }).toEqual({ x: [1, -3], y: [2, 4.5], count: 2 });
  });

  test.each([
    ['', ['line 1', 'x,y', 'nothing']],
    ['a,b\n3,4\n', ['line 1', 'header x,y', 'a, b']],
    ['x,y,sigma\n3,4,1\n', ['line 1', 'header x,y', 'sigma']],
    ['x,step0,step1\n3,4,1\n', ['line 1', 'header x,y', 'step0']],
    ['1,2,3\n3,4,5\n', ['line 1', 'header x,y', '1, 2, 3']],
    ['x,y\n', ['at least one point']],
    ['x,y\n1,2\n\n3,four\n', ['line 4', 'column y', 'four']],
    ['x,y\n1,2\n,3\n', ['line 3', 'column x', 'nothing']],
    ['x,y\n1\n', ['line 2', '2 cells', 'found 1']],
    ['x,y\n1,2,3\n', ['line 2', '2 cells', 'found 3']],
    ['x,y\n1,1e300\n', ['line 2', 'column y', '1e300']],
    ['x,y\n1,NaN\n', ['line 2', 'column y', 'NaN']],
  ])('refuses %j', (text, says) => {
    const { message } = refusalOf(() => readPointsCsv(text, 'p.csv'));
    for (const part of ['p.csv', ...says]) expect(message).toContain(part);
  });
});

describe('tasks', () => {
  const TASK = { support: { x: [1, 2], y: [3, 4] }, query: { x: [5], y: [6] } };

  test('are read as they stand', () => {
    const [first, second] = readTasksFile(JSON.stringify([TASK, TASK]), 't.json');
    expect([...(first?.support.x ?? [])]).toEqual([1, 2]);
    expect([...(second?.query.y ?? [])]).toEqual([6]);
    expect(first?.support.count).toBe(2);
  });

  test.each([
    ['[', ['t.json', 'JSON']],
    ['{}', ['t.json', 'a list', 'an object']],
    ['[]', ['t.json', '>=1', '0']],
    [JSON.stringify([TASK, { support: TASK.support }]), ['1.query']],
    [JSON.stringify([{ ...TASK, query: { x: [1], y: ['a'] } }]), ['0.query.y.0', 'number', '"a"']],
    [JSON.stringify([{ ...TASK, query: { x: [1, 2], y: [1] } }]), ['0.query', '(2)', 'found 1']],
    [JSON.stringify([{ ...TASK, query: { x: [], y: [] } }]), ['0.query.x']],
    [JSON.stringify([{ ...TASK, query: { x: [1], y: [1e39] } }]), ['0.query.y.0', 'float32', '1e+39']],
  ])('refuses %s', (text, says) => {
    const { message } = refusalOf(() => readTasksFile(text, 't.json'));
    for (const part of says) expect(message).toContain(part);
  });
});

describe('a case of a meta-gradient', () => {
  const TEXT = readFileSync('tests/oracle/sin-2-9-1-2steps.json', 'utf8');
  const file: Record<string, unknown> = JSON.parse(TEXT);
  const parameters = file['parameters'] as { name: string; shape: number[]; data: number[] }[];
  const tasks = file['tasks'] as { support: { x: number[][]; y: number[][] }; query: object }[];
  const [first] = tasks;
  const points = first?.support ?? { x: [], y: [] };

  test('is read from an oracle file', () => {
    const { at, innerSteps, tasks: read } = readMetaGradientCase(TEXT, 'c.json');
    expect(at.network.architecture).toEqual({ layerSizes: [2, 9, 1], activation: 'sin' });
    expect(at.network.parameters).toHaveLength(37);
    expect(at.rates).toHaveLength(37);
    expect(innerSteps).toBe(2);
    expect(read[0]?.support.x).toHaveLength(12);
  });

  test('need not have rates, nor its parameters in order', () => {
    const { perParameterAlpha: _, ...rest } = file;
    const turned = JSON.stringify({ ...rest, parameters: parameters.toReversed() });
    const read = readMetaGradientCase(turned, 'c.json');
    expect(read.at.rates).toBeNull();
    expect(read.at.network).toEqual(readMetaGradientCase(TEXT, 'c.json').at.network);
  });

  test.each([
    ['an unknown activation', { activation: 'elu' }, ['activation', 'relu', 'elu']],
    ['no number as α', { alpha: null }, ['alpha', 'number', 'null']],
    ['no inner step', { innerSteps: 0 }, ['innerSteps', '>=1', '0']],
    ['inner steps beyond measure', { innerSteps: 1e9 }, ['innerSteps', '<=1000', '1000000000']],
    ['an α beyond float32', { alpha: -1e39 }, ['alpha', 'float32', '-1e+39']],
    [
      'a parameter beyond float32',
      { parameters: parameters.map((one) => ({ ...one, data: one.data.map(() => 1e39) })) },
      ['parameters.0.data.0', 'float32', '1e+39'],
    ],
    ['one layer', { layers: [2] }, ['layers', '0']],
    ['other layers', { layers: [2, 8, 1] }, ['parameters, “0.weight”', '[8, 2]', '[9, 2]']],
    ['a tensor missing', { parameters: parameters.slice(1) }, ['“0.weight”', 'no such tensor']],
    [
      'a tensor too many',
      { parameters: [...parameters, { name: 'extra', shape: [1], data: [1] }] },
      ['“extra”'],
    ],
    [
      'too few numbers',
      { parameters: parameters.map((one) => ({ ...one, data: one.data.slice(1) })) },
      ['18 numbers', '17'],
    ],
    ['a rate missing', { perParameterAlpha: parameters.slice(1) }, ['perParameterAlpha', '“0.weight”']],
    ['no tasks', { tasks: [] }, ['tasks', '>=1']],
    [
      'a target missing',
      { tasks: [{ ...first, support: { ...points, y: points.y.slice(1) } }] },
      ['tasks.0.support', '(6)', '5'],
    ],
    [
      'too few inputs',
      { tasks: [{ ...first, support: { ...points, x: points.y } }] },
      ['tasks.0.support.x.0', '2 numbers', '1'],
    ],
    [
      'tasks of different sizes',
      { tasks: [first, { ...first, support: { x: points.x.slice(1), y: points.y.slice(1) } }] },
      ['tasks.1.support', '6 points', '5'],
    ],
  ])('is refused with %s', (_, change, says) => {
    const { message } = refusalOf(() =>
      readMetaGradientCase(JSON.stringify({ ...file, ...change }), 'c.json'),
    );
    for (const part of says) expect(message).toContain(part);
  });
});
