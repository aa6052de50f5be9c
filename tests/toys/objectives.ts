/** What the tensor engine trains in a build with toys. */
import { OBJECTIVES as shipped } from '../../src/meta/learners/index.ts';
import { signGradient } from './sign-gradient.ts';

export const OBJECTIVES = { ...shipped, signGradient };
