/**
 * MetaNet. Munkhdalai & Yu, "Meta networks" (ICML 2017, arXiv:1703.00837), section 3 and algorithm 1: all slow weights, those of
 * the base learner, of the generator of fast weights and of the embedding (`../models/meta-net.ts`), descend the loss at query points
 * after some of the support points are stored.
 */
import { rememberingObjective } from '../remembering.ts';

export const metaNet = rememberingObjective;
