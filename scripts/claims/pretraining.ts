/** Claims that set MAML beside pretraining, on tasks as in training and on others. */
import { meanOfTasks } from '../../src/cli/reproduction/fixed-function.ts';
import { SHIPPED_RECIPES } from '../../src/cli/reproduction/recipes.ts';
import { familyOf } from '#families/family-of.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { LEARNERS } from '#training/learners.ts';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask, sinusoidAt } from '#families/sinusoid/sinusoid.ts';
import { JUDGING_SEED } from '#training/published.ts';
import type { Claim } from './claim.ts';
import { mean, number, OVER, percent, shareOf, TASKS } from './figures.ts';

/** Where curves are compared. */
const GRID = Float32Array.from({ length: 101 }, (_, index) => -5 + index / 10);
const TEN_SHOTS = { shots: 10 };

function curveOf(task: number): (x: number) => number {
  const { curve } = sampleSinusoidTask(PAPER_RANGES, JUDGING_SEED, STREAMS.heldOut, task, {
    shots: 0,
    queryPoints: 0,
  });
  return (x) => sinusoidAt(curve, x);
}

/** Mean squared distance of two curves over the grid. */
function distance(one: (x: number) => number, other: (x: number) => number): number {
  return mean(Array.from(GRID, (x) => (one(x) - other(x)) ** 2));
}

