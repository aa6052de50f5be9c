/** What it means that an engine agrees with the float64 reference on a problem. */
import { expect } from 'vitest';
import { adaptationOf, type InnerRates } from '#training/learned.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { GENERAL_ALGORITHMS, type GeneralAlgorithm } from '#training/learner-facts.ts';
import { relativeError } from '../compare.ts';
import { FUSED_ALGORITHMS } from '../fused-algorithms.ts';
import {
  type ReferenceMetaGradient,
  type ReferenceProblem,
  referenceMetaGradient,
} from '../reference/float64-maml.ts';
import type { Problem } from './random-cases.ts';

const TOLERANCE = 1e-4;

/** How far what maml adds to fomaml may be off: relatively, and for its rounding relatively to the whole. */
const ADDED_TOLERANCE = { relative: 1e-3, ofWhole: 1e-5 };

/** Relative rounding of a float32; θ − θ_n has that of θ in each step. */
const FLOAT32_ROUNDING = 2 ** -24;

/** Closer to the kink of ReLU than this, float32 may take the other side of it, and both are right. */
const NEAR_KINK = 1e-6;

/** What the reference finds for a problem: each algorithm's meta-gradient and the losses of an evaluation. */
export interface Agreed {
  readonly gradients: Readonly<Record<GeneralAlgorithm, ReferenceMetaGradient>>;
  readonly evaluation: readonly number[];
}

function referenceProblem({ network, ...rest }: Problem): ReferenceProblem {
  return { ...rest, ...network };
}

/** Every second pair adapts with α everywhere, the others with a rate for each parameter. */
function mixedRates({ tasks, alpha, rates }: Problem): InnerRates[] {
  return tasks.map((_, pair) => (pair % 2 === 0 ? alpha : rates));
}

/** Query losses of adapting each network on its task, [pairs × (innerSteps + 1)]. */
export function referenceEvaluation(
  problem: Problem,
  networks: readonly Float32Array[],
  ratesOfPairs: readonly InnerRates[],
): number[] {
  return problem.tasks.flatMap((task, pair) => {
    const pairRates = ratesOfPairs[pair] ?? NaN;
    // Of all algorithms, Meta-SGD adapts by rates; an evaluation takes no minibatches.
    const alone = {
      ...referenceProblem(problem),
      parameters: networks[pair] ?? [],
      rates: typeof pairRates === 'number' ? null : pairRates,
      alpha: typeof pairRates === 'number' ? pairRates : NaN,
      tasks: [task],
      innerBatch: null,
    };
    return referenceMetaGradient('metaSgd', alone).queryLosses.flat();
  });
}

export function referenceOf(problem: Problem): Agreed {
  const entries = GENERAL_ALGORITHMS.map((algorithm) => [
    algorithm,
    referenceMetaGradient(algorithm, referenceProblem(problem)),
  ]);
  const networks = problem.tasks.map(() => problem.network.parameters);
  return {
    gradients: Object.fromEntries(entries) as Agreed['gradients'],
    evaluation: referenceEvaluation(problem, networks, mixedRates(problem)),
  };
}

/** Whether float32 has the same meta-gradients to hit. */
export function isSmoothThere({ network }: Problem, { gradients }: Agreed): boolean {
  if (network.architecture.activation !== 'relu') return true;
  return Object.values(gradients).every(({ closestToKink }) => closestToKink > NEAR_KINK);
}

function minus(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, index) => value - (b[index] ?? NaN));
}

function norm(values: ArrayLike<number>): number {
  return Math.hypot(...Array.from(values));
}

/** How far a gradient may be from the reference's, in the L2 norm. */
function allowedDistance(
  algorithm: GeneralAlgorithm,
  { network, innerSteps, innerBatch, tasks }: Problem,
  expected: Float64Array,
  pointsOfPart: number,
) {
  const points = innerBatch ?? tasks[0]?.support.count ?? 1;
  const roundings = innerSteps * Math.max(1, Math.ceil(points / pointsOfPart));
  const rounding = algorithm === 'reptile' ? roundings * FLOAT32_ROUNDING * norm(network.parameters) : 0;
  return TOLERANCE * norm(expected) + rounding;
}

