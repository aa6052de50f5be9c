/** Claims about the size of a meta-batch: how noisy its meta-gradient is, and what training with it comes to. */
import type { Claim } from './claim.ts';
import { degrees, mean, number, OVER, TASKS } from './figures.ts';
import { angleBetween, type Lab, type Subject } from './lab.ts';

const SIZES = [1, 5, 25, 100] as const;
const SEEDS = [1, 2, 3] as const;
/** Of the tour. */
const SOON = 1000;
const ALL = 750_000;
const LARGE = 25;
/** Meta-steps of the larger batch in all tasks. */
const LATE = ALL / LARGE;

/** The mean angle between the meta-gradients of two meta-batches, over pairs of them that share no task, in degrees. */
async function apart(lab: Lab, id: Subject, metaBatch: number): Promise<number> {
  const angles: number[] = [];
  for (let batch = 0; batch < TASKS / metaBatch; batch += 2) {
    const one = await lab.direction(id, 'maml', batch, { metaBatch });
    angles.push(angleBetween(one, await lab.direction(id, 'maml', batch + 1, { metaBatch })));
  }
  return mean(angles);
}

const noiseOf = async (lab: Lab, id: Subject) => {
  const found: number[] = [];
  for (const size of SIZES) found.push(await apart(lab, id, size));
  return found;
};

const afterOne = async (lab: Lab, ...asked: Parameters<Lab['train']>) => {
  const medians: number[] = [];
  for (const network of await lab.train(...asked)) medians.push(await lab.medianAfterOne(network));
  return medians;
};

export const BATCHES: readonly Claim[] = [
  {
    texts: [
      'tours:batch.few.title',
      'tours:batch.more.title',
      'tours:batch.trained.title',
      'tours:batch.trained.text',
      'inside:inside.gauge.says.otherTasks',
    ],
    says: 'Meta-gradients of other tasks differ, the less the more tasks a meta-batch has, and at MAML’s weights far more than at random ones.',
    async measure(lab) {
      const [random, maml] = [await noiseOf(lab, 'random'), await noiseOf(lab, 'maml')];
      const falls = random.every((angle, index) => index === 0 || angle < (random[index - 1] ?? NaN));
      const isLarger = maml.every((angle, index) => angle > (random[index] ?? NaN));
      return {
        figure: `Angle between meta-batches of T = ${SIZES.join(', ')}: at random weights ${random.map(degrees).join(', ')}; at MAML’s ${maml.map(degrees).join(', ')}; mean over pairs of ${OVER}.`,
        holds: falls && isLarger && (maml[2] ?? NaN) > 70,
      };
    },
  },
  {
    texts: ['tours:batch.together.text'],
    says: 'From the same 1,000 tasks a run with T = 1 gets farther than one with T = 25.',
    async measure(lab) {
      const told: string[] = [];
      const found: boolean[] = [];
      for (const seed of SEEDS) {
        const [single = NaN] = await afterOne(lab, { metaBatch: 1, seed }, [SOON]);
        const [large = NaN] = await afterOne(lab, { metaBatch: LARGE, seed }, [SOON / LARGE]);
        found.push(single < large);
        told.push(`seed ${seed}: ${number(single)} and ${number(large)}`);
      }
      return {
        figure: `Median query error after one step over ${OVER}, T = 1 and T = 25: ${told.join('; ')}.`,
        holds: found.every(Boolean),
      };
    },
  },
  {
    texts: ['tours:batch.end.title', 'tours:batch.end.text'],
    says: 'After 750,000 tasks T = 1 and T = 25 are level at 0.34; after 30,000 meta-steps T = 1 is at 0.53.',
    async measure(lab) {
      const [late = NaN, end = NaN] = await afterOne(lab, { metaBatch: 1 }, [LATE, ALL]);
      const [large = NaN] = await afterOne(lab, { metaBatch: LARGE }, [LATE]);
      return {
        figure: `Median query error after one step over ${OVER}: T = 1 ${number(late)} after ${LATE.toLocaleString('en')} meta-steps and ${number(end)} after ${ALL.toLocaleString('en')}; T = 25 ${number(large)} after ${LATE.toLocaleString('en')}.`,
        holds: [late - 0.53, end - 0.34, large - 0.34].every((off) => Math.abs(off) < 0.005),
      };
    },
  },
];
