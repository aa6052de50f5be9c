/** Claims about adapting: what a few steps do, and which α is too large. */
import { fixedFunctionError } from '../../src/cli/reproduction/fixed-function.ts';
import { adaptationHolds, taskDivergenceThreshold } from '#training/metrics.ts';
import { TABLE_TASKS } from '#training/published-tables.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { norm } from '#models/vectors.ts';
import type { Claim } from './claim.ts';
import { mean, number, OVER, percent, quantile, shareOf, TASKS } from './figures.ts';

const THRESHOLD = taskDivergenceThreshold(DEFAULT_SETTINGS);
/** From what never diverges to what nearly always does, each 1.26 times the one before. */
const ALPHAS = Array.from({ length: 21 }, (_, index) => 0.002 * 10 ** (index / 10));
/** Half width of a CI95 of so many tasks, as a share of the mean. */
const ABOUT_A_TENTH = [0.07, 0.13] as const;
const ABOUT_A_SIXTIETH = [1 / 80, 1 / 45] as const;

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

export const ADAPTING: readonly Claim[] = [
  {
    texts: ['compare:compare.empty', 'tours:pretraining.many.title'],
    says: 'One task proves little: on some tasks the initialisation that is far worse on average does better.',
    async measure(lab) {
      const [pretrained, maml] = [await lab.losses('pretrained'), await lab.losses('maml')];
      const [p, m] = [pretrained.at(1), maml.at(1)];
      const wins = shareOf(TASKS, (task) => (p[task] ?? 0) < (m[task] ?? 0));
      return {
        figure: `After one step the pretrained network’s mean is ${number(mean(p))}, MAML’s ${number(mean(m))}; still it errs less on ${percent(wins)} of ${OVER}.`,
        holds: wins > 0.005 && wins < 0.5 && mean(p) > 2 * mean(m),
      };
    },
  },
  {
    texts: ['hints:explanation.maml'],
    says: 'From MAML’s weights a few gradient steps fit a new task.',
    async measure(lab) {
      const { summaries } = await lab.losses('maml');
      const medians = [0, 1, 5, 10].map((step) => summaries[step]?.median ?? Infinity);
      const [before = 0, one = Infinity, five = Infinity] = medians;
      return {
        figure: `Median query error over ${OVER} after 0, 1, 5, 10 steps: ${medians.map(number).join(', ')}.`,
        holds: one < before / 3 && five < before / 8,
      };
    },
  },
  {
    texts: ['tours:innerLoop.again.text', 'tours:innerLoop.start.title', 'tours:innerLoop.start.text'],
    says: 'Fitting five points draws the whole curve from MAML’s weights, and hardly from random ones: the start is what is special.',
    async measure(lab) {
      const [maml, random] = [(await lab.losses('maml')).at(10), (await lab.losses('random')).at(10)];
      const [m, r] = [quantile(maml, 0.5), quantile(random, 0.5)];
      const better = shareOf(TASKS, (task) => (maml[task] ?? NaN) < (random[task] ?? NaN));
      return {
        figure: `Median query error after ten steps over ${OVER}: MAML ${number(m)}, random ${number(r)}; MAML errs less on ${percent(better)} of them.`,
        holds: m < r / 4 && better > 0.9,
      };
    },
  },
  {
    texts: ['hints:explanation.oracle', 'glossary:oracle.text'],
    says: 'The oracle has nothing left to adapt: its error is small, and no step changes it.',
    async measure(lab) {
      const { summaries } = await lab.losses('oracle');
      const [before = Infinity, after = Infinity] = [0, 10].map((step) => summaries[step]?.mean ?? Infinity);
      return {
        figure: `Mean query error over ${OVER}: ${number(before)} before, ${number(after)} after ten steps.`,
        holds: before < 0.01 && before === after,
      };
    },
  },
  {
    texts: ['train:train.gap'],
    says: 'Support points before adaptation are as new to the weights as query points: their errors agree, so the gap to the query error after it is the gain of adapting.',
    async measure(lab) {
      // More of them, since a few support points make a task's error very uncertain.
      const many = { tasks: TABLE_TASKS, steps: 1 };
      const query = (await lab.losses('maml', many)).at(0);
      const found = await lab.trajectories('maml', DEFAULT_SETTINGS.alpha, many);
      const support = found.map(({ series }) => series.supportLoss[0] ?? NaN);
      const differences = support.map((loss, task) => loss - (query[task] ?? NaN));
      const middle = mean(differences);
      const variance = mean(differences.map((value) => (value - middle) ** 2));
      const width = (1.96 * Math.sqrt(variance)) / Math.sqrt(TABLE_TASKS);
      return {
        figure: `Before adapting, over ${TABLE_TASKS.toLocaleString('en')} tasks: support ${number(mean(support))}, query ${number(mean(query))}; paired difference ${middle.toFixed(3)} ± ${width.toFixed(3)}.`,
        holds: Math.abs(middle) <= width,
      };
    },
  },
  {
    texts: ['inside:inside.map.axesText.random'],
    says: 'Of a random plane’s two directions, steps of adaptation hardly have a part.',
    async measure(lab) {
      const { network } = await lab.subject('maml');
      const axes = [101, 102].map((seed) => {
        const { parameters } = initialiseNetwork(network.architecture, 'glorot', seed);
        return parameters.map((value) => value / norm(parameters));
      });
      const shares = (await lab.trajectories('maml', DEFAULT_SETTINGS.alpha)).map(({ adapted }) => {
        const moved = adapted.map((value, index) => value - (network.parameters[index] ?? NaN));
        const along = axes.map((axis) =>
          axis.reduce((sum, value, index) => sum + value * (moved[index] ?? NaN), 0),
        );
        return Math.hypot(...along) / norm(moved);
      });
      return {
        figure: `Part of the way after ten steps that lies in a random plane, over ${OVER}: median ${percent(quantile(shares, 0.5))}, 95 % below ${percent(quantile(shares, 0.95))}.`,
        holds: quantile(shares, 0.95) < 0.2,
      };
    },
  },
  {
    texts: ['tours:knobs.small.title', 'tours:knobs.small.text'],
    says: 'With a tenth of the trained α nothing goes wrong, but ten steps reach about what one step of the trained α does.',
    async measure(lab) {
      const small = (await lab.losses('maml', { settings: { alpha: 0.001 } })).summaries;
      const usual = (await lab.losses('maml')).summaries;
      const [one, ten, large] = [small[1]?.mean ?? NaN, small[10]?.mean ?? NaN, usual[1]?.mean ?? NaN];
      const diverged = Math.max(...small.map((summary) => summary.diverged));
      return {
        figure: `α = 0.001 on ${OVER}: ${diverged} diverged; mean after 1 and 10 steps ${number(one)}, ${number(ten)}; with α = 0.01 after 1 step ${number(large)}.`,
        holds: diverged === 0 && one > 2 * large && ten < one / 2,
      };
    },
  },
  {
    texts: [
      'tours:knobs.large.title',
      'tours:knobs.large.text',
      'smaller-alpha:smallerAlpha.use',
      'smaller-alpha:smallerAlpha.useProven',
    ],
    says: 'Which α is too large differs from task to task, so the largest that holds on one task is no advice for others.',
    async measure(lab) {
      const largest = new Float64Array(TASKS);
      for (const alpha of ALPHAS) {
        const found = await lab.trajectories('maml', alpha);
        found.forEach((trajectory, task) => {
          const heldSoFar = alpha === ALPHAS[0] || (largest[task] ?? 0) * 1.3 > alpha;
          if (heldSoFar && adaptationHolds(trajectory.series, THRESHOLD)) largest[task] = alpha;
        });
      }
      const [low, high] = [quantile(largest, 0.05), quantile(largest, 0.95)];
      return {
        figure: `The largest α with which ten steps of MAML hold, over ${OVER}: from ${number(low)} (5 % of the tasks hold no more) to ${number(high)} (95 %).`,
        holds: high > 2 * low,
      };
    },
  },
  {
    texts: ['tours:knobs.steps.text'],
    says: 'Steps beyond the one of training often help, and on some tasks do harm; a meta-step with n = 5 takes about three times as long as one with n = 1 on SIMD units.',
    async measure(lab) {
      const losses = await lab.losses('mamlPaper', { steps: 20 });
      const [one, twenty] = [losses.at(1), losses.at(20)];
      const better = shareOf(TASKS, (task) => (twenty[task] ?? NaN) < (one[task] ?? NaN));
      const [five = NaN, single = NaN] = await lab.stepTimes([{ trainingSteps: 5 }, { trainingSteps: 1 }]);
      const ratio = five / single;
      return {
        figure: `Twenty steps are better than one on ${percent(better)} of ${OVER}. Processor time of a meta-step, n = 5 against n = 1, on SIMD units: ${ratio.toFixed(1)} times.`,
        holds: better > 0.5 && better < 1 && ratio > 2.3 && ratio < 3.7,
      };
    },
  },
  {
    texts: ['published:published.worth', 'compare:compare.tasksHint'],
    says: 'What 600 tasks are worth: a CI95 of about a tenth of MAML’s mean after one step; those of seed 1 are easy; 20,000 narrow it to a sixtieth.',
    async measure(lab) {
      const losses = (await lab.losses('maml', { steps: 1 })).at(1);
      const middle = mean(losses);
      const deviation = Math.sqrt(mean(losses.map((loss) => (loss - middle) ** 2)));
      const share = (tasks: number) => (1.96 * deviation) / Math.sqrt(tasks) / middle;
      const [few, many] = [
        { tasks: 600, seed: 1 },
        { tasks: TABLE_TASKS, seed: 1 },
      ].map(fixedFunctionError);
      return {
        figure: `By the spread over ${OVER}: ${percent(share(600))} of the mean at 600, ${percent(share(TABLE_TASKS))} at ${TABLE_TASKS.toLocaleString('en')}. The best fixed function errs by ${number(few ?? NaN)} on the 600 of seed 1, by ${number(many ?? NaN)} on ${TABLE_TASKS.toLocaleString('en')}.`,
        holds:
          isWithin(share(600), ABOUT_A_TENTH) &&
          isWithin(share(TABLE_TASKS), ABOUT_A_SIXTIETH) &&
          (few ?? NaN) < 0.95 * (many ?? NaN),
      };
    },
  },
];
