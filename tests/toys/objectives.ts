/** What the tensor engine trains in a build with toys. */
import * as shipped from '../../src/meta/learners/index.ts';
import { signGradient } from './sign-gradient.ts';

export const OBJECTIVES = { ...shipped.OBJECTIVES, signGradient };
export const TENSOR_RECORDS = { ...shipped.TENSOR_RECORDS, signGradient: shipped.TENSOR_RECORDS.fomaml };
