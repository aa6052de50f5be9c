/** The sections of the reproduction: what is judged, and the table it makes. */
import { hasInnerLoop, remembers } from '#training/learner-facts.ts';
import type { LossSummary } from '#training/metrics.ts';
import {
  JUDGING_QUERY_POINTS,
  MAML_TABLE_2,
  META_SGD_TABLE,
  PUBLISHED_TABLES,
  type PublishedFigure,
  type PublishedVerdict,
  publishedVerdict,
} from '#training/published.ts';
import type { Settings } from '#training/settings.ts';
import type { Judge, Sample } from './judge.ts';
import { TUNING_ALPHAS, TUNING_SAMPLE, tuneAlpha } from './tuned-alpha.ts';
import { SEARCH, SPREAD } from './found-sections.ts';
import type { Section } from './section.ts';
import { markdownTable, publishedText, summaryText, type Table } from './markdown.ts';
import { WITHOUT_WEIGHTS } from './prior-section.ts';
import { WEIGHTS_NAMES } from './names.ts';
import { REMEMBERING } from './remembering-section.ts';
import { EFFECT_RECIPES, META_SGD_RECIPES, type Recipe, SHIPPED_RECIPES } from './recipes.ts';

const STEPS = [0, 1, 2, 3, 5, 10] as const;
const SHOTS = [5, 10, 20] as const;

/** `20,000 held-out tasks of seed 1`. */
function countOf({ tasks, seed }: Sample): string {
  return `${tasks.toLocaleString('en')} held-out tasks of seed ${seed}`;
}

function planFor(shots: number, steps: number, sample: Sample) {
  return { ...sample, shots, steps, queryPoints: JUDGING_QUERY_POINTS };
}

function cell(summaries: readonly LossSummary[], step: number): string {
  const summary = summaries[step];
  return summary === undefined ? '' : summaryText(summary);
}

const MARKS: Readonly<Record<PublishedVerdict, string>> = {
  reached: ' ✓',
  within: ' =',
  missed: ' ✗',
  unsettled: '',
};
const MARKS_TEXT =
  '✓: ours lies at or below the published mean (plus its interval, where it has one) with all of its own CI95; ✗: above it with all of its CI95; =: our CI95 holds it. Where tasks have diverged, or the CI95 is wider than the mean, nothing is claimed.';

/** `0.67 → 0.601 ± 0.049`, and whether a published figure that is an aim is reached. */
function against(summary: LossSummary | undefined, published: PublishedFigure, isAim: boolean): string {
  if (summary === undefined) return '';
  const mark = MARKS[publishedVerdict(summary, published)];
  return `${publishedText(published)} → ${summaryText(summary)}${isAim ? mark : ''}`;
}

function stepNames(steps: readonly number[]): string[] {
  return steps.map((step) => `${step} ${step === 1 ? 'step' : 'steps'}`);
}

/** One row a recipe, one column a step. */
function stepRows(recipes: readonly (readonly [name: string, recipe: Recipe])[], shots: number) {
  return async (judge: Judge, sample: Sample): Promise<Table> => {
    const rows: string[][] = [['weights', ...stepNames(STEPS)]];
    for (const [name, recipe] of recipes) {
      const summaries = await judge(recipe, planFor(shots, 10, sample));
      rows.push([name, ...STEPS.map((step) => cell(summaries, step))]);
    }
    return rows;
  };
}

const TABLE_2_RECIPES = [
  { name: 'MAML (ships)', method: 'maml', recipe: SHIPPED_RECIPES.maml },
  { name: 'MAML, authors’ settings', method: 'maml', recipe: SHIPPED_RECIPES.mamlPaper },
  { name: 'pretrained on all tasks', method: 'pretrained', recipe: SHIPPED_RECIPES.pretrained },
  { name: 'multi-task, no regularisation', method: 'multiTask', recipe: SHIPPED_RECIPES.multiTask },
] as const;

