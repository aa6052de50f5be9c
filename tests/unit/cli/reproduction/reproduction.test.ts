/** The reproduction: what it trains, and what it makes of figures. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { LossSummary } from '#training/metrics.ts';
import { META_SGD_TABLE, publishedVerdict } from '#training/published.ts';
import { checkSettings } from '#training/settings.ts';
import { readWeights } from '#cli/files.ts';
import { figureText, markdownTable, summaryText } from '#cli/reproduction/markdown.ts';
import { ALL_RECIPES, SHIPPED_RECIPES } from '#cli/reproduction/recipes.ts';
import { type Judge, SECTIONS, sectionText } from '#cli/reproduction/sections.ts';
import { shippedManifest } from '#cli/reproduction/shipping.ts';
import { presentWeights, recipeCommand } from '#cli/reproduction/training.ts';
import { readManifest, SHIPPED_IDS } from '#formats/manifest.ts';

const SAMPLE = { tasks: 600, seed: 1 };

function summary(mean: number | null, divergedShare = 0): LossSummary {
  return { mean, confidence95: mean === null ? null : mean / 10, median: 0.2, divergedShare };
}

describe('recipes', () => {
  test.each(ALL_RECIPES)('$id can be trained, by a command that says how', (recipe) => {
    expect(() => checkSettings(recipe.settings)).not.toThrow();
    const command = recipeCommand(recipe, 'wasm');
    expect(command).toContain(`--algorithm ${recipe.settings.algorithm} `);
    expect(command).toContain(`--out ${recipe.file} --engine wasm`);
  });

  test('have names, files and settings of their own', () => {
    const distinct = (values: readonly string[]) => new Set(values).size;
    expect(distinct(ALL_RECIPES.map(({ id }) => id))).toBe(ALL_RECIPES.length);
    expect(distinct(ALL_RECIPES.map(({ file }) => file))).toBe(ALL_RECIPES.length);
    const settings = ALL_RECIPES.map((recipe) => JSON.stringify(recipe.settings));
    expect(distinct(settings)).toBe(ALL_RECIPES.length);
  });

  test('make every contestant that ships', () => {
    expect(Object.values(SHIPPED_RECIPES).map(({ contestant }) => contestant)).toEqual([...SHIPPED_IDS]);
  });
});

describe('the repository', () => {
  test.each(ALL_RECIPES)('has $file, trained by its recipe', async (recipe) => {
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
  test('is at its aim up to the published mean and interval', () => {
    const published = { mean: 0.9, confidence95: 0.16 };
    expect(publishedVerdict(summary(1.06), published)).toBe('reached');
    // Its own interval is a tenth of it.
    expect(publishedVerdict(summary(1.07), published)).toBe('within');
    expect(publishedVerdict(summary(1.2), published)).toBe('missed');
    expect(publishedVerdict(summary(null), published)).toBe('missed');
    expect(publishedVerdict(summary(0.9), { mean: 0.9, confidence95: null })).toBe('reached');
    expect(publishedVerdict(summary(0.91), { mean: 0.9, confidence95: null })).toBe('within');
  });

  test('tells of tasks that diverged', () => {
    expect(summaryText(summary(0.5))).toBe('0.500 ± 0.0500');
    expect(summaryText(summary(0.5, 0.01))).toBe('0.500 ± 0.0500 (median 0.200), 1.0 % diverged');
    expect(summaryText(summary(null, 0.01))).toBe('not finite (median 0.200), 1.0 % diverged');
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
