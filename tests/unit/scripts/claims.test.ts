/** docs/claims.md judges sentences as they stand now: a changed one is to be judged again, by `npm run claims`. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOf, LANGUAGES, textOf } from '../../../scripts/claims/texts.ts';
import { ADAPTING } from '../../../scripts/claims/adapting.ts';
import { PRETRAINING } from '../../../scripts/claims/pretraining.ts';
import { SECOND_ORDER } from '../../../scripts/claims/second-order.ts';
import { SHIPPING } from '../../../scripts/claims/shipping.ts';
import { TRAINING } from '../../../scripts/claims/training.ts';

/** Rows of the table; a pipe within a cell is escaped. */
const ROWS = readFileSync('docs/claims.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

function idsOf(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
}

test('every claim that can be measured has its row, and no row is left of one that is gone', () => {
  const known = [...ADAPTING, ...PRETRAINING, ...SECOND_ORDER, ...TRAINING, ...SHIPPING];
  expect(ROWS.map(([, texts]) => idsOf(texts))).toEqual(known.map(({ texts }) => [...texts]));
});

describe.each(ROWS)('%s %s', (_, texts, says, figure, command, digest) => {
  const ids = idsOf(texts);

  test('names texts that are there in both languages', () => {
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) for (const language of LANGUAGES) expect(textOf(id, language)).not.toBe('');
  });

  test('was judged as they stand now', () => {
    expect(idsOf(digest)).toEqual([digestOf(ids)]);
  });

  test('has a claim, a figure and a command', () => {
    expect(says).toMatch(/\.$/);
    expect(figure).toMatch(/\d/);
    expect(idsOf(command)).toEqual([`npm run claims -- ${ids[0]}`]);
  });
});

test('a changed sentence has another digest, and a lost one is missed', () => {
  expect(digestOf(['plot:caption.use'])).not.toBe(digestOf(['plot:caption.useProven']));
  expect(() => textOf('plot:caption.gone', 'en')).toThrow('Expected a text plot:caption.gone in en');
});
