/**
 * The algorithms as schedules: one task's share of a meta-step. Their formulas and papers stand in `meta/`, where the
 * same algorithms are written in tensors.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { innerBatchRange } from '#training/inner-batch.ts';
import { learnedSize } from '#training/learned.ts';
import type { InnerLoopPlan, Proximal } from '#training/meta-engine.ts';
import { type Architecture, parameterCount } from '#models/architecture.ts';
import type { HeadRule } from '#training/learner.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { headFitRoom } from './head-fit.ts';
import { sharedMemory, taskMemory } from './memory-layout.ts';
import { type Place, shifted } from './place.ts';
import type { ContextWeights, Pass, PlacedPoints, Schedule, StepBack } from './schedule.ts';

/** What fixes a training schedule besides its algorithm. */
export interface TrainingShape extends InnerLoopPlan {
  readonly architecture: Architecture;
  readonly shots: number;
  readonly queryPoints: number;
  /** 0 for all learners but CAVIA. */
  readonly contextParameters: number;
  /** Weights of the multi-step loss, w_1 … w_n. */
  readonly stepWeights: readonly number[];
}

/** Where a training schedule leaves its results in a task's memory; the direction is as long as what is trained. */
export const TRAINING_RESULTS = { lossBefore: 0, lossAfter: 1, direction: 2 } as const;

/** How an inner step goes from θ_k to θ_{k+1}, where it is more than θ_k − α ∇L_S(θ_k). */
interface Stride {
  /** A learning rate for each parameter, instead of α. */
  readonly rates: Place | null;
  /** By which context parameters enter, where they alone move. */
  readonly context: ContextWeights | null;
  /** λ of the pull (θ_k − θ) beside the gradient. */
  readonly pull: number;
}

/** One inner step as it was taken. */
interface InnerStep {
  readonly parameters: Place;
  readonly next: Place;
  readonly points: PlacedPoints;
  readonly record: Place;
  /** ∇L_S(θ_k), kept only where the stride is more than plain. */
  readonly gradient: Place;
}

function createDraft(algorithm: MetaAlgorithm, shape: TrainingShape) {
  const { architecture, shots, queryPoints, alpha, innerSteps, innerBatch, contextParameters } = shape;
  const size = parameterCount(architecture);
  const learned = learnedSize(algorithm, architecture, { contextParameters });
  const shared = sharedMemory(learned, size);
  const memory = taskMemory(architecture);
  const lossBefore = memory.take(1);
  const lossAfter = memory.take(1);
  const direction = memory.take(learned);
  const nowhere = memory.take(1);
  const points = memory.points(shots + queryPoints);
  const query = points.range(shots, queryPoints);
  const predicted = memory.predictions(shots + queryPoints);
  const queryRecord = memory.record(queryPoints);

  /** A forward pass, and where `gradientTo` is given `weight` times its gradient. */
  const pass = (
    over: PlacedPoints,
    parameters: Place,
    record: Place,
    loss: Place,
    gradientTo: Place | null,
    weight = 1,
  ): Pass => ({
    parameters,
    points: over,
    record,
    predicted,
    loss: { judged: over.count, to: loss },
    descent: gradientTo === null ? null : { base: parameters, to: gradientTo, keep: 0, rate: -weight },
    detail: null,
  });

  /** The inner loop; with `isFollowedBack` every step leaves its own record. */
  const innerLoop = (isFollowedBack: boolean, stride: Stride | null) => {
    const common = isFollowedBack ? null : memory.record(shots);
    const passes: Pass[] = [];
    const steps: InnerStep[] = [];
    let parameters = shared.parameters;
    for (let step = 0; step < innerSteps; step++) {
      const { first, count } = innerBatchRange(step, shots, innerBatch);
      const own = points.range(first, count);
      const record = common ?? memory.record(count);
      const next = memory.vector();
      const loss = step === 0 ? lossBefore : nowhere;
      const gradient = stride === null ? nowhere : memory.vector();
      if (stride === null) {
        const descent = { base: parameters, to: next, keep: 1, rate: alpha };
        passes.push({ ...pass(own, parameters, record, loss, null), descent });
      } else {
        const measured = { origin: shared.parameters, distanceTo: nowhere, normTo: nowhere };
        const rate = stride.rates === null ? alpha : 1;
        const detail = { ...measured, next, rate, ...stride };
        passes.push({ ...pass(own, parameters, record, loss, gradient), detail });
      }
      steps.push({ parameters, next, points: own, record, gradient });
      parameters = next;
    }
    return { passes, steps, adapted: parameters };
  };

  const judge = (adapted: Place, gradientTo: Place | null, weight = 1) =>
    pass(query, adapted, queryRecord, lossAfter, gradientTo, weight);

  /** v ← v − α H v through every inner step, from the last to the first. */
  const stepsBack = (steps: readonly InnerStep[]): StepBack[] => {
    const change = memory.record(shots);
    return steps.toReversed().map(({ parameters, points: own, record }) => ({
      parameters,
      points: own,
      record,
      change,
      along: direction,
      direction,
      rate: alpha,
      scale: null,
      context: null,
      added: null,
      solve: null,
    }));
  };

  const places = { shared, memory, points, query, direction, lossBefore, nowhere };
  return { size, ...places, pass, innerLoop, judge, stepsBack };
}