export const PRETRAINING: readonly Claim[] = [
  {
    texts: ['tours:pretraining.mean.title', 'tours:pretraining.mean.text', 'glossary:pretrained.text'],
    says: 'The pretrained network has learned the mean of all tasks, 1.62 · sin(x − π/2).',
    async measure(lab) {
      const { network } = await lab.subject('pretrained');
      // Nothing is adapted to, only the prediction is wanted.
      const point = { x: Float32Array.of(0), y: Float32Array.of(0), count: 1 };
      const task = { support: point, query: point };
      const [found] = await lab.engine.adapt({
        architecture: network.architecture,
        parameters: [network.parameters],
        rates: [0],
        tasks: [task],
        loss: familyOf(DEFAULT_SETTINGS).loss,
        innerSteps: 0,
        gridX: GRID,
      });
      const predicted = found?.predictions[0] ?? new Float32Array();
      const off = mean(Array.from(GRID, (x, index) => ((predicted[index] ?? NaN) - meanOfTasks(x)) ** 2));
      const curves = Array.from({ length: TASKS }, (_, index) => curveOf(index));
      const sampled = (x: number) => mean(curves.map((curve) => curve(x)));
      return {
        figure: `Mean square between the network and that curve: ${number(off)}; between that curve and the mean of ${OVER}: ${number(distance(sampled, meanOfTasks))}; between that curve and a task: ${number(mean(curves.map((curve) => distance(curve, meanOfTasks))))}.`,
        holds: off < 0.1 && distance(sampled, meanOfTasks) < 0.02,
      };
    },
  },
  {
    texts: ['tours:pretraining.tie.title', 'tours:pretraining.tie.text'],
    says: 'Before adaptation there is hardly a difference between MAML and pretraining: a good start need not be a good answer.',
    async measure(lab) {
      const [p, m] = [(await lab.losses('pretrained')).at(0), (await lab.losses('maml')).at(0)];
      const difference = mean(p.map((loss, task) => loss - (m[task] ?? NaN)));
      return {
        figure: `Mean query error before adapting over ${OVER}: pretrained ${number(mean(p))}, MAML ${number(mean(m))}, difference ${difference.toFixed(3)}.`,
        holds: Math.abs(difference) < 0.02 * mean(p),
      };
    },
  },
  {
    texts: [
      'tours:pretraining.steps.title',
      'tours:pretraining.steps.text',
      'tours:pretraining.transfer.text',
    ],
    says: 'The same steps do far more from MAML’s weights than from pretrained ones.',
    async measure(lab) {
      const [p, m] = [(await lab.losses('pretrained')).summaries, (await lab.losses('maml')).summaries];
      const median = (summaries: typeof p, step: number) => summaries[step]?.median ?? NaN;
      return {
        figure: `Median query error over ${OVER} after 1 and 10 steps: pretrained ${number(median(p, 1))}, ${number(median(p, 10))}; MAML ${number(median(m, 1))}, ${number(median(m, 10))}.`,
        holds: median(m, 1) < median(p, 1) / 2 && median(m, 10) < median(p, 10) / 2,
      };
    },
  },
  {
    texts: ['tours:pretraining.try.text'],
    says: 'On some tasks pretraining wins after one step; there the curve is close to the average.',
    async measure(lab) {
      const [p, m] = [(await lab.losses('pretrained')).at(1), (await lab.losses('maml')).at(1)];
      const isWon = (task: number) => (p[task] ?? NaN) < (m[task] ?? NaN);
      const won = shareOf(TASKS, isWon);
      const far = (kept: boolean) =>
        mean(
          Array.from({ length: TASKS }, (_, task) => task)
            .filter((task) => isWon(task) === kept)
            .map((task) => distance(curveOf(task), meanOfTasks)),
        );
      return {
        figure: `Pretrained errs less on ${percent(won)} of ${OVER}. Mean square between curve and average: ${number(far(true))} there, ${number(far(false))} elsewhere.`,
        holds: won > 0 && won < 0.5 && far(true) < far(false) / 2,
      };
    },
  },
  {
    texts: ['tours:shift.half.text'],
    says: 'From points on the right alone MAML gets both halves far better than pretraining does.',
    async measure(lab) {
      const conditions = { settings: TEN_SHOTS, half: 'right' as const };
      const [p, m] = [await lab.losses('pretrained', conditions), await lab.losses('maml10', conditions)];
      const median = ({ summaries }: typeof p) => summaries[10]?.median ?? NaN;
      return {
        figure: `Median query error over ${OVER}, ten points on the right, ten steps: pretrained ${number(median(p))}, MAML ${number(median(m))}.`,
        holds: median(m) < median(p) / 2,
      };
    },
  },
  {
    texts: ['tours:shift.amplitude.title', 'tours:shift.amplitude.text'],
    says: 'Amplitudes from 5 to 10 make larger gradients, so the same α takes larger steps, too large on some tasks for weights trained for one step, on fewer for those trained for two.',
    async measure(lab) {
      const large = { amplitudeFrom: 5, amplitudeTo: 10, ...TEN_SHOTS };
      const first = async (settings: object) =>
        mean(
          (await lab.trajectories('maml10', 0.01, { settings, steps: 1 })).map(
            ({ series }) => series.gradientNorm?.[0] ?? NaN,
          ),
        );
      const [usual, larger] = [await first(TEN_SHOTS), await first(large)];
      const divergedOf = async (id: 'maml10' | 'mamlPaper') =>
        (await lab.losses(id, { settings: large })).summaries[10]?.diverged ?? NaN;
      const [two, one] = [await divergedOf('maml10'), await divergedOf('mamlPaper')];
      return {
        figure: `Mean length of the first gradient: ${number(usual)} as trained, ${number(larger)} beyond. Of ${OVER} beyond, ${one} have diverged by step ten with the authors’ settings, ${two} with n = 2.`,
        holds: larger > 1.5 * usual && one > 0 && two < one,
      };
    },
  },
  {
    texts: ['tours:shift.many.text', 'tours:shift.frequency.text'],
    says: 'With ω from 1.5 to 2 little is left of MAML’s advantage after one step.',
    async measure(lab) {
      const fast = { frequencyFrom: 1.5, frequencyTo: 2, ...TEN_SHOTS };
      const ratio = async (settings: object) => {
        const [p, m] = [
          await lab.losses('pretrained', { settings, steps: 1 }),
          await lab.losses('maml10', { settings, steps: 1 }),
        ];
        return [mean(p.at(1)), mean(m.at(1))] as const;
      };
      const [usual, beyond] = [await ratio(TEN_SHOTS), await ratio(fast)];
      return {
        figure: `Mean query error after one step over ${OVER}, pretrained and MAML: ${usual.map(number).join(' and ')} as trained, ${beyond.map(number).join(' and ')} beyond.`,
        holds: usual[0] > 4 * usual[1] && beyond[0] < 1.5 * beyond[1] && beyond[0] > beyond[1],
      };
    },
  },
  {
    texts: [
      'hints:hint.frequency',
      'caption-notes:captionNote.outsideDrawn',
      'tours:shift.inside.text',
      'glossary:heldOut.text',
    ],
    says: 'What ships was trained on sinusoids with A from 0.1 to 5, φ from 0 to π and ω = 1, on tasks of another stream than the held-out ones.',
    async measure(lab) {
      const settings = await Promise.all(
        Object.values(SHIPPED_RECIPES).map(async ({ contestant: id }) => (await lab.subject(id)).settings),
      );
      const isUsual = settings.every(
        ({ family, amplitudeFrom, amplitudeTo, phaseFrom, phaseTo, frequencyFrom, frequencyTo }) =>
          family === 'sinusoid' &&
          amplitudeFrom === 0.1 &&
          amplitudeTo === 5 &&
          phaseFrom === 0 &&
          Math.abs(phaseTo - Math.PI) < 1e-6 &&
          frequencyFrom === 1 &&
          frequencyTo === 1,
      );
      const streams = new Set([STREAMS.metaTraining, STREAMS.heldOut]);
      return {
        figure: `${settings.length} files of ${Object.keys(LEARNERS).length} learners say so; training and held-out tasks are streams ${[...streams].join(' and ')}.`,
        holds: isUsual && streams.size === 2,
      };
    },
  },
];
