/** Every model, by name. */
import type { ModelName, SpecOf } from '#models/architecture.ts';
import { cnp } from './cnp.ts';
import { conv } from './conv.ts';
import { metaNet } from './meta-net.ts';
import { mlp } from './mlp.ts';
import { snail } from './snail.ts';
import type { TensorModel } from './tensor-model.ts';

export const TENSOR_MODELS: { readonly [Name in ModelName]: TensorModel<SpecOf<Name>> } = {
  mlp,
  conv,
  cnp,
  snail,
  metaNet,
};
