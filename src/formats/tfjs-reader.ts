/**
 * A TensorFlow.js LayersModel in a zip, ours or a converter's, as a PyTorch state dict: dense layers in a row, or a convolutional
 * network in the layers that this page writes of it.
 */
import * as v from 'valibot';
import { said } from '#core/saying.ts';
import { parseJson, parseWith } from './bad-input.ts';
import { decodeFloats } from './floats.ts';
import { kerasLayerSchema, readKerasRow, refusedLayers } from './keras-reader.ts';
import { damagedFile, describeShape, type NamedTensor, sizeOfShape, type TensorFile } from './tensor-file.ts';
import { MODEL_FILE } from './tfjs-layers.ts';
import { MODEL_KEY } from './weights-file.ts';
import type { ZipEntry } from './zip.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const layersSchema = v.object({ layers: v.array(kerasLayerSchema) });
const configSchema = v.object({
  class_name: v.string(),
  config: v.union([layersSchema, v.array(kerasLayerSchema)]),
});
const modelSchema = v.object({
  // Some versions put the topology itself where others put its configuration.
  modelTopology: v.union([v.object({ model_config: configSchema }), configSchema]),
  weightsManifest: v.array(
    v.object({
      paths: v.array(v.string()),
      weights: v.array(v.object({ name: v.string(), shape: v.array(whole), dtype: v.string() })),
    }),
  ),
  userDefinedMetadata: v.optional(v.nullable(v.record(v.string(), v.unknown())), {}),
});

type Model = v.InferOutput<typeof modelSchema>;

/** The layers of a model that is a row of them. */
function layersOf({ modelTopology }: Model) {
  const { class_name: kind, config } =
    'model_config' in modelTopology ? modelTopology.model_config : modelTopology;
  if (kind !== 'Sequential') throw refusedLayers(said`the model “${kind.slice(0, 40)}”`);
  return Array.isArray(config) ? config : config.layers;
}

/** The bytes of a group's files, one after the other. @throws PlaygroundError naming a file that is not there. */
function bytesOf(paths: readonly string[], entries: readonly ZipEntry[]): Uint8Array {
  const parts = paths.map((path) => {
    const entry = entries.find(({ name }) => name === path || name.endsWith(`/${path}`));
    if (entry === undefined) throw damagedFile(MODEL_FILE, said`the file “${path}” beside it`, said`none`);
    return entry.read();
  });
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** All tensors in the order of the manifest, which is that of the layers. */
function tensorsOf({ weightsManifest }: Model, entries: readonly ZipEntry[]): NamedTensor[] {
  const tensors: NamedTensor[] = [];
  for (const { paths, weights } of weightsManifest) {
    const bytes = bytesOf(paths, entries);
    let offset = 0;
    for (const { name, shape, dtype } of weights) {
      if (dtype !== 'float32') throw refusedLayers(said`the type ${dtype.slice(0, 40)} of “${name}”`);
      const size = 4 * sizeOfShape(shape);
      if (offset + size > bytes.length) {
        throw damagedFile(
          said`Tensor “${name}”`,
          said`${size} bytes for ${describeShape(shape)}`,
          `${bytes.length - offset}`,
        );
      }
      tensors.push({ name, shape, data: decodeFloats(bytes.subarray(offset, offset + size), 'float32') });
      offset += size;
    }
    if (offset !== bytes.length) throw damagedFile(paths.join(), said`${offset} bytes`, `${bytes.length}`);
  }
  return tensors;
}

/** Whether files of a zip are a model. */
export function holdsLayersModel(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => name === MODEL_FILE || name.endsWith(`/${MODEL_FILE}`));
}

/** Reads a model. @throws PlaygroundError if it is damaged, or has layers that are not read. */
export function readLayersModel(entries: readonly ZipEntry[]): TensorFile {
  const json = entries.find(({ name }) => name === MODEL_FILE || name.endsWith(`/${MODEL_FILE}`));
  const text = new TextDecoder().decode(json?.read() ?? new Uint8Array());
  const model = parseWith(modelSchema, parseJson(text, MODEL_FILE), MODEL_FILE);
  const layers = layersOf(model);
  const { architecture, activation, tensors } = readKerasRow(layers, tensorsOf(model, entries));
  const texts = Object.entries(model.userDefinedMetadata ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    // What the layers compute counts, whatever the texts say.
    metadata: {
      ...Object.fromEntries(texts),
      ...(activation === null ? {} : { activation }),
      ...(architecture === null ? {} : { [MODEL_KEY]: JSON.stringify(architecture) }),
    },
    tensors,
  };
}
