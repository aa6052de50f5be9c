/** Loss maps: adaptations followed by their parameters, a plane through them, and the losses on it. */
import { type Adaptation, isClosedForm, isOptimised, isStepped, ratesOfStep } from '#training/learned.ts';
import type { MetaEngine, Trajectory } from '#training/meta-engine.ts';
import { divergenceThresholdOf, hasDiverged } from '#training/metrics.ts';
import { type Architecture, inputSize, layerCount } from '#models/architecture.ts';
import { difference, parametersAt, planeThrough, projectOnto } from '#models/parameter-plane.ts';
import { principalDirections } from '#models/principal-directions.ts';
import type { TaskData } from '#families/task.ts';
import type {
  FollowRequest,
  MapLosses,
  MapLossesRequest,
  MapPlane,
  MapPlaneRequest,
  ParameterPath,
} from '#engine/protocol.ts';

/** The path of those whose steps remember each other: each step is the end of an adaptation from the start. */
async function followFromStart(
  engine: Pick<MetaEngine, 'adapt'>,
  { architecture, loss, parameters, rates, task, innerSteps }: FollowRequest,
): Promise<ParameterPath[]> {
  const gridX = new Float32Array(inputSize(architecture));
  const shared = { architecture, loss, parameters, rates, tasks: parameters.map(() => task), gridX };
  const ends = parameters.map((start) => [start]);
  let longest: readonly Trajectory[] = [];
  for (let steps = 1; steps <= innerSteps; steps++) {
    longest = await engine.adapt({ ...shared, innerSteps: steps });
    longest.forEach(({ adapted }, index) => ends[index]?.push(adapted));
  }
  return ends.map((path, index) => ({
    parameters: path,
    supportLoss: [...(longest[index]?.series.supportLoss ?? [])],
    queryLoss: [...(longest[index]?.series.queryLoss ?? [])],
  }));
}

/** θ_0 … θ_n of every contestant. */
export async function followParameters(
  engine: Pick<MetaEngine, 'adapt'>,
  request: FollowRequest,
): Promise<ParameterPath[]> {
  const remember = request.rates.map(isOptimised);
  const part = (wanted: boolean): FollowRequest => ({
    ...request,
    parameters: request.parameters.filter((_, index) => remember[index] === wanted),
    rates: request.rates.filter((_, index) => remember[index] === wanted),
  });
  const [remembering, others] = [part(true), part(false)];
  const fromStart = remembering.parameters.length === 0 ? [] : await followFromStart(engine, remembering);
  const stepByStep = others.parameters.length === 0 ? [] : await followStepByStep(engine, others);
  return remember.flatMap((isSo) => (isSo ? fromStart : stepByStep).shift() ?? []);
}

/** How the step of that number is taken alone: a head that is solved for stays after the first, and rates of steps are its own. */
function ruleOfStep(rule: Adaptation, architecture: Architecture, step: number): Adaptation {
  if (isClosedForm(rule)) return step === 0 ? rule : 0;
  return isStepped(rule) ? { stepRates: ratesOfStep(rule, layerCount(architecture), step) } : rule;
}

/**
 * The path of those whose steps need know nothing of each other: an adaptation tells only its end, so each step is one of its
 * own.
 */
async function followStepByStep(
  engine: Pick<MetaEngine, 'adapt'>,
  request: FollowRequest,
): Promise<ParameterPath[]> {
  const { architecture, loss, rates, task, innerSteps } = request;
  const tasks = request.parameters.map(() => task);
  // Nobody looks at the prediction, but there has to be one.
  const gridX = new Float32Array(inputSize(architecture));
  const paths = request.parameters.map((start) => ({
    parameters: [start],
    supportLoss: [] as number[],
    queryLoss: [] as number[],
  }));
  for (let step = 0; step < innerSteps; step++) {
    const isLast = step === innerSteps - 1;
    const parameters = paths.map((path) => path.parameters[step] ?? new Float32Array(0));
    const taken = await engine.adapt({
      architecture,
      loss,
      parameters,
      rates: rates.map((rule) => ruleOfStep(rule, architecture, step)),
      tasks,
      innerSteps: 1,
      gridX,
    });
    taken.forEach(({ adapted, series: { supportLoss, queryLoss } }, index) => {
      const path = paths[index];
      if (path === undefined) return;
      path.parameters.push(adapted);
      // The losses after a step are those before the next.
      path.supportLoss.push(...supportLoss.slice(0, isLast ? 2 : 1));
      path.queryLoss.push(...queryLoss.slice(0, isLast ? 2 : 1));
    });
  }
  return paths;
}

/** The first steps of a path, until one is infinite or beyond the scale of its task. */
function shownSteps({ parameters, supportLoss }: ParameterPath, threshold: number): number {
  const end = parameters.findIndex(
    (vector, step) =>
      hasDiverged(supportLoss[step] ?? Number.NaN, threshold) ||
      !vector.every((value) => Number.isFinite(value)),
  );
  return end === -1 ? parameters.length : end;
}

export async function mapPlane(
  engine: Pick<MetaEngine, 'adapt'>,
  request: MapPlaneRequest,
): Promise<MapPlane> {
  const { architecture, task, centre, axes, seed } = request;
  const paths = await followParameters(engine, request);
  const threshold = divergenceThresholdOf(task, request.loss);
  const shown = paths.map((path) => path.parameters.slice(0, shownSteps(path, threshold)));
  const origin = request.parameters[centre] ?? new Float32Array(0);
  const followed = axes === 'all' ? shown.flat() : axes === 'own' ? (shown[centre] ?? []) : [];
  const { directions } = principalDirections(followed.map((parameters) => difference(parameters, origin)));
  const plane = planeThrough({ architecture, parameters: origin }, directions, seed);
  return {
    plane,
    principal: directions.length,
    paths: shown.map((steps, contestant) =>
      steps.map((parameters, step) => ({
        ...projectOnto(plane, parameters),
        supportLoss: paths[contestant]?.supportLoss[step] ?? Number.NaN,
        queryLoss: paths[contestant]?.queryLoss[step] ?? Number.NaN,
      })),
    ),
  };
}

/** Support and query losses of the networks at points of a plane. */
export async function mapLosses(
  engine: Pick<MetaEngine, 'evaluate'>,
  { architecture, loss, plane, task, points }: MapLossesRequest,
): Promise<MapLosses> {
  const parameters = Array.from({ length: points.length / 2 }, (_, index) =>
    parametersAt(plane, points[2 * index] ?? Number.NaN, points[2 * index + 1] ?? Number.NaN),
  );
  const lossesOn = async ({ support, query }: TaskData) => {
    const { losses } = await engine.evaluate({
      architecture,
      loss,
      parameters,
      rates: parameters.map(() => 0),
      tasks: parameters.map(() => ({ support, query })),
      innerSteps: 0,
    });
    return losses;
  };
  const query = await lossesOn(task);
  // An engine judges by the query points; with the sets exchanged, by the others.
  const support = await lossesOn({ support: task.query, query: task.support });
  return { support, query };
}
