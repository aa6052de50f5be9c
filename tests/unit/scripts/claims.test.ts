/** docs/claims.md judges sentences as they stand now: a changed one is to be judged again, by `npm run claims`. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOf, LANGUAGES, textOf } from '../../../scripts/claims/texts.ts';
import { ADAPTING } from '../../../scripts/claims/adapting.ts';
import { BATCHES } from '../../../scripts/claims/batches.ts';
import { CHARACTERS } from '../../../scripts/claims/characters.ts';
import { PRETRAINING } from '../../../scripts/claims/pretraining.ts';
import { SECOND_ORDER } from '../../../scripts/claims/second-order.ts';
import { SHIPPING } from '../../../scripts/claims/shipping.ts';
import { TESTED } from '../../../scripts/claims/tested.ts';
import { TRAINING } from '../../../scripts/claims/training.ts';
import { WITHOUT_DESCENT } from '../../../scripts/claims/without-descent.ts';
import { TRANSDUCTION } from '../../../scripts/claims/transduction.ts';
import { WIDTH } from '../../../scripts/claims/width.ts';
import { WRONG_CODE } from '../../../scripts/claims/wrong-code.ts';

/** Rows of both tables; a pipe within a cell is escaped. */
const [MEASURED = [], HELD = []] = readFileSync('docs/claims.md', 'utf8')
  .split('## Held by tests')
  .map((part) =>
    part
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim())),
  );

function idsOf(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
}

test('every claim that can be measured has its row, and no row is left of one that is gone', () => {
  const known = [
    ...ADAPTING,
    ...PRETRAINING,
    ...SECOND_ORDER,
    ...WRONG_CODE,
    ...WITHOUT_DESCENT,
    ...TRAINING,
    ...BATCHES,
    ...WIDTH,
    ...SHIPPING,
    ...CHARACTERS,
    ...TRANSDUCTION,
  ];
  expect(MEASURED.map(([, texts]) => idsOf(texts))).toEqual(known.map(({ texts }) => [...texts]));
});

describe.each(MEASURED)('%s %s', (_, texts, says, figure, command, digest) => {
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

describe.each(TESTED)('$says', ({ texts, says, test: path }) => {
  test('has a row as its sentences stand now, and a test that is there', () => {
    expect(HELD).toContainEqual([
      '',
      texts.map((id) => `\`${id}\``).join(' '),
      says,
      `\`${path}\``,
      `\`${digestOf(texts)}\``,
      '',
    ]);
    expect(existsSync(path)).toBe(true);
    expect(HELD).toHaveLength(TESTED.length);
  });
});

test('a changed sentence has another digest, and a lost one is missed', () => {
  expect(digestOf(['smaller-alpha:smallerAlpha.use'])).not.toBe(
    digestOf(['smaller-alpha:smallerAlpha.useProven']),
  );
  expect(() => textOf('plot:caption.gone', 'en')).toThrow('Expected a text plot:caption.gone in en');
});
