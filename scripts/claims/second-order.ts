/** Claims about meta-gradients: what the first order leaves out, and what the identity does. */
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import type { Claim } from './claim.ts';
import { degrees, mean, number, OVER, percent, TASKS } from './figures.ts';
import { angleBetween, BATCH } from './lab.ts';

const { alpha: ALPHA } = DEFAULT_SETTINGS;
const EACH = `mean over ${TASKS / BATCH} meta-batches of ${BATCH} (${OVER})`;
/** Below this the two meta-gradients go much the same way. */
const SMALL_ANGLE = 20;
const LARGE_ANGLE = 45;

export const SECOND_ORDER: readonly Claim[] = [
  {
    texts: ['tours:secondOrder.gauge.title', 'tours:secondOrder.gauge.text'],
    says: 'At random weights, α = 0.01 and n = 1, the first order leaves out hardly anything.',
    async measure(lab) {
      const { angles, shares } = await lab.gradients('random', ALPHA, 1);
      return {
        figure: `Angle ${degrees(mean(angles))}, left out ${percent(mean(shares))}; ${EACH}.`,
        holds: mean(angles) < SMALL_ANGLE,
      };
    },
  },
  {
    texts: ['tours:secondOrder.grow.title', 'tours:secondOrder.grow.text'],
    says: 'More inner steps, more left out.',
    async measure(lab) {
      const angles: number[] = [];
      for (const steps of [1, 2, 5, 10])
        angles.push(mean((await lab.gradients('random', ALPHA, steps)).angles));
      return {
        figure: `Angle at random weights for n = 1, 2, 5, 10: ${angles.map(degrees).join(', ')}; ${EACH}.`,
        holds: angles.every((angle, index) => index === 0 || angle > (angles[index - 1] ?? NaN)),
      };
    },
  },
  {
    texts: [
      'tours:secondOrder.trained.title',
      'tours:secondOrder.trained.text',
      'tours:identity.trained.title',
      'tours:identity.trained.text',
    ],
    says: 'At trained weights αH is not small, MAML’s and the pretrained ones alike: both halves of (I − αH) are needed.',
    async measure(lab) {
      const told: string[] = [];
      const found: number[] = [];
      for (const id of ['random', 'maml', 'pretrained'] as const) {
        const { angles, withoutIdentity, shares } = await lab.gradients(id, ALPHA, 1);
        found.push(mean(angles));
        told.push(
          `${id} ${degrees(mean(angles))} (without I ${degrees(mean(withoutIdentity))}, left out ${percent(mean(shares))})`,
        );
      }
      const [random = NaN, maml = NaN, pretrained = NaN] = found;
      return {
        figure: `Angle with n = 1: ${told.join('; ')}; ${EACH}.`,
        holds: maml > LARGE_ANGLE && pretrained > LARGE_ANGLE && random < SMALL_ANGLE,
      };
    },
  },
  {
    texts: ['tours:secondOrder.matter.title', 'tours:secondOrder.matter.text'],
    says: 'The first order leaves out much of the direction and learns all the same; it ends at a larger error, and is cheaper.',
    async measure(lab) {
      const [maml, fomaml] = [(await lab.losses('maml')).summaries, (await lab.losses('fomaml')).summaries];
      const of = (summaries: typeof maml, step: number) => summaries[step]?.meanOfRest ?? NaN;
      const { angles, shares } = await lab.gradients('maml', ALPHA, 2);
      const n = { trainingSteps: 2 };
      const [first = NaN, second = NaN] = await lab.stepTimes([
        { ...n, algorithm: 'fomaml' },
        { ...n, algorithm: 'maml' },
      ]);
      const cost = first / second;
      const apart = [1, 10].map((step) => of(fomaml, step) / of(maml, step));
      return {
        figure: `Mean query error over ${OVER} after 1 and 10 steps (of those that hold): MAML ${number(of(maml, 1))}, ${number(of(maml, 10))}; FOMAML ${number(of(fomaml, 1))}, ${number(of(fomaml, 10))}. Directions at MAML’s weights, n = 2: ${degrees(mean(angles))} apart, ${percent(mean(shares))} left out. A first-order meta-step takes ${percent(cost)} of the processor’s time on SIMD units.`,
        holds:
          apart.every((ratio) => ratio > 1.1) &&
          of(fomaml, 10) < of(fomaml, 0) / 4 &&
          mean(shares) > 0.5 &&
          cost < 1,
      };
    },
  },
  {
    texts: ['tours:secondOrder.try.text'],
    says: 'A small α makes αH small and the two agree; a single step alone does not.',
    async measure(lab) {
      const usual = mean((await lab.gradients('maml', ALPHA, 1)).angles);
      const small = mean((await lab.gradients('maml', 0.0001, 1)).angles);
      return {
        figure: `Angle at MAML’s weights with n = 1: ${degrees(usual)} with α = 0.01, ${degrees(small)} with α = 0.0001; ${EACH}.`,
        holds: usual > LARGE_ANGLE && small < SMALL_ANGLE,
      };
    },
  },
  {
    texts: ['tours:identity.size.text', 'tours:identity.direction.text', 'tours:identity.try.text'],
    says: 'Without the identity little is left, a tenth of α leaves a tenth of it, and it points the wrong way at random weights.',
    async measure(lab) {
      const usual = await lab.gradients('random', ALPHA, 1);
      const tenth = await lab.gradients('random', ALPHA / 10, 1);
      const wrong = usual.withoutIdentity.filter((angle) => angle > 90).length;
      return {
        figure: `Left without I: ${percent(mean(usual.shares))} with α = 0.01, ${percent(mean(tenth.shares))} with 0.001; angle ${degrees(mean(usual.withoutIdentity))}, beyond 90° in ${wrong} of ${TASKS / BATCH} meta-batches (${OVER}).`,
        holds:
          mean(usual.shares) < 0.5 &&
          mean(tenth.shares) < 0.15 * mean(usual.shares) &&
          wrong > 0.9 * (TASKS / BATCH),
      };
    },
  },
  {
    texts: ['glossary:queryPoints.text'],
    says: 'More query points make the meta-gradient less noisy.',
    async measure(lab) {
      const noise = async (queryPoints: number) => {
        const found: Float32Array[] = [];
        for (let batch = 0; batch < TASKS / BATCH; batch++) {
          found.push(await lab.direction('maml', 'maml', batch, { queryPoints }));
        }
        const middle = Float64Array.from(found[0] ?? [], (_, index) =>
          mean(found.map((gradient) => gradient[index] ?? NaN)),
        );
        return mean(found.map((gradient) => angleBetween(gradient, middle)));
      };
      const [few, many] = [await noise(5), await noise(50)];
      return {
        figure: `Angle of a meta-batch’s gradient to the mean of all at MAML’s weights: ${degrees(few)} with Q = 5, ${degrees(many)} with Q = 50; ${EACH}.`,
        holds: many < few,
      };
    },
  },
];