/** `pointsOfPart`: so many points' gradients an engine sums before it subtracts them from θ, which rounds it. */
/** Inner loops that are more than descent by rates which stay the same, where an engine has kernels for them. */
const OPTIMISERS = [{ kind: 'momentum', decay: 0.9 }, { kind: 'adam' }] as const;

/** Whose inner loop takes the settings' optimiser and goes all the way back through it, or not at all. */
const OPTIMISED = ['maml', 'fomaml', 'anil', 'multiStepLoss', 'reptile'] as const;

/**
 * Some float32 roundings. Within √ε = 1e-4 of a gradient of zero Adam's direction leaps, so that rounding shows in any engine
 * wherever a gradient is so small: as far as roundings of θ move what the reference finds, engines may be off.
 */
const ROUNDED = 2 ** -20;

/** θ with every number moved by a few roundings, up and down by turns. */
function rounded(parameters: ArrayLike<number>): number[] {
  return Array.from(parameters, (value, index) => value * (1 + (index % 2 === 0 ? ROUNDED : -ROUNDED)));
}

/** What the reference finds for steps of each optimiser, and for rates of steps where inner gradients count as fixed. */
export function stepKindsOf(problem: Problem) {
  const optimised = OPTIMISERS.flatMap((innerOptimiser) =>
    OPTIMISED.map((algorithm) => ({ algorithm, change: { innerOptimiser } })),
  );
  const asked = [...optimised, { algorithm: 'mamlPlusPlus', change: { isFirstOrder: true } } as const];
  return asked.map(({ algorithm, change }) => {
    const given = { ...referenceProblem(problem), ...change };
    const reference = referenceMetaGradient(algorithm, given);
    const moved = referenceMetaGradient(algorithm, { ...given, parameters: rounded(given.parameters) });
    // What is judged is judged without minibatches.
    const { queryLosses } = referenceMetaGradient(algorithm, { ...given, innerBatch: null });
    const rounding = norm(minus(moved.gradient, reference.gradient));
    return { algorithm, change, reference, rounding, evaluation: queryLosses.flat() };
  });
}

/** That an engine with kernels for them agrees on the meta-gradients and the losses of `stepKindsOf`. */
export async function expectStepKindsAgreement(
  engine: MetaEngine,
  problem: Problem,
  expected: ReturnType<typeof stepKindsOf>,
): Promise<void> {
  const { network, stepRates, tasks, alpha, innerSteps, ...inner } = problem;
  for (const { algorithm, change, reference, rounding, evaluation } of expected) {
    const at = { network, rates: null, stepRates };
    const asked = { ...inner, ...change, algorithm, alpha, innerSteps, at, tasks };
    const name = `${algorithm}, ${JSON.stringify(change)}`;
    const { gradient, stepRateGradient = [] } = await engine.metaGradient(asked);
    expect(stepRateGradient, name).toHaveLength((reference.stepRateGradient ?? []).length);
    const scale = Math.hypot(norm(reference.gradient), norm(reference.stepRateGradient ?? []));
    const allowed = rounding + allowedDistance(algorithm, problem, reference.gradient, Infinity);
    expect(norm(minus(gradient, reference.gradient)), name).toBeLessThanOrEqual(allowed);
    expect(norm(minus(stepRateGradient, reference.stepRateGradient ?? [])), name).toBeLessThanOrEqual(
      TOLERANCE * scale,
    );
    // ANIL's rates are of its head, which the adaptation is told.
    const origin = algorithm === 'fomaml' || algorithm === 'reptile' ? 'maml' : algorithm;
    const optimiser = 'innerOptimiser' in change ? change.innerOptimiser : null;
    const rule = adaptationOf(origin, at, alpha, optimiser);
    const { losses } = await engine.evaluate({
      architecture: network.architecture,
      loss: problem.loss,
      parameters: tasks.map(() => network.parameters),
      rates: tasks.map(() => rule),
      tasks,
      innerSteps,
    });
    expect(relativeError(losses, evaluation), `${name}, evaluated`).toBeLessThan(TOLERANCE);
  }
}

