/** What was found of the weights that ship: the recipes are those that were judged, and those that were searched for hold. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { trainCommand } from '#cli/flags.ts';
import { readJudgements } from '#cli/reproduction/judgements.ts';
import { SHIPPED_RECIPES } from '#cli/reproduction/recipes.ts';
import { spreadOf } from '#cli/reproduction/spread.ts';

const JUDGED = readJudgements(readFileSync('docs/reproduction/judged.jsonl', 'utf8'));
const SEEDS = [1, 2, 3, 4, 5];

/** Groups of tasks by their seeds. The later search was judged by others, since the figures of what it replaced were known of the first. */
const FIRST = [101, 102, 103];
const LATER = [104, 105, 106];

/** Mean errors after 1, 5 and 10 steps that at least four of five training seeds must not exceed. */
const BARS = {
  maml: { shots: 5, most: [0.67, 0.27, 0.24], groups: FIRST },
  maml10: { shots: 10, most: [0.42, 0.09, 0.07], groups: FIRST },
  maml20: { shots: 20, most: [0.26, 0.03, 0.02], groups: FIRST },
  anil: { shots: 5, most: [1.42, 0.5, 0.36], groups: LATER },
  multiStepLoss: { shots: 5, most: [0.73, 0.27, 0.24], groups: LATER },
} as const;

test('was judged of the very recipes, on tasks that no choice has seen', () => {
  for (const { name, command, trainingSeed, taskSeed } of JUDGED) {
    const recipe = Object.values(SHIPPED_RECIPES).find(({ id }) => id === name);
    if (recipe === undefined) throw new Error(`Expected a recipe, found ${name}.`);
    const { settings } = recipe;
    expect(command).toBe(trainCommand({ ...settings, seed: trainingSeed }, settings.iterations));
    expect([...FIRST, ...LATER]).toContain(taskSeed);
  }
});

test.each(Object.entries(BARS))('%s holds, and is as good as it should be', (id, { shots, most, groups }) => {
  const judgements = JUDGED.filter(({ name }) => name === id);
  const within = SEEDS.filter((seed) => {
    const ofSeed = judgements.filter(({ trainingSeed }) => trainingSeed === seed);
    expect(ofSeed.map(({ taskSeed }) => taskSeed)).toEqual(groups);
    return [1, 5, 10].every((step, index) =>
      ofSeed.every((judgement) => {
        const { seeds, diverged } = spreadOf([judgement], shots, step);
        return diverged === 0 && (seeds[0]?.mean ?? Infinity) <= (most[index] ?? 0);
      }),
    );
  });
  expect(within.length).toBeGreaterThanOrEqual(4);
});
