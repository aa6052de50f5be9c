/** What networks that remember answer after each number of points seen: no parameter moves, so nothing else is followed. */
import type { AdaptInputs, RememberingPart } from '#training/adaptation-parts.ts';
import type { AdaptRequest, EvaluationLosses, Trajectory } from '#training/meta-engine.ts';
import { inputSize, outputSize } from '#models/architecture.ts';
import { pointsSeen } from '#training/points-seen.ts';
import { concat, reshape, slice, stack, type Tensor3D, tensor3d, tidy, tile } from '#tensor/ops.ts';
import { download, uploadVectors } from './device-numbers.ts';
import { forward } from './forward.ts';
import { LOSS_FUNCTIONS } from './loss-functions/index.ts';
import { unflatten } from './parameters.ts';
import { type BatchedPoints, uploadTasks } from './points.ts';

/** One network where all pairs share it. */
function networksOf({ architecture, parameters }: RememberingPart<AdaptInputs>) {
  const [first] = parameters;
  const distinct = parameters.every((vector) => vector === first) ? parameters.slice(0, 1) : parameters;
  return unflatten(architecture, uploadVectors(distinct));
}

/** Outputs at x after each step, step 0 before any point. */
function outputsAfter(
  request: RememberingPart<AdaptInputs>,
  support: BatchedPoints,
  x: Tensor3D,
): Tensor3D[] {
  const { architecture, innerSteps } = request;
  const networks = networksOf(request);
  const [, shots] = support.x.shape;
  return Array.from({ length: innerSteps + 1 }, (_, step) =>
    tidy(() => {
      const count = pointsSeen(step, innerSteps, shots);
      const counts = Array.from({ length: x.shape[1] }, () => count);
      return forward(architecture, networks, x, count === 0 ? undefined : { points: support, counts });
    }),
  );
}

/** Rows `from` … `from + count` of outputs [B, N, out]. */
function rowsOf(outputs: Tensor3D, from: number, count: number): Tensor3D {
  return slice(outputs, [0, from, 0], [-1, count, -1]);
}

/** The trajectory of every pair: losses and predictions after each number of points seen. */
export async function rememberedTrajectories(request: RememberingPart<AdaptRequest>): Promise<Trajectory[]> {
  const { architecture, loss, innerSteps, gridX } = request;
  const batch = request.parameters.length;
  const stepCount = innerSteps + 1;
  const inputs = inputSize(architecture);
  const gridPoints = gridX.length / inputs;
  const gridSize = gridPoints * outputSize(architecture);
  const judge = LOSS_FUNCTIONS[loss];
  const device = tidy(() => {
    const { support, query } = uploadTasks(request.tasks);
    const [shots, queries] = [support.x.shape[1], query.x.shape[1]];
    const grid = tile(tensor3d(gridX, [1, gridPoints, inputs]), [batch, 1, 1]);
    const outputs = outputsAfter(request, support, concat([support.x, query.x, grid], 1));
    return {
      supportLosses: stack(outputs.map((all) => judge(rowsOf(all, 0, shots), support.y))),
      queryLosses: stack(outputs.map((all) => judge(rowsOf(all, shots, queries), query.y))),
      predictions: stack(
        outputs.map((all) => reshape(rowsOf(all, shots + queries, gridPoints), [batch, gridSize])),
      ),
    };
  });
  const [supportLosses, queryLosses, predictions] = await Promise.all([
    download(device.supportLosses),
    download(device.queryLosses),
    download(device.predictions),
  ]);
  return request.parameters.map((parameters, pair) => {
    const ofPair = (losses: Float32Array) =>
      Float32Array.from({ length: stepCount }, (_, step) => losses[step * batch + pair] ?? NaN);
    return {
      series: { supportLoss: ofPair(supportLosses), queryLoss: ofPair(queryLosses) },
      predictions: Array.from({ length: stepCount }, (_, step) => {
        const from = (step * batch + pair) * gridSize;
        return predictions.slice(from, from + gridSize);
      }),
      adapted: parameters.slice(),
    };
  });
}

/** Query losses [tasks, steps] of every pair in the request. */
export async function rememberedLosses(request: RememberingPart<AdaptInputs>): Promise<EvaluationLosses> {
  const judge = LOSS_FUNCTIONS[request.loss];
  const device = tidy(() => {
    const { support, query } = uploadTasks(request.tasks);
    return stack(
      outputsAfter(request, support, query.x).map((outputs) => judge(outputs, query.y)),
      1,
    );
  });
  return { stepCount: request.innerSteps + 1, losses: await download(device) };
}
