/** A network unit by unit: what is told of it is what the engine predicts, and every sum adds up. */
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '#models/activations.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { expectMlp } from '#models/architecture.ts';
import type { Mlp } from '#models/mlp.ts';
import {
  bySize,
  goesOnTo,
  movedInto,
  outputsOf,
  rateOf,
  sharesOfLargest,
  sumOf,
} from '#features/inside/network-pass.ts';
import { relativeError } from '../../../compare.ts';
import { pairsOf, PATHS } from '../../../gpu/paths.ts';
import { predict } from '../../../reference/float64-network.ts';
import { simdEngine } from '../../../simd-engine.ts';

const SMALL: Mlp = { layerSizes: [2, 3, 2], activation: 'relu' };
/** Weights [3, 2], biases [3], weights [2, 3], biases [2]. */
const SMALL_PARAMETERS = Float32Array.of(1, 2, -1, 0, 0.5, 0.5, 0, 1, -4, 1, 10, 3, 0, -1, 2, 0.5, -0.5);

const engine = simdEngine();

test.each(PATHS)(
  'predicts what the engine’s curve shows, before and after adapting: $layerSizes',
  async (one) => {
    const { request } = pairsOf(one);
    const paths = await engine.adapt(request);
    const perceptron = expectMlp(request.architecture);
    const [inputs = 1] = perceptron.layerSizes;
    const curve = (parameters: Float32Array) =>
      Array.from({ length: request.gridX.length / inputs }, (_, place) => {
        const x = request.gridX.subarray(place * inputs, (place + 1) * inputs);
        return [...(outputsOf(perceptron, parameters, x).at(-1) ?? [])];
      }).flat();
    expect(paths).toHaveLength(request.parameters.length);
    paths.forEach(({ predictions, adapted }, index) => {
      const first = request.parameters[index] ?? new Float32Array();
      expect(relativeError(curve(first), predictions[0] ?? [])).toBeLessThan(1e-5);
      expect(relativeError(curve(adapted), predictions.at(-1) ?? [])).toBeLessThan(1e-5);
    });
  },
);

test.each(ACTIVATIONS)('%s follows every layer but the last', (activation) => {
  const network = initialiseNetwork({ layerSizes: [2, 5, 4, 3], activation }, 'glorot', 7);
  const x = [0.3, -1.2];
  const found = outputsOf(expectMlp(network.architecture), network.parameters, x);
  expect(found.map(({ length }) => length)).toEqual([2, 5, 4, 3]);
  expect(relativeError(found.at(-1) ?? [], predict(network, x))).toBeLessThan(1e-12);
});

describe('a unit written out', () => {
  const outputs = outputsOf(SMALL, SMALL_PARAMETERS, [3, -1]);

  test('is its bias and a product for each unit before it', () => {
    expect(outputs.map((column) => [...column])).toEqual([
      [3, -1],
      [1, 0, 0],
      [1.5, -0.5],
    ]);
    const made = sumOf(SMALL, SMALL_PARAMETERS, outputs, { column: 1, unit: 1 });
    expect(made?.products).toEqual([
      { from: 0, place: 2, weight: -1, input: 3, product: -3 },
      { from: 1, place: 3, weight: 0, input: -1, product: -0 },
    ]);
    expect(made).toMatchObject({ bias: 1, biasPlace: 7, sum: -2, output: 0 });
  });

  test('is not made where it is an input', () => {
    expect(sumOf(SMALL, SMALL_PARAMETERS, outputs, { column: 0, unit: 0 })).toBeNull();
  });

  test('goes on by its weight into each unit that follows, and from the prediction to none', () => {
    const on = goesOnTo(SMALL, SMALL_PARAMETERS, outputs, { column: 1, unit: 0 });
    expect(on.map(({ from, weight, product }) => [from, weight, product])).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
    expect(goesOnTo(SMALL, SMALL_PARAMETERS, outputs, { column: 2, unit: 0 })).toEqual([]);
  });

  test('has its products by size, whatever their sign', () => {
    const products = [1, -3, 2].map((product, from) => ({
      from,
      place: from,
      weight: product,
      input: 1,
      product,
    }));
    expect(bySize(products).map(({ product }) => product)).toEqual([-3, 2, 1]);
  });

  test('has moved as far as its weights and its bias together', () => {
    const after = SMALL_PARAMETERS.slice();
    after[2] = 2; // −1 before: by 3.
    after[7] = 5; // 1 before: by 4.
    expect(movedInto(SMALL, SMALL_PARAMETERS, after, 1)).toEqual([0, 5, 0]);
    expect(movedInto(SMALL, SMALL_PARAMETERS, after, 2)).toEqual([0, 0]);
    expect(movedInto(SMALL, SMALL_PARAMETERS, after, 0)).toEqual([]);
  });
});

describe('the rate of a weight in an inner step', () => {
  const at = { step: 1, column: 2, place: 3 };

  test('is the one of plain descent, its own, or that of its layer in the step', () => {
    expect(rateOf(0.25, SMALL, at)).toBe(0.25);
    expect(rateOf(Float32Array.of(0, 0, 0, 0.5), SMALL, at)).toBe(0.5);
    expect(rateOf({ stepRates: Float32Array.of(1, 2, 3, 4) }, SMALL, at)).toBe(4);
  });

  test.each([
    ['an optimiser with a state', { optimiser: { kind: 'adam' }, rates: 0.1 } as const],
    ['a context', { contextWeights: Float32Array.of(1, 1, 1), alpha: 1 }],
    ['a head that is solved for', { logLambda: 0 }],
    ['remembering', { remembers: true } as const],
  ])('is none with %s', (_, adaptation) => {
    expect(rateOf(adaptation, SMALL, at)).toBeNull();
  });
});

describe('shares of the largest', () => {
  test('are of all columns: a layer that hardly moved is small beside one that did', () => {
    expect(sharesOfLargest([[], [0.1, 0], [2, 4]])).toEqual([[], [0.025, 0], [0.5, 1]]);
  });

  test('are none where nothing has moved', () => {
    expect(sharesOfLargest([[], [0, 0], [0]])).toEqual([[], [0, 0], [0]]);
  });

  test('what has grown beyond all numbers leaves the others theirs', () => {
    expect(
      sharesOfLargest([
        [Number.NaN, 1],
        [Number.POSITIVE_INFINITY, 2],
      ]),
    ).toEqual([
      [1, 0.5],
      [1, 1],
    ]);
  });
});
