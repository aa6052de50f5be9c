/** Claims that set MAML beside those who do not descend: a head in closed form, a Gaussian process, the family's posterior. */
import { evaluatePrior } from '../../src/cli/evaluation.ts';
import type { PriorName } from '#training/priors.ts';
import { JUDGING_QUERY_POINTS, JUDGING_SEED } from '#training/published.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { Claim } from './claim.ts';
import { mean, number, OVER, TASKS } from './figures.ts';

/** Mean query error of a prior that has seen so many points. */
async function priorError(prior: PriorName, shots: number): Promise<number> {
  const plan = {
    shots: [shots],
    steps: 1,
    tasks: TASKS,
    seed: JUDGING_SEED,
    queryPoints: JUDGING_QUERY_POINTS,
  };
  const { byShots } = await evaluatePrior(prior, DEFAULT_SETTINGS, plan);
  return byShots[0]?.summaries[1]?.mean ?? Number.NaN;
}

export const WITHOUT_DESCENT: readonly Claim[] = [
  {
    texts: ['tours:gradients.few.title', 'tours:gradients.few.text'],
    says: 'With three points what was learned from other tasks decides: the ridge head is ahead of MAML, and MAML of a Gaussian process.',
    async measure(lab) {
      const settings = { shots: 3 };
      const ridge = mean((await lab.losses('ridgeHead', { settings, steps: 1 })).at(1));
      const maml = mean((await lab.losses('maml', { settings })).at(10));
      const gaussian = await priorError('gaussianProcess', 3);
      return {
        figure: `Mean query error over ${OVER}: ridge head ${number(ridge)}, MAML after ten steps ${number(maml)}, Gaussian process ${number(gaussian)}.`,
        holds: 1.5 * ridge < maml && 1.5 * maml < gaussian,
      };
    },
  },
  {
    texts: ['tours:gradients.many.title', 'tours:gradients.many.text'],
    says: 'A Gaussian process is about level with MAML at ten points, and ahead of it at twenty.',
    async measure(lab) {
      const at = async (id: 'maml10' | 'maml20', shots: number) => [
        await priorError('gaussianProcess', shots),
        mean((await lab.losses(id, { settings: { shots } })).at(10)),
      ];
      const [ten, twenty] = [await at('maml10', 10), await at('maml20', 20)];
      const ratio = ([gaussian = Number.NaN, maml = Number.NaN]: readonly number[]) => gaussian / maml;
      return {
        figure: `Mean query error over ${OVER}, Gaussian process and MAML after ten steps: ${ten.map(number).join(' and ')} at ten points, ${twenty.map(number).join(' and ')} at twenty.`,
        holds: ratio(ten) > 0.6 && ratio(ten) < 1.6 && ratio(twenty) < 0.6,
      };
    },
  },
  {
    texts: ['tours:gradients.floor.title', 'tours:gradients.floor.text', 'glossary:posterior.text'],
    says: 'Three points without noise leave next to nothing to guess, for whoever knows the family.',
    async measure() {
      const [one, three] = [await priorError('posterior', 1), await priorError('posterior', 3)];
      return {
        figure: `Mean query error of the family’s posterior over ${OVER}: ${number(one)} after one point, ${three.toExponential(1)} after three.`,
        holds: three < 0.001 * one,
      };
    },
  },
];
