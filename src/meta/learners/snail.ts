/**
 * SNAIL. Mishra, Rohaninejad, Chen & Abbeel, "A simple neural attentive meta-learner" (ICLR 2018, arXiv:1707.03141), section 3:
 * all weights of the sequence model (`../models/snail.ts`) descend the loss at query points after some of the support points.
 */
import { rememberingObjective } from '../remembering.ts';

export const snail = rememberingObjective;
