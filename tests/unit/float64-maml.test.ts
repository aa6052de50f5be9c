/** The reference that the engines are compared with is itself right: PyTorch and central differences say so. */
import { describe, expect, test } from 'vitest';
import { initialiseNetwork } from '#core/initialisation.ts';
import { ACTIVATIONS } from '#core/model.ts';
import { STREAMS } from '#core/rng.ts';
import { PAPER_RANGES, sampleSinusoidTask } from '#core/sinusoid.ts';
import { relativeError } from '../compare.ts';
import { ORACLE_CASES } from '../oracle.ts';
import { referenceMetaGradient } from '../reference/float64-maml.ts';

// The files' inputs are float32 numbers already, so both sides compute with the same ones.
const ROUNDING = 1e-9;

describe.each(ORACLE_CASES)('on $name the reference agrees with PyTorch', (oracle) => {
  const { network, tasks, alpha, innerSteps, expected } = oracle;
  const { architecture, parameters } = network;
  const found = referenceMetaGradient(architecture, parameters, tasks, alpha, innerSteps);

  test('in both meta-gradients', () => {
    expect(relativeError(found.maml, expected.mamlMetaGradient)).toBeLessThan(ROUNDING);
    expect(relativeError(found.fomaml, expected.fomamlMetaGradient)).toBeLessThan(ROUNDING);
    // Else one would do for the other.
    expect(relativeError(found.maml, found.fomaml)).toBeGreaterThan(1e-3);
  });

  test('in every query loss', () => {
    expect(relativeError(found.queryLosses.flat(), expected.queryLossByStep.flat())).toBeLessThan(ROUNDING);
    const mean = expected.meanQueryLossAfterAdaptation;
    expect(relativeError([found.meanQueryLossAfterAdaptation], [mean])).toBeLessThan(ROUNDING);
  });
});

const SMOOTH = ACTIVATIONS.filter((activation) => activation !== 'relu');

test.each(SMOOTH)('the meta-gradient of a %s network is that of central differences', (activation) => {
  const architecture = { layerSizes: [1, 5, 4, 1], activation };
  const { parameters } = initialiseNetwork(architecture, 'glorot', 3);
  const tasks = [0, 1].map((index) =>
    sampleSinusoidTask(PAPER_RANGES, 3, STREAMS.shownTask, index, { shots: 4, queryPoints: 3 }),
  );
  const at = (theta: ArrayLike<number>) => referenceMetaGradient(architecture, theta, tasks, 0.05, 3);
  const moved = (index: number, by: number) => {
    const theta = Float64Array.from(parameters);
    theta[index] = (theta[index] ?? NaN) + by;
    return at(theta).meanQueryLossAfterAdaptation;
  };
  const step = 1e-4;
  const differences = Float64Array.from(
    parameters,
    (_, index) => (moved(index, step) - moved(index, -step)) / (2 * step),
  );
  expect(relativeError(at(parameters).maml, differences)).toBeLessThan(1e-5);
});

test('the distance to a kink is the smallest |z| of any hidden unit', () => {
  const points = { x: Float32Array.of(2, -1), y: Float32Array.of(0, 0), count: 2 };
  const architecture = { layerSizes: [1, 2, 1], activation: 'relu' as const };
  // z = (x + 0.5, -x + 0.75), of which -x + 0.75 at x = 2 and x + 0.5 at x = -1 are -1.25 and -0.5.
  const parameters = Float64Array.of(1, -1, 0.5, 0.75, 100, 100, 0.25);
  const { closestToKink } = referenceMetaGradient(
    architecture,
    parameters,
    [{ support: points, query: points }],
    0,
    1,
  );
  expect(closestToKink).toBe(0.5);
});
