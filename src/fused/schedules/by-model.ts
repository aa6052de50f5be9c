/** Records by model, of which some lack an entry: what they lack is refused before it is asked for (refusal.ts). */
import { PlaygroundError } from '#core/errors.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { type Architecture, type ModelName, modelName } from '#models/architecture.ts';

export type ByModel<Entry> = Readonly<Partial<Record<ModelName, Entry>>>;

export function noModel(architecture: Architecture, models: Iterable<string>): Words {
  return said`Expected a network that the fused engine has kernels for (${listed([...models])}), found ${modelName(architecture)}.`;
}

/** @throws PlaygroundError `engine-failed` if there is none. */
export function forModel<Entry>(entries: ByModel<Entry>, architecture: Architecture): Entry {
  const entry = entries[modelName(architecture)];
  if (entry === undefined)
    throw new PlaygroundError('engine-failed', noModel(architecture, Object.keys(entries)));
  return entry;
}
