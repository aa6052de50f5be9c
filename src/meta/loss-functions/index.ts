/** Every loss, by name. */
import type { LossName } from '#families/losses/loss-of.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { LossFunction } from './loss-function.ts';
import { squaredError } from './squared-error.ts';

export const LOSS_FUNCTIONS: Readonly<Record<LossName, LossFunction>> = { squaredError, crossEntropy };
