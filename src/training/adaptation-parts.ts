/**
 * A batch of adaptations in parts, of which each adapts in one way: by gradient steps, by those of an optimiser, with rates of each step, by those of a
 * context, in closed form, or by remembering. A
 * solution is there after one step, whatever the number of steps; nothing changes afterwards.
 */
import { PlaygroundError } from '#core/errors.ts';
import { said } from '#core/saying.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import {
  type Adaptation,
  type ClosedForm,
  type ContextDescent,
  type InnerRates,
  isClosedForm,
  isContextDescent,
  isOptimised,
  isRemembering,
  isStepped,
  ruleOf,
  type SteppedDescent,
} from './learned.ts';
import { HEAD_RULES, type HeadRule } from './learner.ts';
import { sameOptimiser, type StatefulOptimiser } from './inner-optimiser.ts';
import type { AdaptRequest, EvaluationLosses, Trajectory } from './meta-engine.ts';

export type AdaptInputs = Omit<AdaptRequest, 'gridX'>;

/** Pairs that adapt by gradient steps. */
export type DescentPart<Request> = Omit<Request, 'rates'> & { readonly rates: readonly InnerRates[] };
/** Pairs that adapt by steps of one optimiser. */
export type OptimisedPart<Request> = DescentPart<Request> & { readonly optimiser: StatefulOptimiser };
/** Pairs that adapt by gradient steps whose rates differ from step to step and from layer to layer. */
export type SteppedPart<Request> = Omit<Request, 'rates'> & { readonly stepped: readonly SteppedDescent[] };
/** Pairs whose heads are solved for by one rule, each with its own λ; `innerSteps` is 0 or 1. */
export type ClosedPart<Request> = Omit<Request, 'rates'> & {
  readonly rule: HeadRule;
  readonly solved: readonly ClosedForm[];
};

/** Pairs whose contexts descend, each by weights of its own. */
export type ContextPart<Request> = Omit<Request, 'rates'> & { readonly contexts: readonly ContextDescent[] };

/** Pairs whose networks remember what they have seen of the support points. */
export type RememberingPart<Request> = Omit<Request, 'rates'>;

/** What an engine does with each kind. */
export interface PartEngine<Request, Answer> {
  readonly descend: (part: DescentPart<Request>) => Promise<Answer>;
  readonly optimise: (part: OptimisedPart<Request>) => Promise<Answer>;
  readonly stepRates: (part: SteppedPart<Request>) => Promise<Answer>;
  readonly moveContext: (part: ContextPart<Request>) => Promise<Answer>;
  readonly solve: (part: ClosedPart<Request>) => Promise<Answer>;
  readonly remember: (part: RememberingPart<Request>) => Promise<Answer>;
}

function pairsThat(rates: readonly Adaptation[], isWanted: (rule: Adaptation) => boolean): number[] {
  return rates.flatMap((rule, pair) => (isWanted(rule) ? [pair] : []));
}

function chosen<Value>(values: readonly Value[], pairs: readonly number[]): Value[] {
  const wanted = new Set(pairs);
  return values.filter((_, index) => wanted.has(index));
}

function isDescent(rule: Adaptation): rule is InnerRates {
  return typeof rule === 'number' || rule instanceof Float32Array;
}

/** The optimisers of a batch, each once: on the page there is one at most. */
function optimisersOf(rates: readonly Adaptation[]): StatefulOptimiser[] {
  const found: StatefulOptimiser[] = [];
  for (const { optimiser } of rates.filter(isOptimised)) {
    if (!found.some((known) => sameOptimiser(known, optimiser))) found.push(optimiser);
  }
  return found;
}

/** The parts of a request, by how they adapt, each with the numbers of its pairs. */
export function partsOf<Request extends AdaptInputs>({ rates, ...request }: Request) {
  const { parameters, tasks, innerSteps } = request;
  const partThat = <Part>(isWanted: (rule: Adaptation) => boolean, beside: Part) => {
    const pairs = pairsThat(rates, isWanted);
    if (pairs.length === 0) return null;
    const ofPairs = { parameters: chosen(parameters, pairs), tasks: chosen(tasks, pairs) };
    return { pairs, request: { ...request, ...ofPairs, ...beside } };
  };
  return {
    descent: partThat(isDescent, { rates: rates.filter(isDescent) }),
    optimised: optimisersOf(rates).flatMap((optimiser) => {
      const isBy = (rule: Adaptation) => isOptimised(rule) && sameOptimiser(rule.optimiser, optimiser);
      const own = rates.filter(isBy).filter(isOptimised);
      return partThat(isBy, { optimiser, rates: own.map((rule) => rule.rates) }) ?? [];
    }),
    stepped: partThat(isStepped, { stepped: rates.filter(isStepped) }),
    context: partThat(isContextDescent, { contexts: rates.filter(isContextDescent) }),
    closed: HEAD_RULES.flatMap((rule) => {
      const isBy = (own: Adaptation) => isClosedForm(own) && ruleOf(own) === rule;
      const solved = rates.filter(isClosedForm).filter(isBy);
      return partThat(isBy, { rule, solved, innerSteps: Math.min(1, innerSteps) }) ?? [];
    }),
    remembering: partThat(isRemembering, {}),
  };
}

