/** The formats in which weights leave: how each is named, what it can hold, and its bytes. */
import { PlaygroundError } from '#core/errors.ts';
import type { Architecture } from '#models/architecture.ts';
import { said } from '#core/saying.ts';
import { type Checkpoint, tensorsOfCheckpoint } from './checkpoint.ts';
import { weightsOfCheckpoint } from './checkpoint-weights.ts';
import { writeNpz } from './npz.ts';
import { isKerasActivation, isKerasArchitecture } from './keras-network.ts';
import { hasOnnxGraph, writeOnnx } from './onnx.ts';
import { writeSafetensors } from './safetensors.ts';
import type { TensorFile } from './tensor-file.ts';
import { writeLayersModel } from './tfjs-layers.ts';
import { tensorsOfWeights, type WeightsFile } from './weights-file.ts';
import { writeWeightsJson } from './weights-json.ts';

export const WEIGHT_FORMATS = ['safetensors', 'npz', 'onnx', 'tfjs', 'json'] as const;
export type WeightFormat = (typeof WEIGHT_FORMATS)[number];

export const FORMAT_FILES: Readonly<
  Record<WeightFormat, { readonly extension: string; readonly mime: string }>
> = {
  safetensors: { extension: 'safetensors', mime: 'application/octet-stream' },
  npz: { extension: 'npz', mime: 'application/octet-stream' },
  onnx: { extension: 'onnx', mime: 'application/octet-stream' },
  tfjs: { extension: 'tfjs.zip', mime: 'application/zip' },
  json: { extension: 'json', mime: 'application/json' },
};

/** The format of a file name. */
export function formatNamed(file: string): WeightFormat | null {
  const name = file.toLowerCase();
  const isTfjs = name.endsWith('.zip');
  return (
    WEIGHT_FORMATS.find((format) => name.endsWith(`.${FORMAT_FILES[format].extension}`)) ??
    (isTfjs ? 'tfjs' : null)
  );
}

type TensorFormat = 'safetensors' | 'npz' | 'json';

function writeTensors(file: TensorFile, format: TensorFormat): Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'safetensors':
      return writeSafetensors(file);
    case 'npz':
      return writeNpz(file);
    case 'json':
      return new TextEncoder().encode(writeWeightsJson(file));
    default:
      return format satisfies never;
  }
}

/** The bytes of a network. @throws PlaygroundError if the format cannot hold it. */
export function writeWeights(weights: WeightsFile, format: WeightFormat): Uint8Array<ArrayBuffer> {
  if (format === 'onnx') return writeOnnx(weights);
  if (format === 'tfjs') return writeLayersModel(weights);
  return writeTensors(tensorsOfWeights(weights), format);
}

/** Whether a format can hold a network of this kind; files of tensors hold any. */
export function holdsNetwork(format: WeightFormat, architecture: Architecture): boolean {
  if (format === 'onnx') return hasOnnxGraph(architecture);
  return (
    format !== 'tfjs' || (isKerasArchitecture(architecture) && isKerasActivation(architecture.activation))
  );
}

/** Whether a format has room for more than a network: α of each parameter, an optimiser's state. */
export function holdsState(format: WeightFormat): format is TensorFormat {
  return format !== 'onnx' && format !== 'tfjs';
}

/**
 * The bytes of a run's state.
 * @throws PlaygroundError for a format of networks only.
 */
export function writeCheckpointAs(checkpoint: Checkpoint, format: WeightFormat): Uint8Array<ArrayBuffer> {
  if (holdsState(format)) return writeTensors(tensorsOfCheckpoint(checkpoint), format);
  const { origin, iteration } = weightsOfCheckpoint(checkpoint).details;
  throw new PlaygroundError(
    'input-invalid',
    said`Expected safetensors, .npz or JSON for a checkpoint with its optimiser’s state, found ${format}, which holds a network only.`,
    said`The network itself (${origin}, ${iteration} iterations) can be written as ${format}.`,
  );
}
