/** The reproduction: what it trains, and what it makes of figures. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { LossSummary } from '#training/metrics.ts';
import { JUDGING_SEED, META_SGD_TABLE, publishedVerdict, TUNED_ALPHA } from '#training/published.ts';
import { checkSettings } from '#training/settings.ts';
import { readWeights } from '#cli/files.ts';
import { fixedFunctionError, MEAN_HEIGHT } from '#cli/reproduction/fixed-function.ts';
import { TUNING_SAMPLE, tuneAlpha } from '#cli/reproduction/tuned-alpha.ts';
import { PAPER_RANGES } from '#families/sinusoid/sinusoid.ts';
import { figureText, markdownTable, summaryText } from '#cli/reproduction/markdown.ts';
import { CHARACTER_RECIPES } from '#cli/reproduction/character-recipes.ts';
import { ALL_RECIPES, SHIPPED_RECIPES } from '#cli/reproduction/recipes.ts';
import type { Judge } from '#cli/reproduction/judge.ts';
import { SECTIONS, sectionText } from '#cli/reproduction/sections.ts';
import { shippedManifest } from '#cli/reproduction/shipping.ts';
import { presentWeights, recipeCommand } from '#cli/reproduction/training.ts';
import { readManifest, SHIPPED_IDS } from '#formats/manifest.ts';

const SAMPLE = { tasks: 600, seed: 1 };

function summary(mean: number | null, diverged = 0, relativeInterval = 0.1): LossSummary {
  return {
    mean,
    confidence95: mean === null ? null : mean * relativeInterval,
    median: 0.2,
    divergedShare: diverged / 20_000,
    tasks: 20_000,
    diverged,
    meanOfRest: 0.3,
  };
}

describe('recipes', () => {
  test.each([...ALL_RECIPES, ...CHARACTER_RECIPES])(
    '$id can be trained, by a command that says how',
    (recipe) => {
      expect(() => checkSettings(recipe.settings)).not.toThrow();
      const command = recipeCommand(recipe, 'wasm');
      expect(command).toContain(`--algorithm ${recipe.settings.algorithm} `);
      expect(command).toContain(`--out ${recipe.file} `);
      expect(command).toMatch(/ --engine wasm$/);
      // All of the zip, as is told, or none.
      expect(command.includes(' --all-classes ')).toBe(recipe.pictures !== undefined);
    },
  );

  test('have names, files and settings of their own', () => {
    const distinct = (values: readonly string[]) => new Set(values).size;
    expect(distinct(ALL_RECIPES.map(({ id }) => id))).toBe(ALL_RECIPES.length);
    expect(distinct(ALL_RECIPES.map(({ file }) => file))).toBe(ALL_RECIPES.length);
    const settings = ALL_RECIPES.map((recipe) => JSON.stringify(recipe.settings));
    expect(distinct(settings)).toBe(ALL_RECIPES.length);
  });

  test('make every contestant that ships', () => {
    const ofCharacters = CHARACTER_RECIPES.map(({ contestant }) => contestant);
    const ofSinusoids = Object.values(SHIPPED_RECIPES).map(({ contestant }) => contestant);
    const whole = new Set<string>([...ofSinusoids, ...ofCharacters]);
    expect(whole).toEqual(new Set(SHIPPED_IDS));
    expect(ofSinusoids).toEqual(SHIPPED_IDS.filter((id) => ofSinusoids.some((known) => known === id)));
  });
});

describe('the repository', () => {
  test.each([...ALL_RECIPES, ...CHARACTER_RECIPES])('has $file, trained by its recipe', async (recipe) => {
    expect(await presentWeights(recipe)).not.toBeNull();
  });

  test.each(Object.values(SHIPPED_RECIPES))('tells in $file how it does', async (recipe) => {
    const evaluation = (await presentWeights(recipe))?.details.evaluation;
    expect(evaluation?.byShots.map(({ shots }) => shots)).toEqual([5, 10, 20]);
    expect(evaluation?.tasks).toBe(600);
  });

  test('lists what ships as it is', async () => {
    const manifest = readManifest(JSON.parse(await readFile('public/weights/manifest.json', 'utf8')));
    expect(manifest).toEqual(await shippedManifest());
    for (const { method, shots, file } of manifest.benchmark ?? []) {
      const { origin, settings } = (await readWeights(`public/weights/${file}`)).details;
      expect({ origin, shots: settings.shots }).toEqual({ origin: method, shots });
    }
    for (const { iteration, file } of manifest.timeline) {
      const weights = await readWeights(`public/weights/${file}`);
      expect(weights.details.iteration).toBe(iteration);
    }
  });
});

describe('a section', () => {
  const asked: { id: string; shots: number; tasks: number }[] = [];
  const judge: Judge = async ({ id }, { shots, tasks, steps }) => {
    asked.push({ id, shots, tasks });
    return Array.from({ length: steps + 1 }, (_, step) => summary(step + 0.5));
  };

  test.each(SECTIONS)(
    '$id is a table of as many columns in every row, from its own weights',
    async (section) => {
      asked.length = 0;
      const rows = await section.table(judge, SAMPLE);
      expect(rows.length).toBeGreaterThan(1);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      expect(rows.flat().every((cell) => cell !== '')).toBe(true);
      expect(new Set(asked.map(({ id }) => id))).toEqual(new Set(section.recipes.map(({ id }) => id)));
    },
  );

  test('of Meta-SGD’s benchmark judges 18 cells on as many curves as the paper', async () => {
    const section = SECTIONS.find(({ id }) => id === 'meta-sgd-benchmark');
    asked.length = 0;
    const rows = (await section?.table(judge, SAMPLE)) ?? [];
    expect(asked).toHaveLength(18);
    expect(asked.every(({ tasks }) => tasks === META_SGD_TABLE.curves * META_SGD_TABLE.repeats)).toBe(true);
    expect(rows[1]?.[1]).toBe('1.13 ± 0.18 → 1.50 ± 0.150 ✗');
  });

  test('says what it is about before its table', async () => {
    const [section] = SECTIONS;
    if (section === undefined) throw new Error('Expected a section.');
    const text = await sectionText(section, judge, SAMPLE);
    expect(text).toMatch(/^## MAML’s Table 2\n\n.*600 held-out tasks of seed 1.*\n\n\| method \|/);
  });
});

describe('a figure', () => {
  test('is at its aim with all of its interval, which is a tenth of it here', () => {
    const published = { mean: 0.9, confidence95: 0.16 };
    expect(publishedVerdict(summary(0.96), published)).toBe('reached');
    expect(publishedVerdict(summary(0.97), published)).toBe('within');
    expect(publishedVerdict(summary(1.17), published)).toBe('within');
    expect(publishedVerdict(summary(1.18), published)).toBe('missed');
    expect(publishedVerdict(summary(0.81), { mean: 0.9, confidence95: null })).toBe('reached');
    expect(publishedVerdict(summary(0.9), { mean: 0.9, confidence95: null })).toBe('within');
  });

  test('claims less the wider its interval is, and nothing where a single task has diverged', () => {
    const published = { mean: 1, confidence95: null };
    const verdicts = [0.1, 0.3, 0.9, 1.1].map((width) => publishedVerdict(summary(0.9, 0, width), published));
    expect(verdicts).toEqual(['reached', 'within', 'within', 'unsettled']);
    expect(publishedVerdict(summary(0.5, 1), published)).toBe('unsettled');
    expect(publishedVerdict(summary(null), published)).toBe('unsettled');
    expect(publishedVerdict(summary(1.36e11, 3, 2), { mean: 0.35, confidence95: null })).toBe('unsettled');
  });

  test('tells of tasks that diverged by their number, with median and mean of the rest, and of a wide interval', () => {
    expect(summaryText(summary(0.5))).toBe('0.500 ± 0.0500');
    expect(summaryText(summary(0.5, 0, 1.5))).toBe('0.500 ± 0.750 (median 0.200)');
    const told = '3 of 20,000 diverged; median 0.200, mean of the rest 0.300';
    expect(summaryText(summary(0.5, 3))).toBe(told);
    expect(summaryText(summary(null, 3))).toBe(told);
    expect(summaryText({ ...summary(null, 20_000), median: null, meanOfRest: null })).toBe(
      '20,000 of 20,000 diverged; median not finite',
    );
  });

  test('has three digits that count', () => {
    expect([0.00213, 0.38, 12.345, 345.6, 4_207_082].map(figureText)).toEqual([
      '0.00213',
      '0.380',
      '12.3',
      '346',
      '4.2e+6',
    ]);
  });

  test('stands in a Markdown table', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['1', '2'],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});

describe('the best function that does not adapt', () => {
  const { amplitude, phase } = PAPER_RANGES;

  test('has an error of 3.006 in expectation, and less on the 600 tasks of seed 1', () => {
    const squares = (amplitude.to ** 3 - amplitude.from ** 3) / (3 * (amplitude.to - amplitude.from));
    // The mean of cos² over x from −5 to 5; y has half its squared amplitude, as φ spans half a turn.
    const expected = squares / 2 - MEAN_HEIGHT ** 2 * (0.5 + Math.sin(10) / 20);
    expect(phase.to - phase.from).toBe(Math.PI);
    expect(expected).toBeCloseTo(3.006, 3);
    expect(fixedFunctionError({ tasks: 5000, seed: 1 })).toBeGreaterThan(0.97 * expected);
    expect(fixedFunctionError({ tasks: 600, seed: 1 })).toBeCloseTo(2.7, 1);
  });
});

describe('the best α of a baseline', () => {
  const recipe = SHIPPED_RECIPES.pretrained;
  const judged = (errorAt: (alpha: number) => number | null): Judge => {
    return async (_, { steps }, { alpha = NaN } = {}) => {
      return Array.from({ length: steps + 1 }, () => summary(errorAt(alpha)));
    };
  };

  test('is the one of the smallest mean; never one at which a loss is not finite', async () => {
    expect(
      await tuneAlpha(
        judged((alpha) => Math.abs(alpha - 0.007)),
        recipe,
      ),
    ).toBe(0.007);
    expect(
      await tuneAlpha(
        judged((alpha) => (alpha > 0.004 ? null : 1 - alpha)),
        recipe,
      ),
    ).toBe(0.003);
  });

  test('is the one that the page judges by', async () => {
    const written = await readFile('docs/reproduction.md', 'utf8');
    const found = [...written.matchAll(/the same at its best α, ([\d.]+)/g)].map(([, alpha]) =>
      Number(alpha),
    );
    expect(found).toEqual([TUNED_ALPHA.pretrained, TUNED_ALPHA.multiTask]);
  });

  test('is found on tasks by which nothing else is judged', async () => {
    const seeds = new Set<number>();
    await tuneAlpha(async (_, { seed }) => {
      seeds.add(seed);
      return [];
    }, recipe);
    expect([...seeds]).toEqual([TUNING_SAMPLE.seed]);
    expect(TUNING_SAMPLE.seed).not.toBe(JUDGING_SEED);
  });
});
