/** Every algorithm that an engine trains, by name: what it computes, and what it leaves in memory meanwhile. */
import type { MetaAlgorithm } from '#training/learner-facts.ts';
import { anil } from './anil.ts';
import { cavia } from './cavia.ts';
import { cnp } from './cnp.ts';
import { fomaml } from './fomaml.ts';
import { imaml } from './imaml.ts';
import { maml } from './maml.ts';
import { mamlPlusPlus } from './maml-plus-plus.ts';
import { metaOptNet } from './meta-opt-net.ts';
import { metaSgd } from './meta-sgd.ts';
import { multiStepLoss } from './multi-step-loss.ts';
import { metaNet } from './meta-net.ts';
import type { MetaObjective } from '../objective.ts';
import { pretrained } from './pretrained.ts';
import { r2d2 } from './r2d2.ts';
import { reptile } from './reptile.ts';
import { ridgeHead } from './ridge-head.ts';
import { snail } from './snail.ts';
import {
  FIRST_ORDER,
  FOLLOWED,
  PLAIN,
  REMEMBERED,
  SECOND_ORDER,
  type TensorRecord,
} from './tensor-record.ts';

export const OBJECTIVES: Readonly<Record<MetaAlgorithm, MetaObjective>> = {
  maml,
  fomaml,
  anil,
  metaSgd,
  reptile,
  multiStepLoss,
  mamlPlusPlus,
  imaml,
  ridgeHead,
  r2d2,
  metaOptNet,
  cavia,
  cnp,
  snail,
  metaNet,
  pretrained,
};

const SOLVED: TensorRecord = { ...FIRST_ORDER, systems: 16 };

export const TENSOR_RECORDS: Readonly<Record<MetaAlgorithm, TensorRecord>> = {
  maml: SECOND_ORDER,
  fomaml: FIRST_ORDER,
  // Where only the head moves, fewer are kept.
  anil: {
    ...SECOND_ORDER,
    vectors: [15, 3, 0],
    optimiser: { momentum: 0, adam: 0 },
    support: [18, 0],
  },
  metaSgd: { ...SECOND_ORDER, vectors: [20, 16, 0] },
  reptile: FIRST_ORDER,
  multiStepLoss: { ...SECOND_ORDER, vectors: [14, 15, 0], judgesEveryStep: true },
  mamlPlusPlus: { ...SECOND_ORDER, vectors: [14, 15, 0], judgesEveryStep: true },
  imaml: { ...FIRST_ORDER, vectors: [24, 4, 16], support: [0, PLAIN + FOLLOWED] },
  ridgeHead: SOLVED,
  r2d2: SOLVED,
  metaOptNet: SOLVED,
  cavia: SECOND_ORDER,
  cnp: REMEMBERED,
  snail: REMEMBERED,
  metaNet: REMEMBERED,
  pretrained: FIRST_ORDER,
};
