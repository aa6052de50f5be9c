/** Networks as data: PyTorch's layout, refusals that say what was expected, and where training starts. */
import { describe, expect, test } from 'vitest';
import { INITIALISATIONS, type Initialisation, initialiseNetwork } from '#models/initialisation.ts';
import { PAPER_ARCHITECTURE } from '#models/mlp.ts';
import {
  type Architecture,
  checkArchitecture,
  describeArchitecture,
  parameterCount,
  parameterLayout,
  sameArchitecture,
} from '#models/architecture.ts';
import { refusalOf } from '../../fakes/refusal.ts';

describe('the layout of parameters', () => {
  test('is that of a torch Sequential: weights [out, in], then their bias, counting activations as modules', () => {
    const layout = parameterLayout({ layerSizes: [2, 3, 5, 1], activation: 'tanh' });
    expect(layout.map(({ name, shape, offset, size }) => ({ name, shape, offset, size }))).toEqual([
      { name: '0.weight', shape: [3, 2], offset: 0, size: 6 },
      { name: '0.bias', shape: [3], offset: 6, size: 3 },
      { name: '2.weight', shape: [5, 3], offset: 9, size: 15 },
      { name: '2.bias', shape: [5], offset: 24, size: 5 },
      { name: '4.weight', shape: [1, 5], offset: 29, size: 5 },
      { name: '4.bias', shape: [1], offset: 34, size: 1 },
    ]);
    expect(layout.map(({ role, layer }) => `${layer} ${role}`)).toEqual([
      '0 weight',
      '0 bias',
      '1 weight',
      '1 bias',
      '2 weight',
      '2 bias',
    ]);
  });

  test('has 1761 parameters for the network of the paper', () => {
    expect(PAPER_ARCHITECTURE.layerSizes).toEqual([1, 40, 40, 1]);
    expect(parameterCount(PAPER_ARCHITECTURE)).toBe(1761);
    expect(parameterLayout(PAPER_ARCHITECTURE).reduce((sum, { size }) => sum + size, 0)).toBe(1761);
  });
});

describe('an architecture', () => {
  const withSizes = (...layerSizes: number[]): Architecture => ({ layerSizes, activation: 'relu' });

  test.each([
    withSizes(1, 1),
    withSizes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    withSizes(1024, 970, 1),
    PAPER_ARCHITECTURE,
  ])('of sizes $layerSizes is accepted', (architecture) => {
    expect(() => checkArchitecture(architecture)).not.toThrow();
  });

  test.each([
    { sizes: [], message: 'Expected 1 to 9 layers, found -1.' },
    { sizes: [1], message: 'Expected 1 to 9 layers, found 0.' },
    { sizes: Array.from({ length: 11 }, () => 1), message: 'Expected 1 to 9 layers, found 10.' },
    { sizes: [1, 0, 1], message: 'Expected layer sizes that are whole numbers from 1 to 1024, found 0.' },
    {
      sizes: [1, 1025, 1],
      message: 'Expected layer sizes that are whole numbers from 1 to 1024, found 1025.',
    },
    { sizes: [1, 2.5, 1], message: 'Expected layer sizes that are whole numbers from 1 to 1024, found 2.5.' },
    { sizes: [1, NaN, 1], message: 'Expected layer sizes that are whole numbers from 1 to 1024, found NaN.' },
    { sizes: [1024, 1000, 1], message: 'Expected at most 1000000 parameters, found 1026001.' },
  ])('of sizes $sizes is refused: $message', ({ sizes, message }) => {
    expect(refusalOf(() => checkArchitecture(withSizes(...sizes)))).toMatchObject({
      code: 'architecture-invalid',
      message,
    });
  });

  test('of an unknown activation is refused', () => {
    const unknown: Architecture = JSON.parse('{ "layerSizes": [1, 1], "activation": "gelu" }');
    expect(refusalOf(() => checkArchitecture(unknown))).toMatchObject({
      code: 'architecture-invalid',
      message: 'Expected one of the activations relu, tanh, sigmoid, softplus, sin, found gelu.',
    });
  });

  test('is the same as another of the same sizes and activation only', () => {
    expect(sameArchitecture(withSizes(1, 4, 1), withSizes(1, 4, 1))).toBe(true);
    expect(sameArchitecture(withSizes(1, 4, 1), withSizes(1, 41))).toBe(false);
    expect(sameArchitecture(withSizes(1, 4, 1), { layerSizes: [1, 4, 1], activation: 'sin' })).toBe(false);
    expect(describeArchitecture(PAPER_ARCHITECTURE)).toBe('1-40-40-1 relu');
  });
});

describe('untrained weights', () => {
  const WIDE: Architecture = { layerSizes: [3, 200, 100], activation: 'relu' };
  const start = (scheme: Initialisation, seed = 1) => initialiseNetwork(WIDE, scheme, seed).parameters;
  const weightsOf = (scheme: Initialisation) =>
    parameterLayout(WIDE)
      .filter(({ role }) => role === 'weight')
      .map(({ offset, size, shape }) => {
        const values = Array.from(start(scheme).subarray(offset, offset + size));
        const [outputs = NaN, inputs = NaN] = shape;
        const largest = Math.max(...values.map(Math.abs));
        const mean = values.reduce((sum, value) => sum + value, 0) / size;
        const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
        return { inputs, outputs, size, largest, mean, deviation };
      });

  test('of Glorot fill U[−a, a] with a = √(6 / (in + out))', () => {
    for (const { inputs, outputs, size, largest, deviation } of weightsOf('glorot')) {
      const bound = Math.sqrt(6 / (inputs + outputs));
      expect(largest).toBeLessThanOrEqual(Math.fround(bound));
      expect(largest).toBeGreaterThan(0.98 * bound);
      expect(Math.abs(deviation - bound / Math.sqrt(3))).toBeLessThan((5 * bound) / Math.sqrt(6 * size));
    }
  });

  test('of He deviate by √(2 / in)', () => {
    for (const { inputs, size, mean, deviation } of weightsOf('he')) {
      const expected = Math.sqrt(2 / inputs);
      expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(size));
      expect(Math.abs(deviation - expected)).toBeLessThan((5 * expected) / Math.sqrt(2 * size));
    }
  });

  test('of the paper are normal with σ = 0.01, cut off at 0.02', () => {
    for (const { size, largest, deviation } of weightsOf('paper')) {
      expect(largest).toBeLessThanOrEqual(Math.fround(0.02));
      expect(largest).toBeGreaterThan(0.019);
      // A normal distribution cut off at ±2σ deviates by 0.8796 σ.
      expect(Math.abs(deviation - 0.008796)).toBeLessThan((5 * 0.008796) / Math.sqrt(2 * size));
    }
  });

  test.each(INITIALISATIONS)('of %s have zero biases and no other zeros', (scheme) => {
    const parameters = start(scheme);
    for (const { role, offset, size } of parameterLayout(WIDE)) {
      const zeros = parameters.slice(offset, offset + size).filter((value) => value === 0);
      expect(zeros).toHaveLength(role === 'bias' ? size : 0);
    }
  });

  test.each(INITIALISATIONS)('of %s are the same for the same seed, and others for another', (scheme) => {
    expect(start(scheme, 5)).toEqual(start(scheme, 5));
    expect(start(scheme, 5)).not.toEqual(start(scheme, 6));
  });

  test('differ between all initialisations', () => {
    const firsts = INITIALISATIONS.map((scheme) => start(scheme)[0]);
    expect(new Set(firsts).size).toBe(INITIALISATIONS.length);
  });
});
