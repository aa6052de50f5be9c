/** The self-check passes an engine that computes rightly, and none of which a single thing is wrong. */
import { SERIES } from '#training/series.ts';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { type Adaptation, isClosedForm } from '#training/learned.ts';
import type { MetaGradient } from '#training/meta-engine.ts';
import { english } from '#core/saying.ts';
import { type CheckKind, type SelfCheck, selfChecks } from '#training/self-check.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import type { CheckedEngine } from '#worker/self-check/finding.ts';
import { makeCheck } from '#worker/self-check/make-check.ts';
import { createTrainer } from '#worker/trainer.ts';
import { createTensorEngine } from '#meta/tensor-engine.ts';
import { openBackend } from '#tensor/backend.ts';
import { ORACLE_CASES } from '../../../oracle.ts';

// TensorFlow.js in plain JavaScript: seconds, on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CHECKS = selfChecks(ORACLE_CASES);

function rightEngine(): CheckedEngine {
  const engine = createTensorEngine();
  return { ...engine, ...createTrainer(engine) };
}

beforeAll(async () => {
  expect((await openBackend('cpu')).backend).toBe('cpu');
});

const NAMED_CHECKS = CHECKS.map((check) => ({ check, kind: check.kind, name: english(check.name) }));
test.each(NAMED_CHECKS)(
  '$kind, $name: passes what is right, well within the tolerance',
  async ({ check }) => {
    const result = await makeCheck(rightEngine(), check);
    expect(result).toMatchObject({ passed: true });
    expect(result.error).toBeLessThan(result.tolerance / 10);
  },
);

const PREFIXES = ['ridge', 'r2d2', 'meta-opt-net', 'cavia', 'momentum', 'adam', 'maml-plus-plus'] as const;

/** Of gradient steps, or of the cases whose names begin with a learner's or an optimiser's. */
function checkOf(wanted: CheckKind, of: (typeof PREFIXES)[number] | null = null): SelfCheck {
  // The smallest network serves as well as any other.
  const check = CHECKS.find(({ kind, name }) => {
    const words = english(name);
    const found = PREFIXES.find((prefix) => words.startsWith(prefix)) ?? null;
    return kind === wanted && !words.startsWith('relu') && found === of;
  });
  if (check === undefined) throw new Error(`Expected a check of ${wanted}.`);
  return check;
}

/** The engine, of which one thing is wrong. */
type Fault = (right: CheckedEngine) => Partial<CheckedEngine>;

function turned(vector: Float32Array, at = 0): Float32Array {
  return vector.map((value, index) => (index === at ? -value : value));
}

function withGradient(
  algorithm: MetaAlgorithm,
  change: (found: MetaGradient) => Partial<MetaGradient>,
): Fault {
  return (right) => ({
    metaGradient: async (request) => {
      const found = await right.metaGradient(request);
      return request.algorithm === algorithm ? { ...found, ...change(found) } : found;
    },
  });
}

const half = (vector: Float32Array) => vector.map((value) => value / 2);

const FAULTS: readonly { readonly wrong: string; readonly kind: CheckKind; readonly fault: Fault }[] = [
  {
    wrong: 'one adapted parameter',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({ ...found, adapted: turned(found.adapted, 1) })),
    }),
  },
  ...SERIES.map((key) => ({
    wrong: key,
    kind: 'adaptation' as const,
    fault: (right: CheckedEngine): Partial<CheckedEngine> => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({
          ...found,
          series: { ...found.series, [key]: half(found.series[key] ?? new Float32Array()) },
        })),
    }),
  })),
  {
    wrong: 'one prediction',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({
          ...found,
          predictions: found.predictions.map((values) => turned(values)),
        })),
    }),
  },
  {
    wrong: 'an evaluated loss',
    kind: 'adaptation',
    fault: (right) => ({
      evaluate: async (request) => {
        const { losses, stepCount } = await right.evaluate(request);
        return { stepCount, losses: turned(losses, losses.length - 1) };
      },
    }),
  },
  ...(['maml', 'fomaml', 'anil', 'multiStepLoss', 'reptile', 'metaSgd'] as const).map((algorithm) => ({
    wrong: `one number of the meta-gradient of ${algorithm}`,
    kind: 'metaGradient' as const,
    fault: withGradient(algorithm, ({ gradient }) => ({ gradient: turned(gradient, gradient.length - 1) })),
  })),
  {
    wrong: 'the gradient of Meta-SGD’s α',
    kind: 'metaGradient',
    fault: withGradient('metaSgd', ({ alphaGradient }) => ({
      alphaGradient: alphaGradient === null ? null : turned(alphaGradient),
    })),
  },
  {
    wrong: 'the second order',
    kind: 'metaGradient',
    fault: (right) => ({
      metaGradient: (request) =>
        right.metaGradient(request.algorithm === 'maml' ? { ...request, algorithm: 'fomaml' } : request),
    }),
  },
  {
    wrong: 'the length of a gradient',
    kind: 'slope',
    fault: withGradient('maml', ({ gradient }) => ({ gradient: gradient.map((value) => 1.01 * value) })),
  },
  {
    wrong: 'what is missing from a gradient',
    kind: 'slope',
    fault: withGradient('anil', ({ gradient }) => ({
      gradient: gradient.map((value, index) => (index < 3 ? 0 : value)),
    })),
  },
  {
    wrong: 'the implicit gradient',
    kind: 'slope',
    fault: (right) => ({
      metaGradient: (request) =>
        right.metaGradient(
          request.algorithm === 'imaml'
            ? { ...request, proximal: { ...request.proximal, lambda: -request.proximal.lambda } }
            : request,
        ),
    }),
  },
  {
    wrong: 'the task that it trains on',
    kind: 'training',
    fault: (right) => ({ begin: (settings, start) => right.begin({ ...settings, seed: 8 }, start) }),
  },
  {
    wrong: 'the rate of the outer step',
    kind: 'training',
    fault: (right) => ({
      begin: (settings, start) => right.begin({ ...settings, beta: 1.01 * settings.beta }, start),
    }),
  },
  ...(['lossBefore', 'lossAfter'] as const).map((key) => ({
    wrong: `${key} of training`,
    kind: 'training' as const,
    fault: (right: CheckedEngine): Partial<CheckedEngine> => ({
      train: async (steps) => {
        const progress = await right.train(steps);
        return { ...progress, [key]: half(progress[key]) };
      },
    }),
  })),
];

