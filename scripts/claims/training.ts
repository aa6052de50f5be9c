/** Claims about training: what diverges, what helps, how far Adam moves. A meta-step has 25 tasks. */
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { startingContestant } from '#store/settings-slice.ts';
import { TRIAL_STEPS } from '#store/training/remedy-search.ts';
import { createTrials } from '#worker/trial.ts';
import { planOf } from '#training/training-plan.ts';
import type { Claim } from './claim.ts';
import { mean, number, percent, TASKS } from './figures.ts';
import { BATCH, type Lab } from './lab.ts';

const SEEDS = [1, 2, 3, 4, 5] as const;
/** Of the tour on instability. */
const ASKED = 60;
const LONG_STEPS: Partial<Settings> = { trainingAlpha: 0.1, trainingSteps: 5 };
const PLAIN: Partial<Settings> = { optimiser: 'sgd', beta: 1 };
/** (1 − β₁)/√(1 − β₂) · 1/√(1 − β₁²/β₂): no sequence of gradients moves a weight by more β in one of Adam's steps. */
const MOST = (0.1 / Math.sqrt(0.001)) * (1 / Math.sqrt(1 - 0.81 / 0.999));
/** Meta-steps over which Adam's changes are measured: 50,000 tasks. */
const ADAM_STEPS = TASKS;

/** After how many of `steps` meta-steps each seed diverges; `null` where it holds. */
async function endsOf(lab: Lab, change: Partial<Settings>, steps: number): Promise<(number | null)[]> {
  const trials = createTrials(() => lab.engine);
  const ends: (number | null)[] = [];
  for (const seed of SEEDS) {
    const settings = { ...DEFAULT_SETTINGS, ...change, seed };
    const { network, rates } = startingContestant(settings);
    await trials.begin({ settings, from: { kind: 'start', learned: { network, rates } } });
    const report = await trials.advance(steps);
    ends.push(report?.holds === true ? null : (report?.iteration ?? 0));
  }
  return ends;
}

function endsText(ends: readonly (number | null)[], steps: number): string {
  return ends.map((end) => (end === null ? `holds for ${steps}` : `after ${end}`)).join(', ');
}

const allHold = (ends: readonly (number | null)[]) => ends.every((end) => end === null);
const noneHolds = (ends: readonly (number | null)[]) => ends.every((end) => end !== null);
/** Of five seeds with 25 tasks a meta-step. */
const OF_SEEDS = `seeds ${SEEDS.join(', ')}, ${BATCH} tasks a meta-step`;
/** Meta-steps that are long enough to tell what holds from what does not. */
const STEPS = TRIAL_STEPS / 5;

/** Meta-steps after which two β are compared. */
const SOON = 100;
const LATE = 30_000;

