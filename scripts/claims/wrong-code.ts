/** Claims about wrong code that runs: its meta-gradients beside the right one, and what training with them leads to. */
import type { Claim } from './claim.ts';
import { degrees, mean, number, OVER, percent, shareOf, TASKS } from './figures.ts';
import { BATCH } from './lab.ts';

/** Of the tour. */
const LOOP = { trainingAlpha: 0.01, trainingSteps: 5 } as const;
const META_STEPS = 5000;
const SEEDS = [1, 2, 3] as const;
const EACH = `mean over ${TASKS / BATCH} meta-batches of ${BATCH} (${OVER})`;
const LARGE_ANGLE = 25;
const LAST = 10;

export const WRONG_CODE: readonly Claim[] = [
  {
    texts: ['tours:wrongCode.repeated.text', 'tours:wrongCode.try.text', 'inside:inside.gauge.says.repeated'],
    says: 'A loop that repeats its first gradient is right for one inner step, and far off in angle and length for five.',
    async measure(lab) {
      const one = await lab.besideExact('random', 'repeated', { ...LOOP, trainingSteps: 1 });
      const five = await lab.besideExact('random', 'repeated', LOOP);
      return {
        figure: `At random weights with α = 0.01: ${degrees(mean(one.angles))} off with n = 1; with n = 5 ${degrees(mean(five.angles))} off and ${number(mean(five.lengths))} times as long; ${EACH}.`,
        holds: mean(one.angles) < 0.01 && mean(five.angles) > LARGE_ANGLE && mean(five.lengths) > 1.5,
      };
    },
  },
  {
    texts: ['tours:wrongCode.later.title', 'tours:wrongCode.later.text'],
    says: 'From MAML’s weights ten steps along the first gradient go too far on most tasks: the query error grows.',
    async measure(lab) {
      const wrong = await lab.losses('maml', { settings: { alpha: 0.1 }, steps: 1 });
      const right = await lab.losses('maml');
      const [before, after] = [wrong.at(0), wrong.at(1)];
      const grown = shareOf(TASKS, (task) => !((after[task] ?? NaN) < (before[task] ?? NaN)));
      return {
        figure: `The query error has grown on ${percent(grown)} of ${OVER}; its median goes from ${number(wrong.summaries[0]?.median ?? NaN)} to ${number(wrong.summaries[1]?.median ?? NaN)}, and by ten true steps to ${number(right.summaries[LAST]?.median ?? NaN)}.`,
        holds: grown > 0.5,
      };
    },
  },
  {
    texts: ['tours:wrongCode.unadapted.text', 'inside:inside.gauge.says.unadapted'],
    says: 'The gradient of the query error at θ is far from the meta-gradient, and longer.',
    async measure(lab) {
      const { angles, lengths } = await lab.besideExact('random', 'unadapted', LOOP);
      return {
        figure: `At random weights with α = 0.01 and n = 5: ${degrees(mean(angles))} off and ${number(mean(lengths))} times as long; ${EACH}.`,
        holds: mean(angles) > LARGE_ANGLE && mean(lengths) > 1,
      };
    },
  },
  {
    texts: ['tours:wrongCode.detached.text'],
    says: 'With n = 1 at random weights a detached gradient matters little; detached weights leave what points beyond 90°.',
    async measure(lab) {
      const { angles, withoutIdentity } = await lab.gradients('random', LOOP.trainingAlpha, 1);
      return {
        figure: `First order ${degrees(mean(angles))} off, without the identity ${degrees(mean(withoutIdentity))}; ${EACH}.`,
        holds: mean(angles) < LARGE_ANGLE && mean(withoutIdentity) > 90,
      };
    },
  },
  {
    texts: ['tours:wrongCode.trained.text'],
    says: 'Trained for 5,000 meta-steps with n = 2, the loop that repeats one gradient is left with about twice the median error of the right one, and the gradient at θ with more.',
    async measure(lab) {
      const told: string[] = [];
      const ratios: number[] = [];
      const others: number[] = [];
      for (const seed of SEEDS) {
        const medians: number[] = [];
        for (const [change, plan] of [
          [{ trainingSteps: 2 }, {}],
          [{ trainingAlpha: 0.02 }, {}],
          [{}, { alpha: 0 }],
        ] as const) {
          const [network] = await lab.train({ ...change, seed }, [META_STEPS], plan);
          if (network !== undefined) medians.push((await lab.mediansOf(network))[LAST] ?? NaN);
        }
        const [right = NaN, repeated = NaN, unadapted = NaN] = medians;
        ratios.push(repeated / right);
        others.push(unadapted / repeated);
        told.push(
          `seed ${seed}: right ${number(right)}, one gradient repeated ${number(repeated)}, at θ ${number(unadapted)}`,
        );
      }
      return {
        figure: `Median query error after ten steps over ${OVER}, ${META_STEPS.toLocaleString('en')} meta-steps after the same beginning: ${told.join('; ')}.`,
        holds: ratios.every((ratio) => ratio > 1.7 && ratio < 2.1) && others.every((ratio) => ratio > 1),
      };
    },
  },
];
