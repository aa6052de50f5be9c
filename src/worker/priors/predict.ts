/** What priors predict of tasks: without an engine, since there are no weights, and in float64. */
import type { Belief } from '#families/belief.ts';
import { familyOf } from '#families/family-of.ts';
import type { Loss } from '#families/losses/loss.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { POSTERIORS } from '#families/posteriors.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import type { Course, EvaluationLosses } from '#training/meta-engine.ts';
import type { PriorName } from '#training/priors.ts';
import type { Settings } from '#training/settings.ts';
import type { PredictRequest } from '#engine/protocol.ts';
import { gaussianProcess } from './gaussian-process.ts';

const NO_POINTS: PointSet = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };

/** What is believed after the support points; the settings hold the numbers of the Gaussian process and those of the family. */
function beliefAfter(prior: PriorName, settings: Settings): (support: PointSet) => Belief {
  switch (prior) {
    case 'gaussianProcess':
      return (support) => gaussianProcess(settings, support);
    case 'posterior': {
      const posterior = POSTERIORS[settings.family];
      if (posterior === undefined) throw new Error(`Expected a posterior of ${settings.family}, found none.`);
      return posterior(settings);
    }
    default:
      return prior satisfies never;
  }
}

/** As many entries as there are inner steps, and one more: the first, and then the second again and again. */
function perStep<Value>(values: readonly [Value, Value], innerSteps: number): Value[] {
  return Array.from({ length: innerSteps + 1 }, (_, step) => values[step === 0 ? 0 : 1]);
}

/** Of what is believed to be likeliest at the points. */
function lossAt(loss: Loss, belief: Belief, { x, y, count }: PointSet): number {
  return loss.of(belief(x).mean, y, y.length / count);
}

/** Before and after the support points of one task, at each of `settings.innerSteps` steps. */
export function predict({ prior, settings, task, gridX }: PredictRequest): Course {
  const loss = lossOf(familyOf(settings).loss);
  const after = beliefAfter(prior, settings);
  const beliefs = [after(NO_POINTS), after(task.support)] as const;
  const steps = <Value>(read: (belief: Belief) => Value) =>
    perStep([read(beliefs[0]), read(beliefs[1])], settings.innerSteps);
  const losses = (points: PointSet) => Float32Array.from(steps((belief) => lossAt(loss, belief, points)));
  const onGrid = steps((belief) => {
    const { mean, deviation } = belief(gridX);
    return { mean: Float32Array.from(mean), deviation: Float32Array.from(deviation) };
  });
  return {
    series: { supportLoss: losses(task.support), queryLoss: losses(task.query) },
    predictions: onGrid.map(({ mean }) => mean),
    deviations: onGrid.map(({ deviation }) => deviation),
  };
}

/** Query losses of many tasks, as an engine's evaluation has them. */
export function priorLosses(
  prior: PriorName,
  settings: Settings,
  tasks: readonly TaskData[],
  innerSteps: number,
): EvaluationLosses {
  const loss = lossOf(familyOf(settings).loss);
  const after = beliefAfter(prior, settings);
  const before = after(NO_POINTS);
  const stepCount = innerSteps + 1;
  const losses = new Float32Array(tasks.length * stepCount);
  for (const [index, { support, query }] of tasks.entries()) {
    const bySteps = perStep([lossAt(loss, before, query), lossAt(loss, after(support), query)], innerSteps);
    losses.set(bySteps, index * stepCount);
  }
  return { stepCount, losses };
}
