/** What priors predict of tasks: without an engine, since there are no weights, and in float64. */
import { familyOf, shapeOf } from '#families/family-of.ts';
import type { Loss } from '#families/losses/loss.ts';
import { lossOf } from '#families/losses/loss-of.ts';
import { POSTERIORS } from '#families/posteriors.ts';
import type { PointSet, TaskData } from '#families/task.ts';
import { accuracyOf } from '#training/accuracy.ts';
import type { Course, EvaluationLosses } from '#training/meta-engine.ts';
import type { PriorName } from '#training/priors.ts';
import type { Settings } from '#training/settings.ts';
import type { PredictRequest } from '#engine/protocol.ts';
import { byDistance } from './by-distance.ts';
import { gaussianProcess } from './gaussian-process.ts';

const NO_POINTS: PointSet = { x: new Float32Array(0), y: new Float32Array(0), count: 0 };

/** What is likeliest at some places, [count, outputSize], and of curves how far from it the truth may be. */
type Guess = (x: Float32Array) => { readonly mean: Float64Array; readonly deviation?: Float64Array };

/** What is believed after the support points; the settings hold the numbers of the Gaussian process and those of the family. */
function guessAfter(prior: PriorName, settings: Settings): (support: PointSet) => Guess {
  switch (prior) {
    case 'gaussianProcess':
      return (support) => gaussianProcess(settings, support);
    case 'posterior': {
      const posterior = POSTERIORS[settings.family];
      if (posterior === undefined) throw new Error(`Expected a posterior of ${settings.family}, found none.`);
      return posterior(settings);
    }
    case 'nearestNeighbour':
    case 'prototypes': {
      const { inputs: pixels, outputs: ways } = shapeOf(settings, 'points');
      const to = prior === 'prototypes' ? 'mean' : 'nearest';
      return (support) => byDistance(support, { pixels, ways }, to);
    }
    default:
      return prior satisfies never;
  }
}

/** As many entries as there are inner steps, and one more: the first, and then the second again and again. */
function perStep<Value>(values: readonly [Value, Value], innerSteps: number): Value[] {
  return Array.from({ length: innerSteps + 1 }, (_, step) => values[step === 0 ? 0 : 1]);
}

interface Judged {
  readonly loss: number;
  /** The share of points that are named rightly; where none has a class, no number. */
  readonly accuracy: number;
}

/** Of what is likeliest at the points. */
function judge(loss: Loss, guess: Guess, { x, y, count }: PointSet): Judged {
  const { mean } = guess(x);
  const outputs = y.length / count;
  return {
    loss: loss.of(mean, y, outputs),
    accuracy: loss.isOfClasses ? accuracyOf(Float32Array.from(mean), y, outputs) : Number.NaN,
  };
}

/** Before and after the support points of one task, at each of `settings.innerSteps` steps. */
export function predict({ prior, settings, task, gridX }: PredictRequest): Course {
  const loss = lossOf(familyOf(settings).loss);
  const after = guessAfter(prior, settings);
  const guesses = [after(NO_POINTS), after(task.support)] as const;
  const steps = <Value>(read: (guess: Guess) => Value) =>
    perStep([read(guesses[0]), read(guesses[1])], settings.innerSteps);
  const support = steps((guess) => judge(loss, guess, task.support).loss);
  const query = steps((guess) => judge(loss, guess, task.query));
  const onGrid = steps((guess) => {
    const { mean, deviation } = guess(gridX);
    return {
      mean: Float32Array.from(mean),
      deviation: deviation === undefined ? null : Float32Array.from(deviation),
    };
  });
  const deviations = onGrid.flatMap(({ deviation }) => deviation ?? []);
  return {
    series: {
      supportLoss: Float32Array.from(support),
      queryLoss: Float32Array.from(query, (judged) => judged.loss),
      ...(loss.isOfClasses ? { accuracy: Float32Array.from(query, ({ accuracy }) => accuracy) } : {}),
    },
    predictions: onGrid.map(({ mean }) => mean),
    ...(deviations.length === 0 ? {} : { deviations }),
  };
}

/** Query losses of many tasks, as an engine's evaluation has them, with the shares of right answers where these are of classes. */
export function priorLosses(
  prior: PriorName,
  settings: Settings,
  tasks: readonly TaskData[],
  innerSteps: number,
): EvaluationLosses {
  const loss = lossOf(familyOf(settings).loss);
  const after = guessAfter(prior, settings);
  const before = after(NO_POINTS);
  const stepCount = innerSteps + 1;
  const losses = new Float32Array(tasks.length * stepCount);
  const accuracies = new Float32Array(tasks.length * stepCount);
  for (const [index, { support, query }] of tasks.entries()) {
    const bySteps = perStep([judge(loss, before, query), judge(loss, after(support), query)], innerSteps);
    const place = index * stepCount;
    losses.set(
      bySteps.map((judged) => judged.loss),
      place,
    );
    accuracies.set(
      bySteps.map(({ accuracy }) => accuracy),
      place,
    );
  }
  return { stepCount, losses, ...(loss.isOfClasses ? { accuracies } : {}) };
}
