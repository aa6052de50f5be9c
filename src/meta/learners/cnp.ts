/**
 * Conditional neural process. Garnelo et al., "Conditional neural processes" (ICML 2018, arXiv:1807.01613): encoder and
 * decoder (`../models/cnp.ts`) descend the loss at query points after some of the support points, eq. 5 with the squared error.
 */
import { rememberingObjective } from '../remembering.ts';

export const cnp = rememberingObjective;
