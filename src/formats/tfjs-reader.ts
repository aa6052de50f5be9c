/** A TensorFlow.js LayersModel in a zip, ours or a converter's: dense layers in a row, as a PyTorch state dict. */
import * as v from 'valibot';
import { listed, said, type Words } from '#core/saying.ts';
import { decodeFloats } from './floats.ts';
import { parseJson, parseWith } from './bad-input.ts';
import {
  damagedFile,
  describeShape,
  type NamedTensor,
  sizeOfShape,
  type TensorFile,
  unreadFile,
} from './tensor-file.ts';
import { MODEL_FILE } from './tfjs-layers.ts';
import type { ZipEntry } from './zip.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const layerSchema = v.object({
  class_name: v.string(),
  config: v.object({ name: v.optional(v.string(), ''), activation: v.optional(v.string(), 'linear') }),
});
const layersSchema = v.object({ layers: v.array(layerSchema) });
const configSchema = v.object({
  class_name: v.string(),
  config: v.union([layersSchema, v.array(layerSchema)]),
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

function refused(found: Words) {
  return unreadFile(
    said`a TensorFlow.js model of dense layers in a row, with one activation between them`,
    found,
    said`Of other models, save the weights themselves as safetensors, .npz or JSON.`,
  );
}

type Model = v.InferOutput<typeof modelSchema>;

/** The activation between dense layers; `null` for a single layer. */
function activationOf({ modelTopology }: Model): string | null {
  const { class_name: kind, config } =
    'model_config' in modelTopology ? modelTopology.model_config : modelTopology;
  if (kind !== 'Sequential') throw refused(said`the model “${kind.slice(0, 40)}”`);
  const layers = (Array.isArray(config) ? config : config.layers).filter(
    ({ class_name: layer }) => layer !== 'InputLayer',
  );
  const other = layers.find(({ class_name: layer }) => layer !== 'Dense');
  if (other !== undefined) throw refused(said`the layer “${other.class_name.slice(0, 40)}”`);
  const activations = layers.map(({ config: { activation } }) => activation);
  const last = activations.at(-1) ?? 'linear';
  if (last !== 'linear') throw refused(said`the activation ${last.slice(0, 40)} after the last layer`);
  const kinds = [...new Set(activations.slice(0, -1))];
  if (kinds.length > 1) throw refused(said`the activations ${listed(kinds)}`);
  return kinds[0] ?? null;
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

/** [in, out], as Keras has it, as [out, in]. */
function turned(shape: readonly number[], data: Float32Array): Float32Array {
  const [rows = 1, columns = 1] = shape;
  return data.map((_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? 0);
}

/** Kernels and biases in the order of the manifest, which is that of the layers. */
function tensorsOf({ weightsManifest }: Model, entries: readonly ZipEntry[]): NamedTensor[] {
  const tensors: NamedTensor[] = [];
  for (const { paths, weights } of weightsManifest) {
    const bytes = bytesOf(paths, entries);
    let offset = 0;
    for (const { name, shape, dtype } of weights) {
      if (dtype !== 'float32') throw refused(said`the type ${dtype.slice(0, 40)} of “${name}”`);
      const size = 4 * sizeOfShape(shape);
      if (offset + size > bytes.length) {
        throw damagedFile(
          said`Tensor “${name}”`,
          said`${size} bytes for ${describeShape(shape)}`,
          `${bytes.length - offset}`,
        );
      }
      const layer = tensors.length >> 1;
      const isKernel = tensors.length % 2 === 0;
      if (shape.length !== (isKernel ? 2 : 1)) {
        throw refused(said`“${name}” of shape ${describeShape(shape)} among kernels and biases`);
      }
      const data = decodeFloats(bytes.subarray(offset, offset + size), 'float32');
      tensors.push(
        isKernel
          ? { name: `${2 * layer}.weight`, shape: shape.toReversed(), data: turned(shape, data) }
          : { name: `${2 * layer}.bias`, shape, data },
      );
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

/** Reads a model. @throws PlaygroundError if it is damaged, or has other than dense layers in a row. */
export function readLayersModel(entries: readonly ZipEntry[]): TensorFile {
  const json = entries.find(({ name }) => name === MODEL_FILE || name.endsWith(`/${MODEL_FILE}`));
  const text = new TextDecoder().decode(json?.read() ?? new Uint8Array());
  const model = parseWith(modelSchema, parseJson(text, MODEL_FILE), MODEL_FILE);
  const activation = activationOf(model);
  const texts = Object.entries(model.userDefinedMetadata ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    // What the layers compute counts, whatever the texts say.
    metadata: { ...Object.fromEntries(texts), ...(activation === null ? {} : { activation }) },
    tensors: tensorsOf(model, entries),
  };
}
