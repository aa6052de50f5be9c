/** The losses, each a file. The first is meant where none is named: cases and files older than the second. */
import { crossEntropy } from './cross-entropy.ts';
import { squaredError } from './squared-error.ts';

export const LOSSES = { squaredError, crossEntropy };
