/**
 * Queries judged one at a time, each as if its task had no other: by that alone a network that normalises the queries of a task
 * together shows what of its answers comes from the others.
 */
import { inputSize, outputSize } from '#models/architecture.ts';
import type { AdaptRequest, EvaluationLosses, MetaEngine, Trajectory } from '#training/meta-engine.ts';
import type { TaskData } from '#families/task.ts';

type Judged = Pick<AdaptRequest, 'architecture' | 'tasks'>;

/** The task once for each of its queries, with that query alone. */
function split({ support, query }: TaskData, { architecture }: Pick<Judged, 'architecture'>): TaskData[] {
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  return Array.from({ length: query.count }, (_, at) => ({
    support,
    query: {
      x: query.x.subarray(at * inputs, (at + 1) * inputs),
      y: query.y.subarray(at * outputs, (at + 1) * outputs),
      count: 1,
    },
  }));
}

/** Means, step by step, of rows of as many steps. */
function meanOf(rows: readonly Float32Array[]): Float32Array {
  const [first] = rows;
  const sums = Float64Array.from(first ?? [], (_, step) =>
    rows.reduce((sum, row) => sum + (row[step] ?? Number.NaN), 0),
  );
  return Float32Array.from(sums, (sum) => sum / rows.length);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

/** Adapts each pair as often as its task has queries; what is predicted is predicted at the queries, whatever `gridX` says. */
export async function adaptAlone(
  engine: Pick<MetaEngine, 'adapt'>,
  request: AdaptRequest,
): Promise<Trajectory[]> {
  const { tasks, parameters, rates } = request;
  const found: Trajectory[] = [];
  for (const [pair, task] of tasks.entries()) {
    const [own, rate] = [parameters[pair], rates[pair]];
    if (own === undefined || rate === undefined) continue;
    const alone: Trajectory[] = [];
    for (const single of split(task, request)) {
      const asked = { ...request, parameters: [own], rates: [rate], tasks: [single], gridX: single.query.x };
      // One engine answers one question after the other.
      // oxlint-disable-next-line no-await-in-loop
      alone.push(...(await engine.adapt(asked)));
    }
    const [first] = alone;
    if (first === undefined) continue;
    const accuracies = alone.flatMap(({ series }) => series.accuracy ?? []);
    found.push({
      ...first,
      series: {
        ...first.series,
        queryLoss: meanOf(alone.map(({ series }) => series.queryLoss)),
        ...(accuracies.length === 0 ? {} : { accuracy: meanOf(accuracies) }),
      },
      predictions: first.predictions.map((_, step) =>
        joined(alone.map(({ predictions }) => predictions[step] ?? new Float32Array())),
      ),
    });
  }
  return found;
}

/** Query losses and accuracies of each task, means over its queries. */
export async function evaluateAlone(
  engine: Pick<MetaEngine, 'evaluate'>,
  request: Omit<AdaptRequest, 'gridX'>,
): Promise<EvaluationLosses> {
  const { tasks, parameters, rates } = request;
  const singles = tasks.map((task) => split(task, request));
  const ofEach = <Value>(values: readonly Value[]) =>
    singles.flatMap((own, pair) => own.flatMap(() => values[pair] ?? []));
  const { losses, accuracies, stepCount } = await engine.evaluate({
    ...request,
    tasks: singles.flat(),
    parameters: ofEach(parameters),
    rates: ofEach(rates),
  });
  const byTask = (numbers: Float32Array) => {
    const rows = singles.flat().map((_, at) => numbers.subarray(at * stepCount, (at + 1) * stepCount));
    return joined(singles.map(({ length }) => meanOf(rows.splice(0, length))));
  };
  return {
    stepCount,
    losses: byTask(losses),
    ...(accuracies === undefined ? {} : { accuracies: byTask(accuracies) }),
  };
}
