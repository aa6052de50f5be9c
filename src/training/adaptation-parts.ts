/**
 * A batch of adaptations in parts, of which each adapts in one way: by gradient steps, or in closed form. A solution is there
 * after one step, whatever the number of steps; nothing changes afterwards.
 */
import { lossOf } from '#families/losses/loss-of.ts';
import { type Adaptation, type ClosedForm, type InnerRates, isClosedForm } from './learned.ts';
import type { AdaptRequest, EvaluationLosses, Trajectory } from './meta-engine.ts';

export type AdaptInputs = Omit<AdaptRequest, 'gridX'>;

/** Pairs that adapt by gradient steps. */
export type DescentPart<Request> = Omit<Request, 'rates'> & { readonly rates: readonly InnerRates[] };
/** Pairs whose heads are solved for, each with its own λ; `innerSteps` is 0 or 1. */
export type ClosedPart<Request> = Omit<Request, 'rates'> & { readonly solved: readonly ClosedForm[] };

/** What an engine does with each kind. */
export interface PartEngine<Request, Answer> {
  readonly descend: (part: DescentPart<Request>) => Promise<Answer>;
  readonly solve: (part: ClosedPart<Request>) => Promise<Answer>;
}

function pairsThat(rates: readonly Adaptation[], isWanted: (rule: Adaptation) => boolean): number[] {
  return rates.flatMap((rule, pair) => (isWanted(rule) ? [pair] : []));
}

function chosen<Value>(values: readonly Value[], pairs: readonly number[]): Value[] {
  const wanted = new Set(pairs);
  return values.filter((_, index) => wanted.has(index));
}

/** The part of a request that descends, and the part that is solved, each with the numbers of its pairs. */
export function partsOf<Request extends AdaptInputs>(request: Request) {
  const { rates, parameters, tasks, innerSteps } = request;
  const part = (pairs: readonly number[]) => ({
    ...request,
    parameters: chosen(parameters, pairs),
    tasks: chosen(tasks, pairs),
  });
  const solvedPairs = pairsThat(rates, isClosedForm);
  const descendingPairs = pairsThat(rates, (rule) => !isClosedForm(rule));
  const descent: DescentPart<Request> = {
    ...part(descendingPairs),
    rates: rates.filter((rule): rule is InnerRates => !isClosedForm(rule)),
  };
  const closed: ClosedPart<Request> = {
    ...part(solvedPairs),
    solved: rates.filter(isClosedForm),
    innerSteps: Math.min(1, innerSteps),
  };
  return {
    descent: descendingPairs.length === 0 ? null : { pairs: descendingPairs, request: descent },
    closed: solvedPairs.length === 0 ? null : { pairs: solvedPairs, request: closed },
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

/** Adapts every pair of a request, whichever way it adapts. */
export async function adaptInParts(
  request: AdaptRequest,
  { descend, solve }: PartEngine<AdaptRequest, Trajectory[]>,
): Promise<Trajectory[]> {
  const { descent, closed } = partsOf(request);
  if (closed === null) return descent === null ? [] : descend(descent.request);
  const found: Trajectory[] = [];
  const descended = descent === null ? [] : await descend(descent.request);
  descended.forEach((trajectory, index) => {
    found[descent?.pairs[index] ?? 0] = trajectory;
  });
  for (const [index, trajectory] of (await solve(closed.request)).entries()) {
    found[closed.pairs[index] ?? 0] = prolongedTrajectory(trajectory, request.innerSteps + 1);
  }
  return found;
}

/** Evaluates every pair of a request, whichever way it adapts. */
export async function evaluateInParts(
  request: AdaptInputs,
  { descend, solve }: PartEngine<AdaptInputs, EvaluationLosses>,
): Promise<EvaluationLosses> {
  const { descent, closed } = partsOf(request);
  const stepCount = request.innerSteps + 1;
  if (closed === null)
    return descent === null ? { stepCount, losses: new Float32Array(0) } : descend(descent.request);
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
  put(closed.pairs, await solve(closed.request));
  return { stepCount, losses, ...(accuracies === null ? {} : { accuracies }) };
}