const TABLE_2: Section = {
  id: 'maml-table-2',
  title: 'MAML’s Table 2',
  text: (sample) =>
    `Finn et al., arXiv:1703.03400, Table 2: ${MAML_TABLE_2.shots} points; published → ours, over ${countOf(sample)}. ${MARKS_TEXT} What differs: the paper trains with K = 10 and tunes the step size of the baselines; its authors’ code has n = 1, 70,000 iterations and β = 0.001. Our MAML has K = 5: the first row with the settings of the search (n = 2, 25 query points, β annealed), the second with the authors’. All adapt with α = 0.01, the baselines also at their best α, the one of ${TUNING_ALPHAS.join(', ')} with the smallest mean over the three columns on ${TUNING_SAMPLE.tasks.toLocaleString('en')} tasks of seed ${TUNING_SAMPLE.seed}. The baselines aim at nothing; their figures stand for comparison. The paper’s two multi-task rows with regularisation are not among our algorithms.`,
  recipes: TABLE_2_RECIPES.map(({ recipe }) => recipe),
  async table(judge, sample) {
    const rows: string[][] = [['method', ...stepNames(MAML_TABLE_2.steps)]];
    for (const { name, method, recipe } of TABLE_2_RECIPES) {
      const published = PUBLISHED_TABLES.mamlTable2.rows.find((row) => row.method === method)?.cells ?? [];
      const rowAt = async (called: string, changes: Partial<Settings>) => {
        const summaries = await judge(recipe, planFor(MAML_TABLE_2.shots, 10, sample), changes);
        const cells = published.map(({ step, figure }) =>
          against(summaries[step], figure, hasInnerLoop(method)),
        );
        rows.push([called, ...cells]);
      };
      await rowAt(name, {});
      if (hasInnerLoop(method)) continue;
      const alpha = await tuneAlpha(judge, recipe);
      await rowAt(`the same at its best α, ${alpha}`, { alpha });
    }
    return rows;
  },
};

const META_SGD: Section = {
  id: 'meta-sgd-benchmark',
  title: 'Meta-SGD’s benchmark',
  text: () =>
    `Li et al., arXiv:1707.09835, Table 1: ω ~ U[0.8, 1.2], one step, ${META_SGD_TABLE.repeats} × ${META_SGD_TABLE.curves} curves of ${META_SGD_TABLE.queryPoints} query points; published → ours. ${MARKS_TEXT} Ours were trained for 20,000 iterations, the paper’s for 60,000. (The paper’s interval is of ${META_SGD_TABLE.curves} curves, ours of all ${(META_SGD_TABLE.repeats * META_SGD_TABLE.curves).toLocaleString('en')}.)`,
  recipes: META_SGD_RECIPES.map(({ recipe }) => recipe),
  async table(judge, { seed }) {
    const rows: string[][] = [['trained', ...META_SGD_TABLE.shots.map((shots) => `${shots} shots`)]];
    const tasks = META_SGD_TABLE.repeats * META_SGD_TABLE.curves;
    const { queryPoints } = META_SGD_TABLE;
    for (const { algorithm, shots: trainedShots, recipe } of META_SGD_RECIPES) {
      const published = PUBLISHED_TABLES.metaSgdTable1.rows.find(
        (row) => row.method === algorithm && row.trainedShots === trainedShots,
      );
      const cells: string[] = [];
      for (const { shots, step, figure } of published?.cells ?? []) {
        const summaries = await judge(recipe, { tasks, seed, shots, queryPoints, steps: step });
        cells.push(against(summaries[step], figure, true));
      }
      rows.push([`${trainedShots}-shot ${{ maml: 'MAML', metaSgd: 'Meta-SGD' }[algorithm]}`, ...cells]);
    }
    return rows;
  },
};

/** Those whose steps are steps: networks that remember have a section of their own. */
const FAMILY_NAMES = Object.values(SHIPPED_RECIPES)
  .filter(({ settings }) => !remembers(settings.algorithm))
  .map((recipe) => [WEIGHTS_NAMES[recipe.contestant], recipe] as const);