/** The last entry again and again, up to `count` entries. */
function prolonged(values: Float32Array, count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, index) => values[Math.min(index, values.length - 1)] ?? NaN,
  );
}

function prolongedTrajectory(trajectory: Trajectory, stepCount: number): Trajectory {
  const { predictions, series } = trajectory;
  const last = predictions.length - 1;
  const longer = (values: Float32Array) => prolonged(values, stepCount);
  return {
    series: {
      supportLoss: longer(series.supportLoss),
      queryLoss: longer(series.queryLoss),
      ...(series.gradientNorm === undefined ? {} : { gradientNorm: longer(series.gradientNorm) }),
      ...(series.distanceMoved === undefined ? {} : { distanceMoved: longer(series.distanceMoved) }),
      ...(series.accuracy === undefined ? {} : { accuracy: longer(series.accuracy) }),
    },
    predictions: Array.from(
      { length: stepCount },
      (_, step) => predictions[Math.min(step, last)] ?? new Float32Array(0),
    ),
    adapted: trajectory.adapted,
  };
}

/**
 * Adapts every pair of a request, whichever way it adapts.
 * @throws PlaygroundError `engine-failed` without a place to predict at: kernels that predict nothing tell of nothing but query losses.
 */
export async function adaptInParts(
  request: AdaptRequest,
  { descend, optimise, stepRates, moveContext, solve, remember }: PartEngine<AdaptRequest, Trajectory[]>,
): Promise<Trajectory[]> {
  if (request.gridX.length === 0)
    throw new PlaygroundError('engine-failed', said`Expected places at which to predict, found none.`);
  const { descent, optimised, stepped, context, closed, remembering } = partsOf(request);
  const found: Trajectory[] = [];
  const put = (pairs: readonly number[], trajectories: readonly Trajectory[]) => {
    trajectories.forEach((trajectory, index) => {
      found[pairs[index] ?? 0] = trajectory;
    });
  };
  if (descent !== null) put(descent.pairs, await descend(descent.request));
  for (const part of optimised) put(part.pairs, await optimise(part.request));
  if (stepped !== null) put(stepped.pairs, await stepRates(stepped.request));
  if (context !== null) put(context.pairs, await moveContext(context.request));
  if (remembering !== null) put(remembering.pairs, await remember(remembering.request));
  for (const part of closed) {
    const solved = await solve(part.request);
    put(
      part.pairs,
      solved.map((trajectory) => prolongedTrajectory(trajectory, request.innerSteps + 1)),
    );
  }
  return found;
}

/** Evaluates every pair of a request, whichever way it adapts. */
export async function evaluateInParts<Request extends AdaptInputs>(
  request: Request,
  { descend, optimise, stepRates, moveContext, solve, remember }: PartEngine<Request, EvaluationLosses>,
): Promise<EvaluationLosses> {
  const { descent, optimised, stepped, context, closed, remembering } = partsOf(request);
  const stepCount = request.innerSteps + 1;
  const losses = new Float32Array(request.tasks.length * stepCount);
  const accuracies = lossOf(request.loss).isOfClasses ? new Float32Array(losses.length) : null;
  const put = (pairs: readonly number[], answer: EvaluationLosses) => {
    const place = (from: Float32Array | undefined, to: Float32Array | null) =>
      pairs.forEach((pair, index) => {
        const own = from?.subarray(index * answer.stepCount, (index + 1) * answer.stepCount);
        if (own !== undefined) to?.set(prolonged(own, stepCount), pair * stepCount);
      });
    place(answer.losses, losses);
    place(answer.accuracies, accuracies);
  };
  if (descent !== null) put(descent.pairs, await descend(descent.request));
  for (const part of optimised) put(part.pairs, await optimise(part.request));
  if (stepped !== null) put(stepped.pairs, await stepRates(stepped.request));
  if (context !== null) put(context.pairs, await moveContext(context.request));
  if (remembering !== null) put(remembering.pairs, await remember(remembering.request));
  for (const part of closed) put(part.pairs, await solve(part.request));
  return { stepCount, losses, ...(accuracies === null ? {} : { accuracies }) };
}
