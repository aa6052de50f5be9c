/** Whoever adds a recipe records its bits for both commands: 10 meta-steps for `npm test`, 300 for `npm run test:all`. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_RECIPES } from '#cli/reproduction/recipes.ts';

function recordedIds(name: string): string[] {
  const lines = readFileSync(`tests/recipes/${name}.txt`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('  ')[1] ?? '');
}

test.each(['fused', 'wasm'])('the same recipes are recorded on %s, after 10 and after 300', (engine) => {
  expect(recordedIds(`${engine}-300`)).toEqual(recordedIds(`${engine}-10`));
});

test('after 300, every recipe is recorded on the tensor engine', () => {
  expect(recordedIds('tensor-60')).toEqual(ALL_RECIPES.map(({ id }) => id));
});
