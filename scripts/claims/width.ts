/** Claims about wider networks: what a meta-step costs in time and memory, and what relatives of MAML save. */
import { memory, profile, scalar } from '@tensorflow/tfjs';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { parameterCount } from '#models/architecture.ts';
import { openBackend } from '#tensor/backend.ts';
import { startFor } from '#training/learned.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { planOf } from '#training/training-plan.ts';
import type { Claim } from './claim.ts';
import { number } from './figures.ts';

const WIDTHS = [40, 80, 160, 320] as const;
const ALGORITHMS = ['maml', 'fomaml', 'anil', 'imaml'] as const;
/** Wide enough that weights, not points, decide. */
const WIDE = 160;
const STEPS = [1, 5, 10] as const;

const architectureOf = (width: number) => ({ ...PAPER_ARCHITECTURE, layerSizes: [1, width, width, 1] });

const ratios = (values: readonly number[]) =>
  values.map((value) => number(value / (values[0] ?? Number.NaN))).join(', ');

/** The most bytes that all tensors of TensorFlow.js have at once in a meta-step. */
async function peakOf(settings: Settings): Promise<number> {
  const engine = createTensorEngine();
  const left = memory().numBytes;
  const network = initialiseNetwork(settings.architecture, settings.initialisation, settings.seed);
  engine.begin(planOf(settings), startFor(settings, { network, rates: null }));
  const { peakBytes } = await profile(async () => {
    await engine.metaTrain(1);
    return scalar(0);
  });
  engine.dispose();
  return peakBytes - left;
}

export const WIDTH: readonly Claim[] = [
  {
    texts: ['tours:largeModels.weights.text', 'tours:largeModels.wide.text'],
    says: 'A meta-step of MAML grows with the weights, not with their square.',
    async measure(lab) {
      const times = await lab.stepTimes(WIDTHS.map((width) => ({ architecture: architectureOf(width) })));
      const counts = WIDTHS.map((width) => parameterCount(architectureOf(width)));
      const last = WIDTHS.length - 1;
      const grown = (values: readonly number[]) => (values[last] ?? NaN) / (values[last - 1] ?? NaN);
      return {
        figure: `Widths ${WIDTHS.join(', ')}: weights ${counts.map((count) => count.toLocaleString('en')).join(', ')}; processor time of a meta-step on SIMD units, of that at ${WIDTHS[0]}: ${ratios(times)}; medians of 25 chains (2,500 tasks each).`,
        // “About four times”: time wavers, so it may be a fifth off.
        holds: Math.abs(grown(times) / grown(counts) - 1) < 0.2,
      };
    },
  },
  {
    texts: ['tours:largeModels.cheaper.title', 'tours:largeModels.cheaper.text'],
    says: 'On SIMD units FOMAML takes about two thirds of MAML’s time at every width with n = 1, and about half with n = 5; ANIL takes no less, iMAML three to four times as much with n = 1.',
    async measure(lab) {
      const settings = WIDTHS.flatMap((width) =>
        ALGORITHMS.map((algorithm) => ({ algorithm, architecture: architectureOf(width) })),
      );
      const times = await lab.stepTimes(settings);
      const rows = WIDTHS.map((_, index) => {
        const [maml = NaN, ...others] = times.slice(
          ALGORITHMS.length * index,
          ALGORITHMS.length * (index + 1),
        );
        return others.map((time) => time / maml);
      });
      const [maml5 = NaN, ...others5] = await lab.stepTimes(
        ALGORITHMS.map((algorithm) => ({
          algorithm,
          trainingSteps: 5,
          architecture: architectureOf(WIDTHS[1]),
        })),
      );
      const shares5 = others5.map((time) => time / maml5);
      const [first = NaN] = shares5;
      const told = rows
        .map((shares, index) => `${WIDTHS[index]}: ${shares.map(number).join(', ')}`)
        .join('; ');
      return {
        figure: `Processor time of a meta-step of FOMAML, ANIL and iMAML on SIMD units, of MAML’s, with n = 1 by width: ${told}; with n = 5 at ${WIDTHS[1]}: ${shares5.map(number).join(', ')}; medians of 25 chains (2,500 tasks each).`,
        holds:
          rows.every(
            ([fomaml = NaN, anil = NaN, imaml = NaN]) =>
              fomaml > 0.55 && fomaml < 0.75 && anil > 1 && imaml > 2.8 && imaml < 4.3,
          ) &&
          first > 0.4 &&
          first < 0.55,
      };
    },
  },
  {
    texts: ['tours:largeModels.memory.title', 'tours:largeModels.memory.text'],
    says: 'With the inner steps MAML’s memory grows most and iMAML’s hardly; FOMAML and ANIL need less than MAML, iMAML only at n = 10.',
    async measure() {
      await openBackend('cpu');
      const peaks: number[][] = [];
      for (const algorithm of ALGORITHMS) {
        const found: number[] = [];
        for (const trainingSteps of STEPS) {
          found.push(
            await peakOf({
              ...DEFAULT_SETTINGS,
              algorithm,
              trainingSteps,
              metaBatch: 5,
              architecture: architectureOf(WIDE),
            }),
          );
        }
        peaks.push(found);
      }
      const [maml = [], fomaml = [], anil = [], imaml = []] = peaks;
      const growth = (found: readonly number[]) => (found.at(-1) ?? NaN) / (found[0] ?? NaN);
      const ofMaml = (found: readonly number[]) =>
        found.map((peak, index) => number(peak / (maml[index] ?? NaN))).join(', ');
      return {
        figure: `The most that all tensors of TensorFlow.js have at once in a meta-step at width ${WIDE}, n = ${STEPS.join(', ')}: MAML ${ratios(maml)} of that with n = 1, FOMAML ${ratios(fomaml)}, ANIL ${ratios(anil)}, iMAML ${ratios(imaml)}; of MAML’s with the same n: FOMAML ${ofMaml(fomaml)}, ANIL ${ofMaml(anil)}, iMAML ${ofMaml(imaml)}.`,
        holds:
          // Bytes are the same every time, so the text's own numbers are held.
          peaks.map((found) => growth(found).toFixed(1)).join() === '5.8,2.7,2.7,1.3' &&
          Math.abs((fomaml.at(-1) ?? NaN) / (maml.at(-1) ?? NaN) - 1 / 3) < 0.05 &&
          [fomaml, anil].every((found) => found.every((peak, index) => peak < (maml[index] ?? NaN))) &&
          imaml.map((peak, index) => peak < (maml[index] ?? NaN)).join() === 'false,false,true',
      };
    },
  },
];
