/** Where many points lie in the plane in which they differ most: features of pictures, and contexts of tasks. */
import type { ContextsRequest, FeaturePlaces, FeaturesRequest, PrincipalPlaces } from '#engine/protocol.ts';
import { familyOf } from '#families/family-of.ts';
import { type PointSet, sampleTasks, type TaskData } from '#families/task.ts';
import { firstBias, inputSize, type Network } from '#models/architecture.ts';
import { featureCount, featureNetwork } from '#models/features.ts';
import { difference, dot } from '#models/parameter-plane.ts';
import { principalDirections } from '#models/principal-directions.ts';
import type { MetaEngine } from '#training/meta-engine.ts';
import { countsOf, heldOutTasks } from '#training/training-plan.ts';

type Adapting = Pick<MetaEngine, 'adapt'>;

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = Float64Array.from(vectors[0] ?? [], () => 0);
  for (const vector of vectors) vector.forEach((value, entry) => (sum[entry] = (sum[entry] ?? 0) + value));
  return Float32Array.from(sum, (value) => value / vectors.length);
}

/** About the mean of all vectors, which are of one length and finite. */
export function principalPlaces(vectors: readonly Float32Array[]): PrincipalPlaces {
  const mean = meanOf(vectors);
  const centred = vectors.map((vector) => difference(vector, mean));
  const { directions, shares } = principalDirections(centred);
  const [across, up] = directions;
  const along = (vector: Float32Array, direction: Float32Array | undefined) =>
    direction === undefined ? 0 : dot(vector, direction);
  return {
    places: Float32Array.from(centred.flatMap((vector) => [along(vector, across), along(vector, up)])),
    shares,
  };
}

/**
 * How much of the vectors' spread lies between the classes, 0 to 1: the summed squares of class means about the mean of all, each
 * as often as its class has vectors, over those of all vectors. 0 where nothing differs.
 */
export function shareBetweenClasses(vectors: readonly Float32Array[], labels: readonly number[]): number {
  const mean = meanOf(vectors);
  const squares = (vector: Float32Array) => {
    const apart = difference(vector, mean);
    return dot(apart, apart);
  };
  const classes = new Map<number, Float32Array[]>();
  vectors.forEach((vector, index) => {
    const label = labels[index] ?? -1;
    classes.set(label, [...(classes.get(label) ?? []), vector]);
  });
  const whole = vectors.reduce((sum, vector) => sum + squares(vector), 0);
  const between = [...classes.values()].reduce(
    (sum, ofClass) => sum + ofClass.length * squares(meanOf(ofClass)),
    0,
  );
  return whole > 0 ? between / whole : 0;
}

/** Features of points [count, inputs], a vector for each. @throws RangeError where a network has too many. */
async function featuresOf(
  engine: Adapting,
  network: Network,
  { x, count }: PointSet,
): Promise<Float32Array[]> {
  const { architecture, parameters } = featureNetwork(network);
  const features = featureCount(network);
  // Nothing is learned of it, but there has to be a task.
  const nothing: PointSet = { x: x.slice(0, x.length / count), y: new Float32Array(features), count: 1 };
  const [trajectory] = await engine.adapt({
    architecture,
    loss: 'squaredError',
    parameters: [parameters],
    rates: [0],
    tasks: [{ support: nothing, query: nothing }],
    innerSteps: 0,
    gridX: x,
  });
  const outputs = trajectory?.predictions[0] ?? new Float32Array(0);
  return Array.from({ length: count }, (_, at) => outputs.subarray(at * features, (at + 1) * features));
}

/** Support points, and query points behind them. */
function allPoints({ support, query }: TaskData): PointSet {
  const joined = (one: Float32Array, other: Float32Array) => Float32Array.from([...one, ...other]);
  return {
    x: joined(support.x, query.x),
    y: joined(support.y, query.y),
    count: support.count + query.count,
  };
}

/** The class of each point; targets are one-hot. */
function labelsOf({ y, count }: PointSet): number[] {
  const ways = y.length / count;
  return Array.from({ length: count }, (_, at) => y.subarray(at * ways, (at + 1) * ways).indexOf(1));
}

/**
 * Features of a task's points before an adaptation and after it, both in the plane in which all of them differ most; `after` is
 * `null` where the adapted network has blown up.
 */
export async function featurePlaces(engine: Adapting, request: FeaturesRequest): Promise<FeaturePlaces> {
  const { network, rates, loss, task, innerSteps } = request;
  const { architecture, parameters } = network;
  const points = allPoints(task);
  const labels = labelsOf(points);
  const [trajectory] = await engine.adapt({
    architecture,
    loss,
    parameters: [parameters],
    rates: [rates],
    tasks: [task],
    innerSteps,
    gridX: new Float32Array(inputSize(architecture)),
  });
  const adapted = trajectory?.adapted ?? parameters;
  const before = await featuresOf(engine, network, points);
  const after = await featuresOf(engine, { architecture, parameters: adapted }, points);
  const isSound = after.every((vector) => vector.every(Number.isFinite));
  const { places, shares } = principalPlaces(isSound ? [...before, ...after] : before);
  const told = (vectors: readonly Float32Array[], first: number) => ({
    places: places.slice(2 * first, 2 * (first + points.count)),
    betweenClasses: shareBetweenClasses(vectors, labels),
  });
  return { adapted, shares, before: told(before, 0), after: isSound ? told(after, points.count) : null };
}

/**
 * What the context brings to the first layer after adapting to each of so many held-out tasks, in the plane in which that
 * differs most. Nothing else of the weights moves.
 */
export async function contextPlaces(
  engine: Adapting,
  { network, rates, settings, tasks: count }: ContextsRequest,
): Promise<PrincipalPlaces> {
  const { architecture, parameters } = network;
  const { offset, size } = firstBias(architecture);
  const tasks = sampleTasks(heldOutTasks(settings), 0, count, countsOf(settings));
  const trajectories = await engine.adapt({
    architecture,
    loss: familyOf(settings).loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => rates),
    tasks,
    innerSteps: settings.innerSteps,
    gridX: new Float32Array(inputSize(architecture)),
  });
  const still = parameters.slice(offset, offset + size);
  const brought = trajectories.map(({ adapted }) => difference(adapted.slice(offset, offset + size), still));
  const sound = brought.filter((vector) => vector.every(Number.isFinite));
  const found = principalPlaces(sound);
  // Whoever has blown up has no place.
  let next = 0;
  const places = brought.flatMap((vector) => {
    if (!vector.every(Number.isFinite)) return [Number.NaN, Number.NaN];
    next += 1;
    return [...found.places.subarray(2 * (next - 1), 2 * next)];
  });
  return { places: Float32Array.from(places), shares: found.shares };
}
