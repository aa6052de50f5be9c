/** How files have a network's architecture, by its model. */
import * as v from 'valibot';
import { KERNEL, NORMALISATIONS } from '#models/conv.ts';
import { ACTIVATIONS } from '#models/activations.ts';
import type { ModelName, SpecOf } from '#models/architecture.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Of models that are made of a perceptron's sizes. */
const ofPerceptron = {
  inputs: size,
  outputs: size,
  hidden: v.array(size),
  activation: v.picklist(ACTIVATIONS),
};

export const ARCHITECTURE_SCHEMAS: { readonly [Name in ModelName]: v.GenericSchema<unknown, SpecOf<Name>> } =
  {
    conv: v.object({
      model: v.literal('conv'),
      input: v.tuple([size, size, size]),
      filters: v.array(size),
      normalisation: v.picklist(NORMALISATIONS),
      outputs: size,
      activation: v.picklist(ACTIVATIONS),
      // As cases have them, which others may read.
      kernel: v.optional(v.literal(KERNEL.side)),
      stride: v.optional(v.literal(KERNEL.stride)),
      padding: v.optional(v.literal(KERNEL.padding)),
    }),
    cnp: v.object({ model: v.literal('cnp'), ...ofPerceptron }),
    snail: v.object({ model: v.literal('snail'), ...ofPerceptron }),
    metaNet: v.object({ model: v.literal('metaNet'), ...ofPerceptron }),
    mlp: v.object({ layerSizes: v.array(size), activation: v.picklist(ACTIVATIONS) }),
  };
