/** How weights are judged: which tasks, which rates, and what is made of the losses. */
import { describe, expect, test } from 'vitest';
import type { AdaptRequest } from '#training/meta-engine.ts';
import { DEFAULT_SETTINGS, type Settings } from '#training/settings.ts';
import { describeRates, evaluateWeights, type JudgedWeights } from '#cli/evaluation.ts';

type Request = Omit<AdaptRequest, 'gridX'>;

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  architecture: { layerSizes: [1, 2, 1], activation: 'relu' },
  alpha: 0.03,
  seed: 99,
};
const WEIGHTS: JudgedWeights = {
  origin: 'maml',
  learned: {
    network: { architecture: SETTINGS.architecture, parameters: new Float32Array(7).fill(0.1) },
    rates: null,
  },
  settings: SETTINGS,
};
const PLAN = { shots: [5, 2], steps: 2, tasks: 250, seed: 1, queryPoints: 7 };

/** An engine for which the n-th task of a K has the loss n at step 0, 10 at step 1, and diverges at step 2 now and then. */
function countingEngine() {
  const requests: Request[] = [];
  const taken = new Map<number, number>();
  return {
    requests,
    async evaluate(request: Request) {
      requests.push(request);
      const shots = request.tasks[0]?.support.count ?? 0;
      const first = taken.get(shots) ?? 0;
      taken.set(shots, first + request.tasks.length);
      const losses = request.tasks.flatMap((_, index) => [first + index, 10, index === 0 ? Infinity : 1]);
      return { stepCount: 3, losses: Float32Array.from(losses) };
    },
  };
}

describe('an evaluation', () => {
  test('summarises every step over all tasks, for each number of shots', async () => {
    const evaluation = await evaluateWeights(countingEngine(), WEIGHTS, PLAN);
    expect(evaluation).toMatchObject({ tasks: 250, seed: 1, alpha: 0.03 });
    expect(evaluation.byShots.map(({ shots }) => shots)).toEqual([5, 2]);
    for (const { summaries } of evaluation.byShots) {
      expect(summaries).toHaveLength(3);
      // The losses 0 … 249 at step 0; three of 250 diverge at step 2.
      expect(summaries[0]?.mean).toBeCloseTo(124.5);
      expect(summaries[0]?.median).toBeCloseTo(124.5);
      expect(summaries[0]?.confidence95).toBeCloseTo(
        (1.96 * Math.sqrt((250 ** 2 - 1) / 12)) / Math.sqrt(250),
      );
      expect(summaries[0]?.divergedShare).toBeCloseTo(149 / 250);
      expect(summaries[1]).toMatchObject({ mean: 10, confidence95: 0, median: 10, divergedShare: 0 });
      expect(summaries[2]).toMatchObject({ mean: null, confidence95: null, median: 1 });
      expect(summaries[2]?.divergedShare).toBeCloseTo(3 / 250);
    }
  });

  test('draws held-out tasks by its own seed: the same ones for all weights', async () => {
    const [one, other] = [countingEngine(), countingEngine()];
    await evaluateWeights(one, WEIGHTS, PLAN);
    await evaluateWeights(other, { ...WEIGHTS, settings: { ...SETTINGS, seed: 3, shots: 50 } }, PLAN);
    expect(one.requests.map(({ tasks }) => tasks)).toEqual(other.requests.map(({ tasks }) => tasks));
    expect(one.requests[0]?.tasks[0]).toMatchObject({ support: { count: 5 }, query: { count: 7 } });
  });

  test('adapts with α, or with the rates that were learned', async () => {
    const engine = countingEngine();
    const rates = new Float32Array(7).fill(0.5);
    await evaluateWeights(engine, WEIGHTS, { ...PLAN, shots: [5] });
    await evaluateWeights(
      engine,
      { ...WEIGHTS, origin: 'metaSgd', learned: { ...WEIGHTS.learned, rates } },
      { ...PLAN, shots: [5] },
    );
    expect(engine.requests[0]?.rates[0]).toBe(0.03);
    expect(engine.requests.at(-1)?.rates[0]).toBe(rates);
  });

  test('tells the oracle its tasks, and lets it be', async () => {
    const engine = countingEngine();
    await evaluateWeights(engine, { ...WEIGHTS, origin: 'oracle' }, { ...PLAN, shots: [5] });
    expect(engine.requests[0]?.tasks[0]?.support.x).toHaveLength(3 * 5);
    expect(engine.requests[0]?.rates[0]).toBe(0);
  });

  test('can be stopped', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(evaluateWeights(countingEngine(), WEIGHTS, PLAN, signal)).rejects.toThrow('enough');
  });
});

test('the rates are told as the weights adapt', () => {
  const { learned } = WEIGHTS;
  expect(describeRates('maml', learned, 0.03)).toBe('α = 0.03');
  expect(describeRates('metaSgd', { ...learned, rates: new Float32Array(7) }, 0.03)).toBe('its own α');
  expect(describeRates('oracle', learned, 0.03)).not.toContain('α');
});