describe.each(FAULTS)('$wrong, if it is wrong,', ({ kind, fault }) => {
  test('is found', async () => {
    const right = rightEngine();
    const result = await makeCheck({ ...right, ...fault(right) }, checkOf(kind));
    expect(result.passed).toBe(false);
    expect(result.error).toBeGreaterThan(result.tolerance);
  });
});

const RIDGE_FAULTS: typeof FAULTS = [
  {
    wrong: 'one number of an adapted head',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({
          ...found,
          adapted: turned(found.adapted, found.adapted.length - 1),
        })),
    }),
  },
  {
    wrong: 'one number of its meta-gradient',
    kind: 'metaGradient',
    fault: withGradient('ridgeHead', ({ gradient }) => ({ gradient: turned(gradient) })),
  },
  {
    wrong: 'the gradient of log λ',
    kind: 'metaGradient',
    fault: withGradient('ridgeHead', ({ logLambdaGradient = 0 }) => ({
      logLambdaGradient: -logLambdaGradient,
    })),
  },
];

describe.each(RIDGE_FAULTS)('$wrong of a ridge head, if it is wrong,', ({ kind, fault }) => {
  test('is found', async () => {
    const right = rightEngine();
    const result = await makeCheck({ ...right, ...fault(right) }, checkOf(kind, 'ridge'));
    expect(result.passed).toBe(false);
  });
});

/** The rule of the one head of classes in place of the other's. */
const confused = (rates: readonly Adaptation[]): readonly Adaptation[] =>
  rates.map((rule) => {
    if (!isClosedForm(rule) || rule.ofClasses === undefined) return rule;
    const { ofClasses } = rule;
    const other = ofClasses.rule === 'svm' ? 'scaledRidge' : 'svm';
    return { ...rule, ofClasses: { ...ofClasses, rule: other } };
  });

const CLASS_FAULTS: typeof FAULTS = [
  ...RIDGE_FAULTS.filter(({ kind }) => kind === 'adaptation'),
  {
    wrong: 'the rule of a head that is adapted',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: (request) => right.adapt({ ...request, rates: confused(request.rates) }),
    }),
  },
  {
    wrong: 'the rule of a head that is evaluated',
    kind: 'adaptation',
    fault: (right) => ({
      evaluate: (request) => right.evaluate({ ...request, rates: confused(request.rates) }),
    }),
  },
  {
    wrong: 'one number of the meta-gradient',
    kind: 'metaGradient',
    fault: (right) => ({
      metaGradient: async (request) => {
        const found = await right.metaGradient(request);
        return { ...found, gradient: turned(found.gradient) };
      },
    }),
  },
  ...(['logLambdaGradient', 'logScaleGradient'] as const).map((key) => ({
    wrong: key,
    kind: 'metaGradient' as const,
    fault: (right: CheckedEngine): Partial<CheckedEngine> => ({
      metaGradient: async (request) => {
        const found = await right.metaGradient(request);
        return { ...found, [key]: -(found[key] ?? 0) };
      },
    }),
  })),
];

