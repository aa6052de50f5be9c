/** The section on networks that remember: by the points that they have seen, not by steps. */
import type { SinusoidId } from '#formats/manifest.ts';
import { summaryText } from './markdown.ts';
import { WEIGHTS_NAMES } from './names.ts';
import { SHIPPED_RECIPES, type ShippedRecipe } from './recipes.ts';
import type { Section } from './section.ts';

const SHOTS = [5, 10, 20] as const;
/** A tenth of the usual: only the tensor engine judges these networks. */
const QUERY_POINTS = 10;

const RECIPES: readonly ShippedRecipe<SinusoidId>[] = [
  SHIPPED_RECIPES.cnp,
  SHIPPED_RECIPES.snail,
  SHIPPED_RECIPES.metaNet,
];

export const REMEMBERING: Section = {
  id: 'remembering',
  title: 'Networks that remember',
  text: ({ tasks, seed }) =>
    `Weights that take no gradient step: before any point, and with all of 5, 10 or 20 points seen; ${tasks.toLocaleString('en')} held-out tasks of seed ${seed}, ${QUERY_POINTS} query points each. They were trained on up to 10 points. \`npm run cli -- evaluate --weights public/weights/cnp.safetensors --tasks ${tasks} --query-points ${QUERY_POINTS} --steps 1\` judges one of them alone.`,
  recipes: RECIPES,
  async table(judge, sample) {
    const rows: string[][] = [['weights', 'no point', ...SHOTS.map((shots) => `${shots} points`)]];
    for (const recipe of RECIPES) {
      const cells: string[] = [];
      for (const shots of SHOTS) {
        const plan = { ...sample, shots, steps: 1, queryPoints: QUERY_POINTS };
        const [before, after] = await judge(recipe, plan);
        if (before === undefined || after === undefined) throw new Error('Expected two steps to be judged.');
        if (cells.length === 0) cells.push(summaryText(before));
        cells.push(summaryText(after));
      }
      rows.push([WEIGHTS_NAMES[recipe.contestant], ...cells]);
    }
    return rows;
  },
};