const FAMILY: readonly Section[] = SHOTS.map((shots) => ({
  id: `family-${shots}-shot`,
  title: `All algorithms on ${shots} points`,
  text: (sample) =>
    `The weights that ship with the page, each adapted as its own inner loop does, α = 0.01 where it is not learned, CAVIA’s context with its α = 1; ${countOf(sample)}.`,
  recipes: FAMILY_NAMES.map(([, recipe]) => recipe),
  table: stepRows(FAMILY_NAMES, shots),
}));

const EFFECTS: Section = {
  id: 'effects',
  title: 'The effect of α, n and the first weights',
  text: (sample) =>
    `MAML for 5,000 iterations from Glorot’s weights with α = 0.01 and n = 1, and with one of these changed; adapted with the α of training on 5 points, ${countOf(sample)}.`,
  recipes: [
    EFFECT_RECIPES.plain,
    ...EFFECT_RECIPES.alpha,
    ...EFFECT_RECIPES.innerSteps,
    EFFECT_RECIPES.initialisation,
  ],
  async table(judge, sample) {
    const rows: string[][] = [['changed', ...stepNames(STEPS)]];
    for (const recipe of EFFECTS.recipes) {
      const { trainingAlpha, trainingSteps, initialisation } = recipe.settings;
      const changed = [
        trainingAlpha === 0.01 ? [] : `α = ${trainingAlpha}`,
        trainingSteps === 1 ? [] : `n = ${trainingSteps}`,
        initialisation === 'glorot' ? [] : 'σ = 0.01',
      ].flat();
      const summaries = await judge(recipe, planFor(5, 10, sample), { alpha: trainingAlpha });
      rows.push([changed.join() || 'nothing', ...STEPS.map((step) => cell(summaries, step))]);
    }
    return rows;
  },
};

const WIDER: readonly { readonly name: string; readonly changes: Partial<Settings> }[] = [
  { name: 'as trained', changes: {} },
  { name: 'A from 5 to 10', changes: { amplitudeFrom: 5, amplitudeTo: 10 } },
  { name: 'φ from π to 2π', changes: { phaseFrom: Math.PI, phaseTo: 2 * Math.PI } },
  { name: 'ω from 0.8 to 1.2', changes: { frequencyFrom: 0.8, frequencyTo: 1.2 } },
  { name: 'ω from 1.5 to 2', changes: { frequencyFrom: 1.5, frequencyTo: 2 } },
  { name: 'noise σ = 0.5', changes: { noise: 0.5 } },
];

const WIDER_RECIPES = [
  ['pretrained', SHIPPED_RECIPES.pretrained],
  ['MAML', SHIPPED_RECIPES.maml10],
  ['Meta-SGD', SHIPPED_RECIPES.metaSgd],
] as const;

const WIDER_RANGES: Section = {
  id: 'wider-ranges',
  title: 'Tasks from outside the training range',
  text: (sample) => `10 points, 0 → 1 → 10 inner steps; ${countOf(sample)}. MAML is the 10-shot one.`,
  recipes: WIDER_RECIPES.map(([, recipe]) => recipe),
  async table(judge, sample) {
    const rows: string[][] = [['tasks', ...WIDER_RECIPES.map(([name]) => name)]];
    for (const { name, changes } of WIDER) {
      const cells: string[] = [];
      for (const [, recipe] of WIDER_RECIPES) {
        const summaries = await judge(recipe, planFor(10, 10, sample), changes);
        cells.push([0, 1, 10].map((step) => cell(summaries, step)).join(' → '));
      }
      rows.push([name, ...cells]);
    }
    return rows;
  },
};

export const SECTIONS: readonly Section[] = [
  TABLE_2,
  META_SGD,
  SPREAD,
  ...FAMILY,
  REMEMBERING,
  WITHOUT_WEIGHTS,
  SEARCH,
  EFFECTS,
  WIDER_RANGES,
];

/** A section as Markdown. */
export async function sectionText(section: Section, judge: Judge, sample: Sample): Promise<string> {
  const table = markdownTable(await section.table(judge, sample));
  return [`## ${section.title}`, section.text(sample), table].join('\n\n');
}
