import { mean, square, sub } from '#tensor/ops.ts';
import type { LossFunction } from './loss-function.ts';

export const squaredError: LossFunction = (outputs, targets) => mean(square(sub(outputs, targets)), [1, 2]);
