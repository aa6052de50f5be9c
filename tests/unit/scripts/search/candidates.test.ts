/** Lists of candidates: settings by the flags of `train`. */
import { expect, test } from 'vitest';
import { SHIPPED_RECIPES } from '#cli/reproduction/recipes.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { listedCandidates, shippedCandidates } from '../../../../scripts/search/candidates.ts';

test('a line is a candidate, by the flags of train; remarks and empty lines are none', () => {
  expect(listedCandidates('# a remark\n\ntwo: --inner-steps 2 --beta 0.003 # another\nplain:')).toEqual([
    { name: 'two', settings: { ...DEFAULT_SETTINGS, trainingSteps: 2, beta: 0.003 } },
    { name: 'plain', settings: DEFAULT_SETTINGS },
  ]);
});

test.each([
  { list: 'no flags at all', fault: /name: flags/ },
  { list: 'a: beta 3', fault: /--flag value/ },
  { list: 'a: --beta', fault: /--flag value/ },
  { list: 'a: --beta 7', fault: /--beta/ },
])('“$list” is refused', ({ list, fault }) => {
  expect(() => listedCandidates(list)).toThrow(fault);
});

test('the recipes of what ships are candidates, all or those named', () => {
  expect(shippedCandidates(undefined)).toHaveLength(Object.keys(SHIPPED_RECIPES).length);
  expect(shippedCandidates(['fomaml'])).toEqual([
    { name: 'fomaml', settings: SHIPPED_RECIPES.fomaml.settings },
  ]);
});
