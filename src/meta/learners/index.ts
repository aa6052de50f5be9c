/** Every algorithm that an engine trains, by name. */
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { anil } from './anil.ts';
import { fomaml } from './fomaml.ts';
import { imaml } from './imaml.ts';
import { maml } from './maml.ts';
import { metaSgd } from './meta-sgd.ts';
import { multiStepLoss } from './multi-step-loss.ts';
import type { MetaObjective } from '../objective.ts';
import { pretrained } from './pretrained.ts';
import { reptile } from './reptile.ts';
import { ridgeHead } from './ridge-head.ts';

export const OBJECTIVES: Readonly<Record<MetaAlgorithm, MetaObjective>> = {
  maml,
  fomaml,
  anil,
  metaSgd,
  reptile,
  multiStepLoss,
  imaml,
  ridgeHead,
  pretrained,
};
