/**
 * The algorithms as schedules: one task's share of a meta-step. Their formulas and papers stand in `meta/`, where the
 * same algorithms are written in tensors.
 */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import type { Proximal } from '#training/meta-engine.ts';
import { layerCount } from '#models/architecture.ts';
import type { HeadRule } from '#training/learner.ts';
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { headFitRoom } from './head-fit.ts';
import { type Place, shifted } from './place.ts';
import type { Schedule } from './schedule.ts';
import { createDraft, type Draft, type InnerStep, type TrainingShape } from './training-draft.ts';

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
  const { passes, steps, adapted } = draft.innerLoop(true, { rates });
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
  const { passes, steps, adapted } = draft.innerLoop(true, { context: { weights, count } });
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

/** Each ∇L_Q(θ_k) that has a weight joins the way back where it comes by θ_k; `added` are these in its order. */
function judgedSteps(draft: Draft, steps: readonly InnerStep[], adapted: Place, weights: readonly number[]) {
  const earlier = steps.slice(0, -1).map(({ next }, index) => {
    // Room is taken for every one, so that the layout stays the same over the run.
    const to = draft.memory.vector();
    const weight = weights[index] ?? 0;
    return weight === 0 ? null : { to, pass: draft.judge(next, to, weight) };
  });
  return {
    passes: [
      ...earlier.flatMap((step) => step?.pass ?? []),
      // The last, so that its loss is the one that stays.
      draft.judge(adapted, draft.direction, weights.at(-1)),
    ],
    added: [...earlier.map((step) => step?.to ?? null).toReversed(), null],
  };
}

function multiStepLoss(draft: Draft, weights: readonly number[]): Course {
  const { passes, steps, adapted } = draft.innerLoop(true, null);
  const judged = judgedSteps(draft, steps, adapted, weights);
  return {
    passes: [...passes, ...judged.passes],
    stepsBack: draft.stepsBack(steps).map((step, index) => ({ ...step, added: judged.added[index] ?? null })),
    difference: null,
  };
}

/** The multi-step loss; v ← v − H (ρ ∘ v) with a rate for each layer in each step, and ∂/∂ρ −= Σ ∇L_S ∘ v over the layer. */
function ratedSteps(draft: Draft, shape: TrainingShape): Course {
  const { memory, shared, direction, size } = draft;
  const layers = layerCount(shape.architecture);
  const ofStep = (start: Place, step: number) =>
    shifted(start, size + layers * Math.min(step, shape.trainingSteps - 1));
  const ratesOf = (step: number) => ofStep(shared.parameters, step);
  const { passes, steps, adapted } = draft.innerLoop(true, { layerRatesOf: ratesOf });
  const judged = judgedSteps(draft, steps, adapted, shape.stepWeights);
  const along = memory.vector();
  const all = { from: shifted(direction, size), count: layers * shape.trainingSteps };
  return {
    passes: [...passes, ...judged.passes],
    stepsBack: draft.stepsBack(steps).map((back, index) => {
      const step = steps.length - 1 - index;
      return {
        ...back,
        along,
        rate: 1,
        layers: {
          rates: ratesOf(step),
          gradient: steps[step]?.gradient ?? along,
          to: ofStep(direction, step),
          cleared: index === 0 ? all : null,
        },
        isFixed: shape.isFirstOrder,
        added: judged.added[index] ?? null,
      };
    }),
    difference: null,
  };
}

/** (I + H/λ) x = ∇L_Q(φ) by conjugate gradients, each a Hessian-vector product at φ. */
function implicit(draft: Draft, shots: number, { lambda, conjugateGradientSteps }: Proximal): Course {
  const { memory, points, direction, nowhere } = draft;
  const { passes, adapted } = draft.innerLoop(false, { pull: lambda });
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
      layers: null,
      optimiser: null,
      isFixed: false,
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
  mamlPlusPlus: ratedSteps,
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

/** That there is no schedule for a learner, or `null` where there is one. */
export function missingCourse(algorithm: MetaAlgorithm): Words | null {
  return COURSES[algorithm] === undefined ? noCourse(algorithm) : null;
}

/**
 * Mean support loss before and query loss after adaptation, and the direction whose mean over the tasks is the
 * meta-gradient. ANIL reads its inner learning rates, zero but for the head, where `SharedMemory.rates` says.
 * @throws PlaygroundError `engine-failed` if there is none.
 */
export function trainingSchedule(algorithm: MetaAlgorithm, shape: TrainingShape): Schedule {
  const courseOf = COURSES[algorithm];
  if (courseOf === undefined) throw new PlaygroundError('engine-failed', noCourse(algorithm));
  const draft = createDraft(algorithm, shape);
  const course = courseOf(draft, shape);
  const { points, memory } = draft;
  const { architecture, loss } = shape;
  return { architecture, loss, points, fit: null, ...course, taskSize: memory.size() };
}
