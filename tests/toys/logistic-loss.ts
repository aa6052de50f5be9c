/** A toy loss: of outputs that are logits of yes or no, one by one. */
import type { Loss } from '#families/losses/loss.ts';
import type { LossFunction } from '#meta/loss-functions/loss-function.ts';
import { mean, mul, softplus, sub } from '#tensor/ops.ts';

const softplusOf = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

export const logistic: Loss = {
  short: 'log loss',
  about: 'the mean of −log p(target), each output being the logit of a target from 0 to 1',
  isOfClasses: false,
  of(predicted, targets) {
    let sum = 0;
    for (let at = 0; at < targets.length; at++) {
      const z = predicted[at] ?? Number.NaN;
      sum += softplusOf(z) - z * (targets[at] ?? 0);
    }
    return sum / targets.length;
  },
  worst: () => 20,
};

export const logisticFunction: LossFunction = (outputs, targets) =>
  mean(sub(softplus(outputs), mul(outputs, targets)), [1, 2]);
