/** The schema of a network's architecture, by its model; without one it is the first, as in all that is older than the second. */
import * as v from 'valibot';
import { ACTIVATIONS } from '#models/activations.ts';
import { KERNEL, NORMALISATIONS } from '#models/conv.ts';
import { type Architecture, MODEL_NAMES, type ModelName, type SpecOf } from '#models/architecture.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));

const SCHEMAS: { readonly [Name in ModelName]: v.GenericSchema<unknown, SpecOf<Name>> } = {
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
  mlp: v.object({ layerSizes: v.array(size), activation: v.picklist(ACTIVATIONS) }),
};

const named = v.object({ model: v.optional(v.picklist(MODEL_NAMES), MODEL_NAMES[0]) });

/** By types; `checkArchitecture` tells whether there can be such a network. */
export const architectureSchema: v.GenericSchema<unknown, Architecture> = v.lazy((input) => {
  const found = v.safeParse(named, input);
  // What is no object, or names no model of ours, is refused by its own words.
  return found.success ? SCHEMAS[found.output.model] : v.intersect([named, SCHEMAS.mlp]);
});
