/** What it means that an engine agrees with the float64 reference on a problem. */
import { expect } from 'vitest';
import type { MetaEngine } from '#core/meta-engine.ts';
import type { TaskData } from '#core/task.ts';
import { relativeError } from '../compare.ts';
import { type ReferenceMetaGradient, referenceMetaGradient } from '../reference/float64-maml.ts';
import type { Problem } from './random-cases.ts';

const TOLERANCE = 1e-4;

/** How far what maml adds to fomaml may be off: relatively, and for its rounding relatively to the whole. */
const ADDED_TOLERANCE = { relative: 1e-3, ofWhole: 1e-5 };

/** Closer to the kink of ReLU than this, float32 may take the other side of it, and both are right. */
const NEAR_KINK = 1e-6;

export function referenceOf({ network, tasks, alpha, innerSteps }: Problem): ReferenceMetaGradient {
  return referenceMetaGradient(network.architecture, network.parameters, tasks, alpha, innerSteps);
}

/** Whether float32 has the same meta-gradient to hit. */
export function isSmoothThere({ network }: Problem, reference: ReferenceMetaGradient): boolean {
  return network.architecture.activation !== 'relu' || reference.closestToKink > NEAR_KINK;
}

/** All points of a task as its query, which is what pretraining fits without adapting. */
function pooled({ support, query }: TaskData): TaskData {
  const join = (axis: 'x' | 'y') => Float32Array.of(...support[axis], ...query[axis]);
  return { support, query: { x: join('x'), y: join('y'), count: support.count + query.count } };
}

function minus(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, index) => value - (b[index] ?? NaN));
}

function norm(values: Float64Array): number {
  return Math.hypot(...values);
}

export async function expectAgreement(
  engine: MetaEngine,
  problem: Problem,
  reference: ReferenceMetaGradient,
): Promise<void> {
  const { network, tasks, alpha, innerSteps } = problem;
  const { architecture, parameters } = network;
  const fit = referenceMetaGradient(architecture, parameters, tasks.map(pooled), alpha, 0);
  const expected = { maml: reference.maml, fomaml: reference.fomaml, pretrained: fit.maml };
  const gradients: ArrayLike<number>[] = [];
  for (const algorithm of ['maml', 'fomaml', 'pretrained'] as const) {
    const found = await engine.metaGradient({ algorithm, network, tasks, alpha, innerSteps });
    gradients.push(found.gradient);
    expect(relativeError(found.gradient, expected[algorithm]), `${algorithm} gradient`).toBeLessThan(
      TOLERANCE,
    );
    expect(
      relativeError([found.meanQueryLossAfterAdaptation], [reference.meanQueryLossAfterAdaptation]),
      `${algorithm} query loss`,
    ).toBeLessThan(TOLERANCE);
  }
  // α makes the second-order part so small that the whole gradient hardly shows a mistake in it.
  const [maml = [], fomaml = []] = gradients;
  const added = minus(expected.maml, expected.fomaml);
  const allowed = ADDED_TOLERANCE.relative * norm(added) + ADDED_TOLERANCE.ofWhole * norm(expected.maml);
  expect(norm(minus(minus(maml, fomaml), added)), 'second-order part').toBeLessThan(allowed);
  const evaluation = { architecture, parameters: tasks.map(() => parameters), tasks, alpha, innerSteps };
  const { losses, stepCount } = await engine.evaluate(evaluation);
  expect(stepCount).toBe(innerSteps + 1);
  expect(relativeError(losses, reference.queryLosses.flat()), 'evaluated losses').toBeLessThan(TOLERANCE);
}