type Draft = ReturnType<typeof createDraft>;
type Course = Pick<Schedule, 'passes' | 'stepsBack' | 'difference'> & Partial<Pick<Schedule, 'fit'>>;

function exact(draft: Draft): Course {
  const { passes, steps, adapted } = draft.innerLoop(true, null);
  return {
    passes: [...passes, draft.judge(adapted, draft.direction)],
    stepsBack: draft.stepsBack(steps),
    difference: null,
  };
}

function firstOrder(draft: Draft): Course {
  const { passes, adapted } = draft.innerLoop(false, null);
  return { passes: [...passes, draft.judge(adapted, draft.direction)], stepsBack: [], difference: null };
}

/** v ← v − H (α ∘ v), and where they are trained ∂/∂α −= ∇L_S ∘ v. */
function withRates(draft: Draft, rates: Place, areTrained: boolean): Course {
  const { memory, direction, size } = draft;
  const { passes, steps, adapted } = draft.innerLoop(true, { rates, context: null, pull: 0 });
  const along = memory.vector();
  const alphaTo = areTrained ? shifted(direction, size) : memory.vector();
  const gradients = steps.map(({ gradient }) => gradient).toReversed();
  return {
    passes: [...passes, draft.judge(adapted, direction)],
    stepsBack: draft.stepsBack(steps).map((step, index) => ({
      ...step,
      along,
      rate: 1,
      scale: { rates, gradient: gradients[index] ?? along, alphaTo, isFirst: index === 0 },
    })),
    difference: null,
  };
}

/** v ← v − α H (W Wᵀ v), of v at the first bias, and ∂/∂W −= α (v gᵀ + g vᵀ) W. */
function contextMoves(draft: Draft, count: number): Course {
  const { memory, shared, direction, size } = draft;
  const weights = shifted(shared.parameters, size);
  const { passes, steps, adapted } = draft.innerLoop(true, {
    rates: null,
    context: { weights, count },
    pull: 0,
  });
  const along = memory.vector();
  const to = shifted(direction, size);
  const gradients = steps.map(({ gradient }) => gradient).toReversed();
  return {
    passes: [...passes, draft.judge(adapted, direction)],
    stepsBack: draft.stepsBack(steps).map((step, index) => ({
      ...step,
      along,
      context: { weights, count, gradient: gradients[index] ?? along, to, isFirst: index === 0 },
    })),
    difference: null,
  };
}

function reptile(draft: Draft): Course {
  const { passes, adapted } = draft.innerLoop(false, null);
  return {
    passes: [...passes, draft.judge(adapted, null)],
    stepsBack: [],
    difference: { to: draft.direction, left: draft.shared.parameters, right: adapted },
  };
}

/** Each ∇L_Q(θ_k) that has a weight joins the way back where it comes by θ_k. */
function multiStepLoss(draft: Draft, weights: readonly number[]): Course {
  const { passes, steps, adapted } = draft.innerLoop(true, null);
  const earlier = steps.slice(0, -1).map(({ next }, index) => {
    // Room is taken for every one, so that the layout stays the same over the run.
    const to = draft.memory.vector();
    const weight = weights[index] ?? 0;
    return weight === 0 ? null : { to, pass: draft.judge(next, to, weight) };
  });
  const added = [...earlier.map((step) => step?.to ?? null).toReversed(), null];
  return {
    passes: [
      ...passes,
      ...earlier.flatMap((step) => step?.pass ?? []),
      // The last, so that its loss is the one that stays.
      draft.judge(adapted, draft.direction, weights.at(-1)),
    ],
    stepsBack: draft.stepsBack(steps).map((step, index) => ({ ...step, added: added[index] ?? null })),
    difference: null,
  };
}

