/** Chinese as it is typeset and as it is spoken of: spaces and signs in their places, and one term for each thing. */
import { expect, test } from 'vitest';
import { spaced } from '#core/han-spacing.ts';
import zh from '../../../../src/app/i18n/zh/index.ts';
import glossary from '../../../../src/app/i18n/zh/glossary.json';
import sentences from '../../../../src/app/i18n/zh/sentences.json';
import tours from '../../../../src/app/i18n/zh/tours.json';

interface Texts {
  readonly [key: string]: string | Texts;
}

function entriesOf(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : entriesOf(value, `${path}${key}.`),
  );
}

/** What stands between two texts of their own is nothing but room. */
const PAGE = entriesOf(zh).filter(([key]) => !key.startsWith('between.'));
const LESSONS = [...entriesOf(tours), ...entriesOf(glossary)];
const ALL = [...PAGE, ...LESSONS, ...entriesOf(sentences)];

/** The keys whose text has what should not be there, with what was found. */
function faults(entries: readonly [string, string][], wrong: RegExp): string[] {
  return entries.flatMap(([key, text]) => {
    const found = wrong.exec(text)?.[0];
    return found === undefined ? [] : [`${key}: ${found}`];
  });
}

/** Values that are words, Chinese or Latin: the seam is spaced when they are known (`spaced`). All others are numbers. */
const WORDS = new Set([
  'engine',
  'failed',
  'larger',
  'list',
  'name',
  'other',
  'points',
  'reason',
  'section',
  'smaller',
  'what',
  'when',
]);
const VALUE = /\{\{?\w+\}?\}/gu;
const HAN = String.raw`\p{Script=Han}`;

test('a Latin word or a number in a text stands apart from Han characters', () => {
  const texts = ALL.map(([, text]) => text.replaceAll(VALUE, '，'));
  expect(texts.filter((text) => spaced(text) !== text)).toEqual([]);
});

test('a number that is put in stands apart, and a word does not until it is known', () => {
  const wrong = [...PAGE, ...LESSONS].flatMap(([key, text]) =>
    [...text.matchAll(/(.?)(.?)\{\{(\w+)\}\}(.?)(.?)/gu)].flatMap(
      ([, beyond = '', before = '', name = '', after = '', farther = '']) => {
        const isHan = (character: string) => new RegExp(HAN, 'u').test(character);
        const isWord = WORDS.has(name);
        const isTight = isHan(before) || isHan(after);
        const isLoose = (before === ' ' && isHan(beyond)) || (after === ' ' && isHan(farther));
        return (isWord ? isLoose : isTight) ? [`${key}: ${text}`] : [];
      },
    ),
  );
  expect(wrong).toEqual([]);
});

test('no space stands beside full-width punctuation, twice, or at an end', () => {
  expect(faults(ALL, /[，。：；！？、（）“”…] | [，。：；！？、（）“”]| {2}|^ | $/u)).toEqual([]);
});

test('punctuation beside Han characters is full-width', () => {
  expect(faults(ALL, new RegExp(`${HAN}[,;:?!.]|[,;:?!]${HAN}`, 'u'))).toEqual([]);
});

test('a percent sign stands at its number', () => {
  expect(faults(ALL, /[\d}] %/u)).toEqual([]);
});

test.each([
  ['元更新', /元步/u],
  ['你', /您/u],
  ['海森矩阵', /Hessian/u],
  ['发散', /崩溃|爆炸|失控/u],
  ['忽略 or 漏掉', /去掉|省去/u],
  ['当前任务', /所示/u],
  ['实验场', /Playground/u],
  ['模型无关的元学习', /与模型无关/u],
  ['输出层', /头部/u],
  ['式, 节, 引理, 表', /Eq\.|section|Lemma|Table/u],
])('the term is %s', (_, other) => {
  const texts = ALL.map(([key, text]): [string, string] => [key, text.replaceAll(VALUE, '')]);
  expect(faults(texts, other)).toEqual([]);
});

test('the untrained network has the same name wherever it competes', () => {
  expect(zh.contestant.random).toBe('随机初始化');
  expect(glossary.random.name).toBe(zh.contestant.random);
  expect(glossary.heldOut.paper).toContain('元测试任务');
});
