/** The registry of learners in a build with toys. */
import { LEARNERS as shipped } from '../../src/training/learners.ts';
import { SIGN_GRADIENT_FACTS } from './sign-gradient-facts.ts';

export const LEARNERS = { ...shipped, signGradient: SIGN_GRADIENT_FACTS };