/** (I + H/λ) x = ∇L_Q(φ) by conjugate gradients, each a Hessian-vector product at φ. */
function implicit(draft: Draft, shots: number, { lambda, conjugateGradientSteps }: Proximal): Course {
  const { memory, points, direction, nowhere } = draft;
  const { passes, adapted } = draft.innerLoop(false, { rates: null, context: null, pull: lambda });
  const support = points.range(0, shots);
  const record = memory.record(shots);
  const change = memory.record(shots);
  const [residual, search, product] = [memory.vector(), memory.vector(), memory.vector()];
  return {
    passes: [
      ...passes,
      draft.pass(support, adapted, record, nowhere, product),
      draft.judge(adapted, residual),
    ],
    stepsBack: Array.from({ length: conjugateGradientSteps }, (_, step) => ({
      parameters: adapted,
      points: support,
      record,
      change,
      along: search,
      direction: product,
      rate: -1 / lambda,
      scale: null,
      context: null,
      added: null,
      solve: { solution: direction, residual, isFirst: step === 0 },
    })),
    difference: null,
  };
}

/** The support points are passed over once, and the head is solved for. */
function solvedHead(rule: HeadRule, draft: Draft, { architecture, shots }: TrainingShape): Course {
  const { memory, points, shared, direction, size, lossBefore } = draft;
  const support = points.range(0, shots);
  const next = memory.vector();
  const room = memory.take(headFitRoom(architecture, shots, rule));
  return {
    passes: [
      draft.pass(support, shared.parameters, memory.record(shots), lossBefore, null),
      draft.judge(next, direction),
    ],
    stepsBack: [],
    difference: null,
    fit: { after: 0, rule, logLambda: shifted(shared.parameters, size), next, room, back: direction },
  };
}

/** All points as one task; adapting is no part of it, but the figure by which it is compared. */
function pretrained(draft: Draft, count: number): Course {
  const { memory, points, shared, direction, nowhere } = draft;
  const { passes, adapted } = draft.innerLoop(false, null);
  const pooled = points.range(0, count);
  const fit = draft.pass(pooled, shared.parameters, memory.record(count), nowhere, direction);
  return { passes: [...passes, draft.judge(adapted, null), fit], stepsBack: [], difference: null };
}

/** By learner, as each stands in `meta/learners`; what has no course here is refused. */
const COURSES: Readonly<Partial<Record<MetaAlgorithm, (draft: Draft, shape: TrainingShape) => Course>>> = {
  maml: exact,
  fomaml: firstOrder,
  anil: (draft) => withRates(draft, draft.shared.rates, false),
  metaSgd: (draft) => withRates(draft, shifted(draft.shared.parameters, draft.size), true),
  reptile,
  multiStepLoss: (draft, { stepWeights }) => multiStepLoss(draft, stepWeights),
  imaml: (draft, { shots, proximal }) => implicit(draft, shots, proximal),
  ridgeHead: (draft, shape) => solvedHead('ridge', draft, shape),
  r2d2: (draft, shape) => solvedHead('scaledRidge', draft, shape),
  metaOptNet: (draft, shape) => solvedHead('svm', draft, shape),
  cavia: (draft, { contextParameters }) => contextMoves(draft, contextParameters),
  pretrained: (draft, { shots, queryPoints }) => pretrained(draft, shots + queryPoints),
};

function noCourse(algorithm: MetaAlgorithm): Words {
  return said`Expected a learner that the fused engine has a schedule for (${listed(Object.keys(COURSES))}), found ${algorithm}.`;
}

export const NO_OPTIMISER = said`Expected inner steps of plain gradient descent, found those of an optimiser with a state.`;

/** That there is no schedule for a learner with such inner steps, or `null` where there is one. */
export function missingCourse(
  algorithm: MetaAlgorithm,
  { innerOptimiser }: Pick<InnerLoopPlan, 'innerOptimiser'> = {},
): Words | null {
  if (COURSES[algorithm] === undefined) return noCourse(algorithm);
  return innerOptimiser === undefined ? null : NO_OPTIMISER;
}

/**
 * Mean support loss before and query loss after adaptation, and the direction whose mean over the tasks is the
 * meta-gradient. ANIL reads its inner learning rates, zero but for the head, where `SharedMemory.rates` says.
 * @throws PlaygroundError `engine-failed` if there is none.
 */
export function trainingSchedule(algorithm: MetaAlgorithm, shape: TrainingShape): Schedule {
  const missing = missingCourse(algorithm, shape);
  const courseOf = COURSES[algorithm];
  if (missing !== null || courseOf === undefined)
    throw new PlaygroundError('engine-failed', missing ?? noCourse(algorithm));
  const draft = createDraft(algorithm, shape);
  const course = courseOf(draft, shape);
  const { points, memory } = draft;
  const { architecture, loss } = shape;
  return { architecture, loss, points, fit: null, ...course, taskSize: memory.size() };
}
