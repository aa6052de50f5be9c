/** The schema of a network's architecture; without a model it is of the first, as in all that is older than the second. */
import * as v from 'valibot';
import { type Architecture, MODEL_NAMES } from '#models/architecture.ts';
import { ARCHITECTURE_SCHEMAS } from './architecture-schemas.ts';

const named = v.object({ model: v.optional(v.picklist(MODEL_NAMES), MODEL_NAMES[0]) });

/** By types; `checkArchitecture` tells whether there can be such a network. */
export const architectureSchema: v.GenericSchema<unknown, Architecture> = v.lazy((input) => {
  const found = v.safeParse(named, input);
  // What is no object, or names no model of ours, is refused by its own words.
  return found.success
    ? ARCHITECTURE_SCHEMAS[found.output.model]
    : v.intersect([named, ARCHITECTURE_SCHEMAS[MODEL_NAMES[0]]]);
});
