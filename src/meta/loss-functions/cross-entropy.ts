/** The mean of −log softmax(z)[class] over points; targets are one-hot. */
import { exp, highest, log, mean, mul, reshape, sub, sum, type Tensor2D } from '#tensor/ops.ts';
import type { LossFunction } from './loss-function.ts';

export const crossEntropy: LossFunction = (outputs, targets) => {
  // The largest is taken away, a constant that changes nothing, so that no exponential overflows.
  const most = highest(outputs);
  const raised = sub(outputs, most);
  const [batch, points] = outputs.shape;
  const inRows = (column: ReturnType<typeof sum>): Tensor2D => reshape(column, [batch, points]);
  const whole = log(sum(exp(raised), 2));
  const chosen = sum(mul(raised, targets), 2);
  return mean(sub(inRows(whole), inRows(chosen)), 1);
};