export const TRAINING: readonly Claim[] = [
  {
    texts: ['glossary:adam.text', 'tours:knobs.beta.text', 'tours:instability.clip.text'],
    says: 'With Adam a weight moves by a few β at most in a meta-step, and by much less than β on average.',
    async measure(lab) {
      const { architecture, initialisation, seed, beta } = DEFAULT_SETTINGS;
      const network = initialiseNetwork(architecture, initialisation, seed);
      lab.engine.begin(planOf(DEFAULT_SETTINGS), { network, rates: null });
      let before = network.parameters;
      let largest = 0;
      let beyond = 0;
      const means: number[] = [];
      for (let step = 0; step < ADAM_STEPS; step++) {
        await lab.engine.metaTrain(1);
        const now = (await lab.engine.snapshot())?.parameters ?? new Float32Array();
        const moved = now.map((value, index) => Math.abs(value - (before[index] ?? NaN)) / beta);
        largest = moved.reduce((most, value) => Math.max(most, value), largest);
        means.push(mean(moved));
        beyond += moved.filter((share) => share > 1).length / moved.length / ADAM_STEPS;
        before = now;
      }
      return {
        figure: `Over ${ADAM_STEPS.toLocaleString('en')} meta-steps of the page’s own settings (${(ADAM_STEPS * BATCH).toLocaleString('en')} tasks), every weight: at most ${number(largest)} β, ${number(mean(means))} β on average, by more than β in ${percent(beyond)} of all cases.`,
        holds: largest < MOST && mean(means) < 0.3,
      };
    },
  },
  {
    texts: [
      'tours:instability.inner.text',
      'tours:instability.why.title',
      'tours:instability.smaller.title',
      'tours:instability.smaller.text',
    ],
    says: 'n = 5 with α = 0.1 diverges within 60 meta-steps; a smaller α or fewer inner steps help.',
    async measure(lab) {
      const inner = await endsOf(lab, LONG_STEPS, ASKED);
      const smaller = await endsOf(lab, { ...LONG_STEPS, trainingAlpha: 0.01 }, STEPS);
      const fewer = await endsOf(lab, { ...LONG_STEPS, trainingSteps: 1 }, STEPS);
      return {
        figure: `Meta-steps, ${OF_SEEDS}: ${endsText(inner, ASKED)}; with α = 0.01 ${endsText(smaller, STEPS)}; with n = 1 ${endsText(fewer, STEPS)}.`,
        holds: noneHolds(inner) && allHold(smaller) && allHold(fewer),
      };
    },
  },
  {
    texts: ['tours:instability.clipFails.title', 'tours:instability.clipFails.text'],
    says: 'Against that neither clipping nor a smaller or annealed β helps.',
    async measure(lab) {
      const clipped = await endsOf(lab, { ...LONG_STEPS, clip: 0.1 }, ASKED);
      const slower = await endsOf(lab, { ...LONG_STEPS, beta: 0.0001 }, ASKED);
      const annealed = await endsOf(lab, { ...LONG_STEPS, annealing: 'cosine', iterations: 1000 }, ASKED);
      return {
        figure: `Meta-steps, ${OF_SEEDS}: clipped at 0.1 ${endsText(clipped, ASKED)}; β = 0.0001 ${endsText(slower, ASKED)}; annealed ${endsText(annealed, ASKED)}.`,
        holds: [clipped, slower, annealed].every(noneHolds),
      };
    },
  },
  {
    texts: ['tours:instability.outer.text', 'tours:instability.clip.title', 'tours:instability.try.text'],
    says: 'Plain gradient descent with β = 1 diverges, clipping at 0.1 holds it, annealing does not, a smaller β does for 30 meta-steps.',
    async measure(lab) {
      const outer = await endsOf(lab, PLAIN, ASKED);
      const clipped = await endsOf(lab, { ...PLAIN, clip: 0.1 }, STEPS);
      const annealed = await endsOf(lab, { ...PLAIN, annealing: 'cosine', iterations: 1000 }, ASKED);
      const smaller = await endsOf(lab, { ...PLAIN, beta: 0.01 }, ASKED);
      return {
        figure: `Meta-steps, ${OF_SEEDS}: ${endsText(outer, ASKED)}; clipped ${endsText(clipped, STEPS)}; annealed ${endsText(annealed, ASKED)}; β = 0.01 ${endsText(smaller, ASKED)}.`,
        holds: noneHolds(outer) && allHold(clipped) && noneHolds(annealed) && allHold(smaller),
      };
    },
  },
  {
    texts: ['tours:knobs.try.text'],
    says: 'What learns fastest at first need not end best.',
    async measure(lab) {
      const told: string[] = [];
      const found: number[][] = [];
      for (const beta of [0.01, 0.001]) {
        const settings = { ...DEFAULT_SETTINGS, beta };
        const { architecture, initialisation, seed } = settings;
        const network = initialiseNetwork(architecture, initialisation, seed);
        lab.engine.begin(planOf(settings), { network, rates: null });
        const medians: number[] = [];
        for (const steps of [SOON, LATE - SOON]) {
          await lab.engine.metaTrain(steps);
          const { parameters } = (await lab.engine.snapshot()) ?? network;
          medians.push(await lab.medianAfterOne({ architecture, parameters }));
        }
        found.push(medians);
        told.push(`β = ${beta}: ${medians.map(number).join(' and ')}`);
      }
      const [[fastSoon = NaN, fastLate = NaN] = [], [slowSoon = NaN, slowLate = NaN] = []] = found;
      return {
        figure: `Median query error after one step over ${TASKS.toLocaleString('en')} tasks, ${SOON} and ${LATE.toLocaleString('en')} meta-steps after the beginning: ${told.join('; ')}.`,
        holds: fastSoon < slowSoon && fastLate > slowLate,
      };
    },
  },
  {
    texts: ['glossary:seed.text', 'hints:hint.seed'],
    says: 'The same seed gives the same run.',
    async measure(lab) {
      const steps = TASKS / BATCH;
      const run = async () => {
        const { architecture, initialisation, seed } = DEFAULT_SETTINGS;
        const network = initialiseNetwork(architecture, initialisation, seed);
        lab.engine.begin(planOf(DEFAULT_SETTINGS), { network, rates: null });
        await lab.engine.metaTrain(steps);
        return (await lab.engine.snapshot())?.parameters ?? new Float32Array();
      };
      const [one, other] = [await run(), await run()];
      const same = one.filter((value, index) => Object.is(value, other[index])).length;
      return {
        figure: `${same} of ${one.length} weights have the same bits after ${steps} meta-steps (${TASKS.toLocaleString('en')} tasks), trained twice.`,
        holds: one.length > 0 && same === one.length,
      };
    },
  },
  {
    texts: ['train:train.slowHere', 'memory:memory.less'],
    says: 'Fewer tasks, points or inner steps, or a smaller network, make a meta-step quicker.',
    async measure(lab) {
      const base: Partial<Settings> = { trainingSteps: 2, shots: 20, queryPoints: 20 };
      const changes: [string, Partial<Settings>][] = [
        ['half the tasks', { metaBatch: 12 }],
        ['half the points', { shots: 10, queryPoints: 10 }],
        ['half the inner steps', { trainingSteps: 1 }],
        ['half the width', { architecture: { ...PAPER_ARCHITECTURE, layerSizes: [1, 20, 20, 1] } }],
      ];
      const all = changes.map(([, change]) => ({ ...base, ...change }));
      const [usual = NaN, ...times] = await lab.stepTimes([base, ...all]);
      const shares = times.map((time) => time / usual);
      const list = changes.map(([name], index) => `${name} ${Math.round(100 * (shares[index] ?? NaN))} %`);
      return {
        figure: `Processor time of a meta-step on SIMD units, of that with T = 25, K = Q = 20, n = 2, the median of 25 chains (2,500 tasks each): ${list.join(', ')}.`,
        holds: shares.every((share) => share < 0.95),
      };
    },
  },
];
