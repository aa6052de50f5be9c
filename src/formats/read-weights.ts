/** Weights from a file of any format that is read, made by this page or elsewhere: what it is, its bytes tell. */
import { PlaygroundError } from '#core/errors.ts';
import { ACTIVATIONS, type Activation } from '#models/mlp.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { DEFAULT_SETTINGS } from '#training/settings.ts';
import { type Checkpoint, checkpointOfTensors, holdsCheckpoint } from './checkpoint.ts';
import { type ForeignNetwork, foreignNetwork } from './foreign-network.ts';
import { NUMPY_MAGIC } from './numpy-array.ts';
import { readNpz } from './npz.ts';
import { readSafetensors } from './safetensors.ts';
import { damagedFile, type TensorFile } from './tensor-file.ts';
import { isOwnWeights, type WeightsFile, weightsOfTensors } from './weights-file.ts';
import { readWeightsJson } from './weights-json.ts';

/** Larger than any network of this page with its optimiser's state, as text. */
export const LARGEST_FILE = 100_000_000;

export type ReadWeights =
  | { readonly kind: 'weights'; readonly weights: WeightsFile }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  /** A network made elsewhere that does not tell its activation. */
  | { readonly kind: 'activationUnknown'; readonly network: ForeignNetwork };

/** Formats that are known and not read, by how their files begin. */
const UNREAD: readonly { readonly start: string; readonly name: Words; readonly hint: Words }[] = [
  {
    start: NUMPY_MAGIC,
    name: said`a single NumPy array`,
    hint: said`Save all arrays in one file: numpy.savez("weights.npz", **state).`,
  },
  {
    start: '\u0089HDF',
    name: 'HDF5',
    hint: said`Of a Keras model, save the weights by name: numpy.savez("weights.npz", **{w.path: w for w in model.weights}).`,
  },
  {
    start: '\u0080\u0002',
    name: said`a Python pickle`,
    hint: said`Pickles run code when they are opened. Save safetensors: safetensors.torch.save_file(model.state_dict(), "weights.safetensors").`,
  },
  {
    start: '\u0008',
    name: said`what may be ONNX`,
    hint: said`ONNX is only written here; export safetensors, .npz or JSON instead.`,
  },
];

const EXPECTED = said`a safetensors, .npz or JSON file`;

/** The tensors of a file of any format that is read. @throws PlaygroundError `weights-file-damaged`. */
export function readTensorFile(bytes: Uint8Array): TensorFile {
  if (bytes.length === 0) throw damagedFile(said`Start of file`, EXPECTED, said`nothing: it has 0 bytes`);
  if (bytes.length > LARGEST_FILE) {
    throw damagedFile(said`File`, said`at most ${LARGEST_FILE} bytes`, `${bytes.length}`);
  }
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const unread = UNREAD.find((format) => start.startsWith(format.start));
  // A safetensors header is JSON, and its length, eight bytes before it, far from filling them.
  const isSafetensors = start.slice(4, 9) === '\0\0\0\0{';
  if (unread !== undefined && !isSafetensors) {
    throw damagedFile(said`Start of file`, EXPECTED, unread.name, unread.hint);
  }
  if (start.startsWith('PK')) return readNpz(bytes);
  if (!isSafetensors && /^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(start)) {
    return readWeightsJson(new TextDecoder().decode(bytes));
  }
  if (!isSafetensors && bytes.length >= 8 && /^[\t\n\r -~]+$/.test(start)) {
    throw damagedFile(said`Start of file`, EXPECTED, said`the text “${start.trim()}”`);
  }
  return readSafetensors(bytes);
}

/** An activation as others spell it: `nn.ReLU()`, `Tanh`, `sine`. */
function activationNamed(text: string): Activation {
  const word = text.toLowerCase().replaceAll(/^.*\.|[^a-z]/g, '');
  const found = ACTIVATIONS.find(
    (activation) => activation === word || (activation === 'sin' && word === 'sine'),
  );
  if (found !== undefined) return found;
  throw new PlaygroundError(
    'weights-file-foreign',
    said`Metadata “activation”: expected one of ${listed(ACTIVATIONS)}, found “${text.slice(0, 40)}”.`,
  );
}

/** A network made elsewhere as weights of this page. */
export function foreignWeights(
  { layerSizes, parameters, rates }: ForeignNetwork,
  activation: Activation,
): WeightsFile {
  const { architecture: _, ...settings } = DEFAULT_SETTINGS;
  return {
    network: { architecture: { layerSizes, activation }, parameters },
    rates,
    details: { origin: 'elsewhere', iteration: 0, settings, evaluation: null },
  };
}

/** What tensors hold; `activation` is the user's answer where the file does not tell. */
export function weightsIn(file: TensorFile, activation: Activation | null = null): ReadWeights {
  if (holdsCheckpoint(file)) return { kind: 'checkpoint', checkpoint: checkpointOfTensors(file) };
  if (isOwnWeights(file)) return { kind: 'weights', weights: weightsOfTensors(file) };
  const network = foreignNetwork(file.tensors);
  const told = file.metadata['activation'];
  // A single layer has no activation to be told.
  const usual = network.layerSizes.length === 2 ? 'relu' : null;
  const known = told === undefined ? (activation ?? usual) : activationNamed(told);
  if (known === null) return { kind: 'activationUnknown', network };
  return { kind: 'weights', weights: foreignWeights(network, known) };
}

/**
 * Reads weights or a checkpoint.
 * @throws PlaygroundError `weights-file-damaged` or `weights-file-foreign`, naming the place and what was expected.
 */
export function readWeights(bytes: Uint8Array, activation: Activation | null = null): ReadWeights {
  return weightsIn(readTensorFile(bytes), activation);
}
