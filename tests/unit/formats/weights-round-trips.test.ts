/** Every format that is read gives back every bit that was written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkpointOfTensors, type Checkpoint } from '#formats/checkpoint.ts';
import { readTensorFile, readWeights } from '#formats/read-weights.ts';
import {
  WEIGHT_FORMATS,
  formatNamed,
  holdsState,
  writeCheckpointAs,
  writeWeights,
} from '#formats/weight-formats.ts';
import { isKerasActivation } from '#formats/keras-network.ts';
import { tensorsOfWeights } from '#formats/weights-file.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import { bitsOf, networks } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { checkpointLike, SHAPES, weightsLike } from '../../fakes/weight-examples.ts';

describe.each(WEIGHT_FORMATS.filter(holdsState))('%s', (format) => {
  test('keeps every bit of weights, −0 and denormals among them, and their details', () => {
    fc.assert(
      fc.property(networks, fc.boolean(), (network, isMetaSgd) => {
        const { details } = weightsLike(network.architecture, isMetaSgd ? 'metaSgd' : 'maml');
        const rates = isMetaSgd ? network.parameters.toReversed() : null;
        const read = readWeights(writeWeights({ network, rates, details }, format));
        if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
        expect(read.weights.network.architecture).toEqual(network.architecture);
        expect(bitsOf(read.weights.network.parameters)).toEqual(bitsOf(network.parameters));
        expect(read.weights.rates === null ? null : bitsOf(read.weights.rates)).toEqual(
          rates === null ? null : bitsOf(rates),
        );
        expect(read.weights.details).toEqual(details);
      }),
    );
  });

  test('keeps the numbers at the ends of float32', () => {
    const ends = Float32Array.of(
      -0,
      0,
      1e-45,
      -1e-45,
      1.1754942e-38,
      1.17549435e-38,
      3.4028235e38,
      -3.4028235e38,
      0.1,
      1 / 3,
    );
    const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'tanh' });
    const network = { ...weights.network, parameters: ends };
    const read = readWeights(writeWeights({ ...weights, network }, format));
    if (read.kind !== 'weights') throw new Error(`Expected weights, found ${read.kind}.`);
    expect(bitsOf(read.weights.network.parameters)).toEqual(bitsOf(ends));
  });

  test('keeps log λ of a ridge head', () => {
    const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'tanh' }, 'ridgeHead');
    const read = readWeights(writeWeights(weights, format));
    expect(read).toMatchObject({ kind: 'weights', weights: { logLambda: -1.25, rates: null } });
  });

  test.each(['r2d2', 'metaOptNet'] as const)('keeps log λ and log s of %s', (origin) => {
    const weights = weightsLike({ layerSizes: [4, 3, 2], activation: 'tanh' }, origin);
    const read = readWeights(writeWeights(weights, format));
    expect(read).toMatchObject({
      kind: 'weights',
      weights: { logLambda: -1.25, logScale: 2.5, rates: null },
    });
  });

  test('keeps the weights of context parameters', () => {
    const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'tanh' }, 'cavia');
    const read = readWeights(writeWeights(weights, format));
    expect(weights.contextWeights).toHaveLength(6);
    expect(read).toMatchObject({ kind: 'weights', weights: { contextWeights: weights.contextWeights } });
  });

  test('keeps the rates of each layer in each step', () => {
    const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'tanh' }, 'mamlPlusPlus');
    const read = readWeights(writeWeights(weights, format));
    expect(weights.stepRates).toHaveLength(4);
    expect(read).toMatchObject({ kind: 'weights', weights: { stepRates: weights.stepRates, rates: null } });
  });

  test('tells the inner optimiser where there is one, and nothing of it where there is none', () => {
    const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'tanh' });
    const { settings } = weights.details;
    const told = (change: Partial<typeof settings>) => {
      const details = { ...weights.details, settings: { ...settings, ...change } };
      return Object.values(tensorsOfWeights({ ...weights, details }).metadata).join('\n');
    };
    expect(told({})).not.toMatch(/innerOptimiser|innerMomentum|firstOrderSteps/);
    expect(told({ innerOptimiser: 'momentum', innerMomentum: 0.5 })).toContain('"innerMomentum":0.5');
    const byAdam = { ...weights.details, settings: { ...settings, innerOptimiser: 'adam' as const } };
    const read = readWeights(writeWeights({ ...weights, details: byAdam }, format));
    expect(read).toMatchObject({ weights: { details: { settings: { innerOptimiser: 'adam' } } } });
  });

  test.each(['maml', 'metaSgd', 'ridgeHead', 'cavia', 'mamlPlusPlus'] as const)(
    'keeps a checkpoint of %s with its optimiser’s state',
    (algorithm) => {
      const checkpoint = checkpointLike({ algorithm });
      const read = readWeights(writeCheckpointAs(checkpoint, format));
      if (read.kind !== 'checkpoint') throw new Error(`Expected a checkpoint, found ${read.kind}.`);
      const comparable = ({ snapshot, ...rest }: Checkpoint) => ({
        ...rest,
        iteration: snapshot.iteration,
        bits: [snapshot.parameters, snapshot.firstMoment, snapshot.secondMoment].map(bitsOf),
      });
      expect(comparable(read.checkpoint)).toEqual(comparable(checkpoint));
      expect(checkpointOfTensors(readTensorFile(writeCheckpointAs(checkpoint, format)))).toEqual(checkpoint);
    },
  );

  test('keeps how weights were adapted', () => {
    const weights = weightsLike({ layerSizes: [1, 2, 1], activation: 'sin' });
    const innerOptimiser = { kind: 'momentum', decay: 0.9 } as const;
    const adapted = { steps: 3, alpha: 0.01, innerOptimiser, support: { x: [-1, 0.5], y: [2, -0.25] } };
    const file = { ...weights, details: { ...weights.details, adapted } };
    expect(readWeights(writeWeights(file, format))).toEqual({ kind: 'weights', weights: file });
  });
});

describe.each(['onnx', 'tfjs'] as const)('%s, which holds a network only,', (format) => {
  const activations = ACTIVATIONS.filter((name) => format === 'onnx' || isKerasActivation(name));

  test.each(activations)('keeps every bit of one with %s, and its details', (activation) => {
    for (const layerSizes of SHAPES) {
      const weights = weightsLike({ layerSizes, activation });
      const read = readWeights(writeWeights(weights, format));
      expect(read).toEqual({ kind: 'weights', weights });
    }
  });

  test('gives that of Meta-SGD back without its α, as one made elsewhere', () => {
    const weights = weightsLike({ layerSizes: [1, 4, 1], activation: 'tanh' }, 'metaSgd');
    expect(readWeights(writeWeights(weights, format))).toMatchObject({
      kind: 'weights',
      weights: { network: weights.network, rates: null, details: { origin: 'elsewhere' } },
    });
  });
});

test.each(WEIGHT_FORMATS)('%s never holds a number that is not finite', (format) => {
  const weights = weightsLike({ layerSizes: [1, 3, 1], activation: 'relu' });
  weights.network.parameters[0] = Infinity;
  expect(refusalOf(() => writeWeights(weights, format))).toMatchObject({ code: 'diverged' });
});

test.each(['onnx', 'tfjs'] as const)('%s refuses a checkpoint and says what would hold it', (format) => {
  const { message, hint } = refusalOf(() => writeCheckpointAs(checkpointLike(), format));
  expect(message).toContain('Expected safetensors, .npz or JSON for a checkpoint');
  expect(hint).toContain('maml, 321 iterations');
});

test.each([
  ['Run.SafeTensors', 'safetensors'],
  ['a.b.npz', 'npz'],
  ['maml.onnx', 'onnx'],
  ['maml.tfjs.zip', 'tfjs'],
  ['maml.zip', 'tfjs'],
  ['maml.json', 'json'],
  ['maml.pt', null],
])('the name %s tells the format %s', (name, format) => {
  expect(formatNamed(name)).toBe(format);
});
