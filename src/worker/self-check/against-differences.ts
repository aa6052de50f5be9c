/** An engine's meta-gradients, against how its own losses and gradients change when θ is moved a little. */
import { headRates, type InnerRates } from '#training/learned.ts';
import type { Network } from '#models/architecture.ts';
import { randomSource, STREAMS } from '#core/rng.ts';
import type { MetaGradientCase } from '#training/self-check.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import type { LossName } from '#families/losses/loss-of.ts';
import type { PointSet } from '#families/task.ts';
import { norm } from '#models/vectors.ts';
import { type CheckedEngine, compare, distance, type Finding, type Vector } from './finding.ts';

/** Read by iMAML alone: a pull strong enough for I + H/λ to be positive, and more than enough steps to solve with it. */
const PROXIMAL = { lambda: 20, conjugateGradientSteps: 12 };
/** With which its inner loop does not leap over the pull. */
const PROXIMAL_ALPHA = 0.02;
/** Gradients, unlike losses, stand out from their rounding on a short way. */
const GRADIENT_STEP = 0.01;

/** Steps of the central differences, as multiples of the smallest, with their weights (fourth order). */
const STENCIL = [
  { at: -2, weight: 1 / 12 },
  { at: -1, weight: -8 / 12 },
  { at: 1, weight: 8 / 12 },
  { at: 2, weight: -1 / 12 },
] as const;
/** Long enough to stand out from float32's rounding of a loss, short enough for the stencil. */
const STENCIL_STEP = 0.02;

/** What one may follow: how fast the mean loss after adapting rises along a direction of θ, and of Meta-SGD's α behind it. */
interface Slope {
  readonly of: string;
  readonly algorithm: MetaAlgorithm;
  readonly rates: InnerRates;
  readonly learnsRates: boolean;
}

function slopesOf({ at, alpha }: MetaGradientCase): Slope[] {
  const head = headRates(at.network.architecture, alpha);
  return [
    { of: 'maml', algorithm: 'maml', rates: alpha, learnsRates: false },
    { of: 'anil', algorithm: 'anil', rates: head, learnsRates: false },
    { of: 'metaSgd', algorithm: 'metaSgd', rates: at.rates ?? alpha, learnsRates: true },
  ];
}

/** Of length 1. */
function unit(vector: Vector): Float64Array {
  const length = norm(vector);
  return Float64Array.from(vector, (value) => value / length);
}

function displaced(vector: Float32Array, direction: Vector, stride: number, from = 0): Float32Array {
  return vector.map((value, index) => value + stride * (direction[from + index] ?? Number.NaN));
}

export async function checkSlopes(engine: CheckedEngine, given: MetaGradientCase): Promise<Finding[]> {
  const { at, loss, tasks, alpha, innerSteps } = given;
  const { network } = at;
  const size = network.parameters.length;
  const findings: Finding[] = [];
  for (const { of, algorithm, rates, learnsRates } of slopesOf(given)) {
    const inner = { loss, tasks, alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
    const learned = { network, rates: learnsRates && typeof rates !== 'number' ? rates : null };
    const found = await engine.metaGradient({ algorithm, at: learned, ...inner });
    const gradient = [...found.gradient, ...(found.alphaGradient ?? [])];
    const random = randomSource(1, STREAMS.shownTask);
    // Along the gradient nothing of it may be too long; along any other direction nothing may be missing.
    const directions = [
      unit(gradient),
      unit(gradient.map((value, index) => (random.uniform(0, index) < 0.5 ? value : -value))),
      unit(gradient.map((_, index) => random.uniform(1, index) - 0.5)),
    ];
    const places = directions.flatMap((direction) =>
      STENCIL.map((point) => ({ direction, stride: point.at * STENCIL_STEP })),
    );
    const pairs = places.flatMap((place) => tasks.map((task) => ({ ...place, task })));
    const { losses, stepCount } = await engine.evaluate({
      architecture: network.architecture,
      loss,
      parameters: pairs.map(({ direction, stride }) => displaced(network.parameters, direction, stride)),
      rates: pairs.map(({ direction, stride }) =>
        learned.rates === null ? rates : displaced(learned.rates, direction, stride, size),
      ),
      tasks: pairs.map(({ task }) => task),
      innerSteps,
    });
    const meanLossAt = (place: number) =>
      tasks.reduce(
        (sum, _, task) => sum + (losses[(place * tasks.length + task + 1) * stepCount - 1] ?? Number.NaN),
        0,
      ) / tasks.length;
    const rises = directions.map((_, index) =>
      STENCIL.reduce(
        (sum, { weight }, point) => sum + weight * meanLossAt(index * STENCIL.length + point),
        0,
      ),
    );
    const expected = directions.map((direction) =>
      direction.reduce((sum, value, index) => sum + value * (gradient[index] ?? Number.NaN), 0),
    );
    findings.push({
      of,
      error: distance(
        rises.map((rise) => rise / STENCIL_STEP),
        expected,
        norm(gradient),
      ),
    });
  }
  return [...findings, ...(await checkImplicit(engine, given))];
}

/** ∇L at θ: Reptile's direction after one inner step of rate 1. */
async function gradientAt(
  engine: CheckedEngine,
  network: Network,
  loss: LossName,
  points: PointSet,
): Promise<Float32Array> {
  const tasks = [{ support: points, query: points }];
  const inner = { loss, tasks, alpha: 1, innerSteps: 1, innerBatch: null, proximal: PROXIMAL };
  const at = { network, rates: null };
  return (await engine.metaGradient({ algorithm: 'reptile', at, ...inner })).gradient;
}

/** iMAML's v solves v + H·v/λ = ∇L_Q at the adapted θ (arXiv:1909.04630, eq. 6); differences of gradients stand in for H. */
async function checkImplicit(engine: CheckedEngine, given: MetaGradientCase): Promise<Finding[]> {
  const { at, loss, innerSteps } = given;
  const { lambda } = PROXIMAL;
  const alpha = PROXIMAL_ALPHA;
  const { architecture, parameters: origin } = at.network;
  const [task] = given.tasks;
  if (task === undefined) return [];
  const gradient = (parameters: Float32Array, points: PointSet) =>
    gradientAt(engine, { architecture, parameters }, loss, points);
  let theta = origin;
  for (let step = 0; step < innerSteps; step++) {
    const slope = await gradient(theta, task.support);
    theta = theta.map(
      (value, index) =>
        value - alpha * ((slope[index] ?? Number.NaN) + lambda * (value - (origin[index] ?? Number.NaN))),
    );
  }
  const inner = { loss, tasks: [task], alpha, innerSteps, innerBatch: null, proximal: PROXIMAL };
  const found = await engine.metaGradient({ algorithm: 'imaml', at: { ...at, rates: null }, ...inner });
  const direction = unit(found.gradient);
  const ahead = await gradient(displaced(theta, direction, GRADIENT_STEP), task.support);
  const behind = await gradient(displaced(theta, direction, -GRADIENT_STEP), task.support);
  const bend = norm(found.gradient) / (2 * GRADIENT_STEP * lambda);
  const left = Float64Array.from(
    found.gradient,
    (value, index) => value + bend * ((ahead[index] ?? Number.NaN) - (behind[index] ?? Number.NaN)),
  );
  return [compare('imaml', left, await gradient(theta, task.query))];
}
