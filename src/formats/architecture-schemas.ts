/** How files have a network's architecture, by its model. */
import * as v from 'valibot';
import { ACTIVATIONS } from '#models/activations.ts';
import type { ModelName, SpecOf } from '#models/architecture.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ARCHITECTURE_SCHEMAS: { readonly [Name in ModelName]: v.GenericSchema<unknown, SpecOf<Name>> } =
  {
    mlp: v.object({ layerSizes: v.array(size), activation: v.picklist(ACTIVATIONS) }),
  };
