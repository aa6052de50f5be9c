/**
 * MAML++.
 *
 * Antoniou, Edwards & Storkey, "How to train your MAML" (ICLR 2019, arXiv:1810.09502), section 4: the multi-step loss of
 * eq. 4; an inner learning rate for each layer in each inner step, learned with θ (LSLR); and derivative-order annealing (DA):
 * at the beginning of a run the gradients of the inner loop count as fixed. A layer's weight and bias have one rate. What the
 * paper says of batch normalisation, statistics and biases for each step, is left out.
 */
import { layerCount, parameterCount, parameterLayout } from '#models/architecture.ts';
import { concat, reshape, slice, type Tensor1D, type Tensor3D, tensor1d, tile } from '#tensor/ops.ts';
import { descend, supportGradient } from '../inner-loop.ts';
import { totalLoss } from '../losses.ts';
import type { MetaObjective } from '../objective.ts';
import { type BatchedParameters, copiesOf, meanOverTasks, valueAndGradient } from '../parameters.ts';

export const mamlPlusPlus: MetaObjective = (inner, learned, tasks) => {
  const { architecture, losses, stepWeights, isFirstOrder } = inner;
  const size = parameterCount(architecture);
  const layers = layerCount(architecture);
  const learnedSteps = (learned.size - size) / layers;
  const takenSteps = Math.min(learnedSteps, tasks.innerSupport.length);
  const theta = copiesOf(architecture, slice(learned, 0, size), tasks.count);
  // One number for each task, layer and step, [B, 1, 1]: a parameter takes that of its layer.
  const rateOf = (at: number): Tensor3D =>
    tile(reshape(slice(learned, size + at, 1), [1, 1, 1]), [tasks.count, 1, 1]);
  const rates = Array.from({ length: takenSteps * layers }, (_, at) => rateOf(at));
  const entries = parameterLayout(architecture);
  const ratesIn = (all: BatchedParameters, step: number): BatchedParameters =>
    entries.flatMap(({ layer }) => all[Math.min(step, takenSteps - 1) * layers + layer] ?? []);

  /** θ_1 … θ_n; each gradient is asked for at the θ_k where it is taken. */
  const follow = (
    start: BatchedParameters,
    alpha: BatchedParameters,
    gradientAt: (parameters: BatchedParameters, step: number) => BatchedParameters,
  ) => {
    let parameters = start;
    return tasks.innerSupport.map((_, step) => {
      parameters = descend(parameters, gradientAt(parameters, step), ratesIn(alpha, step));
      return parameters;
    });
  };
  const slopeAt = (parameters: BatchedParameters, step: number) =>
    supportGradient(losses, parameters, tasks.innerSupport[step] ?? tasks.support);

  // Outside the gradient, what is found there is fixed.
  const fixed: BatchedParameters[] = [];
  if (isFirstOrder) {
    follow(theta, rates, (parameters, step) => {
      const slope = slopeAt(parameters, step);
      fixed.push(slope);
      return slope;
    });
  }
  const { value, gradient } = valueAndGradient<Tensor1D>(
    (varied) => {
      const start = varied.slice(0, theta.length);
      const alpha = varied.slice(theta.length);
      const path = follow(start, alpha, (at, step) => fixed[step] ?? slopeAt(at, step));
      return concat(path.map((parameters) => reshape(totalLoss(losses, parameters, tasks.query), [1])));
    },
    [...theta, ...rates],
    tensor1d([...stepWeights]),
  );
  const last = reshape(slice(value, stepWeights.length - 1, 1), []);
  // Rates of steps that are not taken have no say.
  const idle = tensor1d(new Float32Array((learnedSteps - takenSteps) * layers));
  return { metaGradient: concat([meanOverTasks(gradient), idle]), lossAfter: last.div(tasks.count) };
};