describe.each(['r2d2', 'meta-opt-net'] as const)('in the case of %s', (of) => {
  test.each(CLASS_FAULTS)('$wrong, if it is wrong, is found', async ({ kind, fault }) => {
    const right = rightEngine();
    const result = await makeCheck({ ...right, ...fault(right) }, checkOf(kind, of));
    expect(result.passed).toBe(false);
  });
});

const CONTEXT_FAULTS: typeof FAULTS = [
  {
    wrong: 'one number of the first bias',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({ ...found, adapted: turned(found.adapted, 20) })),
    }),
  },
  {
    wrong: 'an evaluated loss',
    kind: 'adaptation',
    fault: (right) => ({
      evaluate: async (request) => {
        const { losses, stepCount } = await right.evaluate(request);
        return { stepCount, losses: turned(losses, losses.length - 1) };
      },
    }),
  },
  {
    wrong: 'one number of its meta-gradient',
    kind: 'metaGradient',
    fault: withGradient('cavia', ({ gradient }) => ({ gradient: turned(gradient) })),
  },
  {
    wrong: 'the gradient of the context weights',
    kind: 'metaGradient',
    fault: withGradient('cavia', ({ contextGradient = new Float32Array() }) => ({
      contextGradient: turned(contextGradient),
    })),
  },
];

describe.each(CONTEXT_FAULTS)('$wrong of context parameters, if it is wrong,', ({ kind, fault }) => {
  test('is found', async () => {
    const right = rightEngine();
    const result = await makeCheck({ ...right, ...fault(right) }, checkOf(kind, 'cavia'));
    expect(result.passed).toBe(false);
  });
});

/** With the number that shows most: others may be too small to. */
function largestTurned(vector: Float32Array): Float32Array {
  const sizes = vector.map(Math.abs);
  return turned(vector, sizes.indexOf(Math.max(...sizes)));
}

const RULE_FAULTS: typeof FAULTS = [
  {
    wrong: 'one adapted parameter',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: async (request) =>
        (await right.adapt(request)).map((found) => ({ ...found, adapted: largestTurned(found.adapted) })),
    }),
  },
  {
    wrong: 'an evaluated loss',
    kind: 'adaptation',
    fault: (right) => ({
      evaluate: async (request) => {
        const { losses, stepCount } = await right.evaluate(request);
        return { stepCount, losses: turned(losses, losses.length - 1) };
      },
    }),
  },
  {
    wrong: 'the steps, plain ones',
    kind: 'adaptation',
    fault: (right) => ({
      adapt: (request) => right.adapt({ ...request, rates: request.rates.map(() => 0.02) }),
    }),
  },
  {
    wrong: 'one number of the meta-gradient',
    kind: 'metaGradient',
    fault: (right) => ({
      metaGradient: async (request) => {
        const found = await right.metaGradient(request);
        return { ...found, gradient: largestTurned(found.gradient) };
      },
    }),
  },
];

describe.each(['momentum', 'adam', 'maml-plus-plus'] as const)('in the cases of %s', (of) => {
  test.each(RULE_FAULTS)('$wrong, if it is wrong, is found', async ({ kind, fault }) => {
    const right = rightEngine();
    const result = await makeCheck({ ...right, ...fault(right) }, checkOf(kind, of));
    expect(result.passed).toBe(false);
  });
});

test('the gradient of the rates of steps, if it is wrong, is found', async () => {
  const right = rightEngine();
  const fault = withGradient('mamlPlusPlus', ({ stepRateGradient = new Float32Array() }) => ({
    stepRateGradient: turned(stepRateGradient),
  }));
  const result = await makeCheck({ ...right, ...fault(right) }, checkOf('metaGradient', 'maml-plus-plus'));
  expect(result.passed).toBe(false);
});

test('numbers that are not finite are a failure', async () => {
  const right = rightEngine();
  const fault = withGradient('fomaml', ({ gradient }) => ({ gradient: gradient.map(() => Number.NaN) }));
  const result = await makeCheck({ ...right, ...fault(right) }, checkOf('metaGradient'));
  expect(result).toMatchObject({ passed: false, error: Number.NaN, found: 'fomaml' });
});

test('an answer of the wrong length is a failure', async () => {
  const right = rightEngine();
  const fault = withGradient('maml', ({ gradient }) => ({ gradient: gradient.subarray(1) }));
  const result = await makeCheck({ ...right, ...fault(right) }, checkOf('metaGradient'));
  expect(result).toMatchObject({ passed: false, error: Number.NaN });
});

test('an engine that throws has failed, in its own words', async () => {
  const refuse = () => Promise.reject(new PlaygroundError('engine-failed', 'Too large.'));
  const result = await makeCheck({ ...rightEngine(), adapt: refuse }, checkOf('adaptation'));
  expect(result).toMatchObject({ passed: false, error: Number.NaN, found: 'Too large.' });
});