export async function expectAgreement(
  engine: MetaEngine,
  problem: Problem,
  reference: Agreed,
  pointsOfPart = Infinity,
  trained: readonly GeneralAlgorithm[] = FUSED_ALGORITHMS,
): Promise<void> {
  const { network, rates, contextWeights, stepRates, tasks, ...inner } = problem;
  const found: Partial<Record<GeneralAlgorithm, Float32Array>> = {};
  for (const algorithm of GENERAL_ALGORITHMS) {
    const expected = reference.gradients[algorithm];
    const at = { network, rates: algorithm === 'metaSgd' ? rates : null, contextWeights, stepRates };
    const request = { algorithm, at, tasks, ...inner };
    if (engine.refuses({ name: 'metaGradient', request }) !== null) {
      expect(trained).not.toContain(algorithm);
      continue;
    }
    const answer = await engine.metaGradient(request);
    const { gradient, alphaGradient, logLambdaGradient, contextGradient, stepRateGradient } = answer;
    const { meanQueryLossAfterAdaptation } = answer;
    found[algorithm] = gradient;
    expect(norm(minus(gradient, expected.gradient)), `${algorithm} gradient`).toBeLessThanOrEqual(
      allowedDistance(algorithm, problem, expected.gradient, pointsOfPart),
    );
    expect(alphaGradient === null, `${algorithm} has a gradient of α`).toBe(expected.alphaGradient === null);
    expect(
      relativeError(alphaGradient ?? [0], expected.alphaGradient ?? [0]),
      `${algorithm} gradient of α`,
    ).toBeLessThan(TOLERANCE);
    const byContext = minus(contextGradient ?? [], expected.contextGradient ?? []);
    expect(norm(byContext), `${algorithm} gradient of context weights`).toBeLessThanOrEqual(
      TOLERANCE * Math.hypot(norm(expected.gradient), norm(expected.contextGradient ?? [])),
    );
    expect(contextGradient?.length).toBe(expected.contextGradient?.length);
    // Each is a sum over a layer that may cancel: the gradient is its scale.
    const byRates = minus(stepRateGradient ?? [], expected.stepRateGradient ?? []);
    const scale = Math.hypot(norm(expected.gradient), norm(expected.stepRateGradient ?? []));
    expect(norm(byRates), `${algorithm} gradient of step rates`).toBeLessThanOrEqual(TOLERANCE * scale);
    expect(stepRateGradient?.length).toBe(expected.stepRateGradient?.length);
    // A sum over the head that may cancel: the gradient is its scale.
    const ofPenalty = Math.abs((logLambdaGradient ?? 0) - (expected.logLambdaGradient ?? 0));
    expect(ofPenalty, `${algorithm} gradient of log λ`).toBeLessThanOrEqual(
      TOLERANCE * norm(expected.gradient),
    );
    expect(logLambdaGradient === undefined).toBe(expected.logLambdaGradient === undefined);
    expect(
      relativeError([meanQueryLossAfterAdaptation], [expected.meanQueryLossAfterAdaptation]),
      `${algorithm} query loss`,
    ).toBeLessThan(TOLERANCE);
  }
  // α makes the second-order part so small that the whole gradient hardly shows a mistake in it.
  const { maml, fomaml } = reference.gradients;
  const added = minus(maml.gradient, fomaml.gradient);
  const allowed = ADDED_TOLERANCE.relative * norm(added) + ADDED_TOLERANCE.ofWhole * norm(maml.gradient);
  const foundAdded = minus(found.maml ?? [], found.fomaml ?? []);
  expect(norm(minus(foundAdded, added)), 'second-order part').toBeLessThan(allowed);
  const { losses, stepCount } = await engine.evaluate({
    architecture: network.architecture,
    loss: problem.loss,
    parameters: tasks.map(() => network.parameters),
    rates: mixedRates(problem),
    tasks,
    innerSteps: inner.innerSteps,
  });
  expect(stepCount).toBe(inner.innerSteps + 1);
  expect(relativeError(losses, reference.evaluation), 'evaluated losses').toBeLessThan(TOLERANCE);
}
