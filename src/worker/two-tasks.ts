/**
 * Two tasks that pull at one θ: the plane through θ and what it adapts to on each of them, and on that plane the updates of
 * several algorithms. The directions are the engine's own meta-gradients of the whole network; the plane only shows them.
 */
import type { MetaEngine, MetaGradientRequest } from '#training/meta-engine.ts';
import { inputSize } from '#models/architecture.ts';
import {
  difference,
  dot,
  norm,
  type ParameterPlane,
  parametersAt,
  planeThrough,
  projectOnto,
} from '#models/parameter-plane.ts';
import { compareGradients } from '#training/second-order.ts';
import { ARROW_ALGORITHMS, type TaskPair, type TwoTaskPull } from '#training/two-task-pull.ts';

type Engine = Pick<MetaEngine, 'adapt' | 'metaGradient'>;

/** θ, both tasks, and training's α and n, by plain descent. */
export type PulledNetwork = Omit<MetaGradientRequest, 'algorithm' | 'tasks'> & { readonly tasks: TaskPair };

/** θ after the inner loop on each of the two tasks. */
async function adaptToBoth(
  engine: Engine,
  { at, loss, tasks, alpha, innerSteps }: PulledNetwork,
): Promise<readonly Float32Array[]> {
  const { architecture, parameters } = at.network;
  const trajectories = await engine.adapt({
    architecture,
    loss,
    parameters: tasks.map(() => parameters),
    rates: tasks.map(() => alpha),
    tasks,
    innerSteps,
    // Nobody looks at the prediction, but there has to be one.
    gridX: new Float32Array(inputSize(architecture)),
  });
  return trajectories.map(({ adapted }) => adapted);
}

/** The plane through θ, θ′ of the first task and θ′ of the second; in random directions where these do not move, or blow up. */
export async function twoTaskPlane(engine: Engine, asked: PulledNetwork): Promise<ParameterPlane> {
  const { network } = asked.at;
  const adapted = await adaptToBoth(engine, asked);
  return planeThrough(
    network,
    adapted.map((parameters) => difference(parameters, network.parameters)),
    1,
  );
}

/**
 * What each algorithm does to the network, as seen on the plane, and where the network adapts to. Lengths and angles are those of
 * the whole directions; `across` and `up` are what of a direction of length 1 lies in the plane.
 */
export async function twoTaskPull(
  engine: Engine,
  asked: PulledNetwork,
  plane: ParameterPlane,
): Promise<TwoTaskPull> {
  const ends = (await adaptToBoth(engine, asked)).map((parameters) => projectOnto(plane, parameters));
  const gradients = [];
  for (const algorithm of ARROW_ALGORITHMS) {
    const { gradient } = await engine.metaGradient({ ...asked, algorithm });
    gradients.push({ algorithm, gradient });
  }
  const first = gradients[0]?.gradient ?? new Float32Array(0);
  const arrows = gradients.map(({ algorithm, gradient }) => {
    const length = norm(gradient);
    return {
      algorithm,
      length,
      across: -dot(gradient, plane.across) / length,
      up: -dot(gradient, plane.up) / length,
      angle: compareGradients(first, gradient).angle,
    };
  });
  return { ends, arrows };
}

/** The network at a place of the plane. */
export function networkOnPlane(
  { at, ...rest }: PulledNetwork,
  plane: ParameterPlane,
  { x, y }: { readonly x: number; readonly y: number },
): PulledNetwork {
  const { architecture } = at.network;
  return { ...rest, at: { ...at, network: { architecture, parameters: parametersAt(plane, x, y) } } };
}
