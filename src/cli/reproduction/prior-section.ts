/** The section on those who need no weights: what MAML is up against on a task family so small. */
import { JUDGING_QUERY_POINTS } from '#training/published.ts';
import type { PriorName } from '#training/priors.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { evaluatePrior } from '../evaluation.ts';
import { summaryText } from './markdown.ts';
import type { Section } from './section.ts';

const SHOTS = [5, 10, 20] as const;

const ROWS: readonly {
  readonly name: string;
  readonly prior: PriorName;
  readonly changes: Partial<Settings>;
}[] = [
  { name: 'Gaussian process, σₙ² = 1e-6', prior: 'gaussianProcess', changes: {} },
  { name: 'the same, σₙ² = 4.4e-5', prior: 'gaussianProcess', changes: { noiseVariance: 4.4e-5 } },
  { name: 'Bayes-optimal', prior: 'posterior', changes: {} },
];

export const WITHOUT_WEIGHTS: Section = {
  id: 'without-weights',
  title: 'Without weights',
  text: ({ tasks, seed }) =>
    `Predictors that nobody has trained, after the support points of ${tasks.toLocaleString('en')} held-out tasks of seed ${seed}: a Gaussian process with an RBF kernel, ℓ = 2 and s² = 4.4 (the family’s mean of y² is 4.25), and the family’s own posterior. Without noise the posterior is exact up to rounding. \`npm run cli -- evaluate --prior gaussianProcess posterior --tasks ${tasks} --steps 1\` judges them alone.`,
  recipes: [],
  async table(_, { tasks, seed }) {
    const rows: string[][] = [['predictor', ...SHOTS.map((shots) => `${shots} points`)]];
    const plan = { shots: SHOTS, steps: 1, tasks, seed, queryPoints: JUDGING_QUERY_POINTS };
    for (const { name, prior, changes } of ROWS) {
      const { byShots } = await evaluatePrior(prior, { ...DEFAULT_SETTINGS, ...changes }, plan);
      rows.push([
        name,
        ...byShots.map(({ summaries: [, after] }) => (after === undefined ? '' : summaryText(after))),
      ]);
    }
    return rows;
  },
};
