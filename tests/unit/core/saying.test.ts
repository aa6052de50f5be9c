import { describe, expect, test } from 'vitest';
import { errorOf, PlaygroundError, reportOf } from '#core/errors.ts';
import { english, listed, said, translated } from '#core/saying.ts';

const TABLE = {
  '{0}: expected {1}, found {2}.': '{0}：实际为{2}，应为{1}。',
  'a number from {0} to {1}': '{0}到{1}的数',
  'Line {0}': '第{0}行',
  '{0}, {1}': '{0}、{1}',
};

const NESTED = said`${said`Line ${3}`}: expected ${said`a number from ${0} to ${1}`}, found ${'{1}'}.`;

describe('a saying', () => {
  test('is a template and its values, as plain data', () => {
    const saying = said`Expected at most ${5} points, found ${'six'}.`;
    expect(saying).toEqual({ template: 'Expected at most {0} points, found {1}.', values: [5, 'six'] });
    expect(structuredClone(saying)).toEqual(saying);
  });

  test('is English as it stands', () => {
    expect(english(said`Expected at most ${5} points, found ${'six'}.`)).toBe(
      'Expected at most 5 points, found six.',
    );
    expect(english('A driver’s own words.')).toBe('A driver’s own words.');
  });

  test('holds others, and values that look like places stay as they are', () => {
    expect(english(NESTED)).toBe('Line 3: expected a number from 0 to 1, found {1}.');
  });

  test('of many things names all of them', () => {
    expect(english(listed(['a', said`Line ${2}`, 'c']))).toBe('a, Line 2, c');
    expect(listed([])).toBe('');
  });
});

describe('in another language', () => {
  test('values stand where its template has them, apart from Chinese where they are Latin', () => {
    expect(translated(NESTED, TABLE)).toBe('第 3 行：实际为 {1}，应为 0 到 1 的数。');
    expect(translated(listed(['a', said`Line ${2}`]), TABLE)).toBe('a、第 2 行');
  });

  test('what the table lacks is not said by halves', () => {
    expect(translated(said`Nobody knows ${1}.`, TABLE)).toBeNull();
    expect(translated(said`${said`Nobody`}, ${'b'}`, TABLE)).toBeNull();
    expect(translated('A driver’s own words.', TABLE)).toBeNull();
  });

  test('no words are none', () => {
    expect(translated('', TABLE)).toBe('');
  });
});

test('an error crosses to another worker whole', () => {
  const error = new PlaygroundError('diverged', NESTED, said`Line ${4}`, ['7']);
  expect(error.message).toBe(english(NESTED));
  expect(error.hint).toBe('Line 4');
  const report = structuredClone(reportOf(error));
  expect(report).toEqual({ code: 'diverged', message: NESTED, hint: said`Line ${4}`, found: ['7'] });
  const again = errorOf(report);
  expect(reportOf(again)).toEqual(report);
  expect(again.message).toBe(error.message);
});
