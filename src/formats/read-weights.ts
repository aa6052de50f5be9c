/** Weights from a file of any format that is read, made by this page or elsewhere: what it is, its bytes tell. */
import { PlaygroundError } from '#core/errors.ts';
import { ACTIVATIONS, type Activation } from '#models/activations.ts';
import { listed, said, type Words } from '#core/saying.ts';
import { CHARACTER_SETTINGS } from '#families/characters/settings.ts';
import { PICTURE_SIDES } from '#families/pictures/picture-set.ts';
import { type Architecture, inputSize, outputSize } from '#models/architecture.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { LEARNERS } from '#training/learners.ts';
import { DEFAULT_SETTINGS, openingSettings } from '#training/settings.ts';
import { activationNamed, toldActivation } from './activation-name.ts';
import { type Checkpoint, checkpointOfTensors, holdsCheckpoint } from './checkpoint.ts';
import { type ForeignNetwork, foreignNetworks, singleNetwork } from './foreign-network.ts';
import { roleOf } from './layer-names.ts';
import { holdsArrays, readNpz } from './npz.ts';
import { readOnnx } from './onnx-reader.ts';
import { readSafetensors } from './safetensors.ts';
import { damagedFile, type LeftOut, type TensorFile } from './tensor-file.ts';
import { decodedText } from './text.ts';
import { holdsLayersModel, readLayersModel } from './tfjs-reader.ts';
import { EXPECTED, unreadByStart, unreadTable, unreadText, unreadZip } from './unread-files.ts';
import { isOwnWeights, METADATA_KEY, type WeightsFile, weightsOfTensors } from './weights-file.ts';
import { readWeightsJson } from './weights-json.ts';
import { readZip } from './zip.ts';

/** Larger than any network of this page with its optimiser's state, as text. */
export const LARGEST_FILE = 100_000_000;

/** What the user says of a file that does not say it itself. */
export interface Answers {
  readonly activation?: Activation | null;
  /** Which of several networks. */
  readonly network?: string | null;
}

export type ReadWeights =
  /** `leftOut` names what stands in the file beside the network; absent where there is nothing else. */
  | { readonly kind: 'weights'; readonly weights: WeightsFile; readonly leftOut?: readonly string[] }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  /** A network made elsewhere that tells no activation, or, as `told`, one that the page has not. */
  | {
      readonly kind: 'activationUnknown';
      readonly network: ForeignNetwork;
      readonly told: string | null;
      readonly leftOut?: readonly string[];
    }
  /** Several networks in one file; `weightsIn` reads the one that is named. */
  | { readonly kind: 'severalNetworks'; readonly names: readonly string[]; readonly file: TensorFile };

/** The first bytes of ONNX: its version, then the name of its writer or the graph. */
function isOnnx(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x08 && (bytes[1] ?? 0) < 0x20 && [0x12, 0x1a, 0x22, 0x3a, 0x42].includes(bytes[2] ?? 0)
  );
}

/** What learners learn beside θ has no place in ONNX and TensorFlow.js: without it, theirs is a network like any other. */
function networkAlone(file: TensorFile): TensorFile {
  const { [METADATA_KEY]: details, ...metadata } = file.metadata;
  const isPart = TRAINING_ALGORITHMS.some(
    (name) => LEARNERS[name].learns.length > 1 && details?.includes(`"origin":"${name}"`) === true,
  );
  return isPart ? { ...file, metadata } : file;
}

function readArchive(bytes: Uint8Array): TensorFile {
  const entries = readZip(bytes);
  if (holdsArrays(entries)) return readNpz(entries);
  if (holdsLayersModel(entries)) return networkAlone(readLayersModel(entries));
  throw unreadZip(entries);
}

/** The tensors of a file of any format that is read. @throws PlaygroundError `weights-file-damaged`, or `file-unread` for another kind of file. */
export function readTensorFile(bytes: Uint8Array): TensorFile {
  if (bytes.length === 0) throw damagedFile(said`Start of file`, EXPECTED, said`nothing: it has 0 bytes`);
  if (bytes.length > LARGEST_FILE) {
    throw damagedFile(said`File`, said`at most ${LARGEST_FILE} bytes`, `${bytes.length}`);
  }
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  // A safetensors header is JSON, and its length, eight bytes before it, far from filling them.
  if (start.slice(4, 9) === '\0\0\0\0{') return readSafetensors(bytes);
  const unread = unreadByStart(bytes);
  if (unread !== null) throw unread;
  if (start.startsWith('PK')) return readArchive(bytes);
  if (isOnnx(bytes)) return networkAlone(readOnnx(bytes));
  if (/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*[[{]/.test(start)) {
    const text = decodedText(bytes) ?? new TextDecoder().decode(bytes);
    const table = unreadTable(text);
    if (table !== null) throw table;
    return readWeightsJson(text);
  }
  throw unreadText(bytes) ?? damagedFile(said`Start of file`, EXPECTED, said`bytes of no known format`);
}

/** Of whose tasks a network made elsewhere is: one that sees as many numbers as a picture has pixels names classes, if a task has so many. */
function settingsLike(architecture: Architecture): WeightsFile['details']['settings'] {
  const [inputs, outputs] = [inputSize(architecture), outputSize(architecture)];
  const { minimum, maximum } = CHARACTER_SETTINGS.ways;
  const isOfClasses = outputs >= minimum && outputs <= maximum;
  const side = PICTURE_SIDES.find((pixels) => isOfClasses && pixels * pixels === inputs);
  const { architecture: _, ...settings } =
    side === undefined ? DEFAULT_SETTINGS : { ...openingSettings('characters'), side, ways: outputs };
  return settings;
}

/** A network made elsewhere as weights of this page. */
export function foreignWeights(
  { architecture: untold, parameters, rates }: ForeignNetwork,
  activation: Activation,
): WeightsFile {
  const architecture = { ...untold, activation };
  const settings = settingsLike(architecture);
  return {
    network: { architecture, parameters },
    rates,
    details: { origin: 'elsewhere', iteration: 0, settings, evaluation: null },
  };
}

/** Weights among what is no floating-point numbers would be missing in the network. @throws PlaygroundError naming them. */
function expectNoWeights(leftOut: readonly LeftOut[], isEmpty: boolean): void {
  const weight = leftOut.find(({ name, what }) => roleOf(name) !== null && typeof what === 'string');
  if (weight !== undefined) {
    throw damagedFile(
      said`Tensor “${weight.name}”`,
      said`float16, bfloat16, float32 or float64`,
      weight.what,
      said`Turn it into floating-point numbers first.`,
    );
  }
  if (!isEmpty || leftOut.length === 0) return;
  throw damagedFile(
    said`File`,
    said`tensors of floating-point numbers`,
    listed(leftOut.slice(0, 3).map(({ name, what }) => said`“${name}” (${what})`)),
    said`Save each array under its own name: numpy.savez("weights.npz", **state).`,
  );
}

/** What tensors hold. @throws PlaygroundError `weights-file-foreign` naming the place. */
export function weightsIn(
  file: TensorFile,
  { activation = null, network: chosen = null }: Answers = {},
): ReadWeights {
  if (chosen !== null && (holdsCheckpoint(file) || isOwnWeights(file))) {
    throw singleNetwork();
  }
  if (holdsCheckpoint(file)) return { kind: 'checkpoint', checkpoint: checkpointOfTensors(file) };
  if (isOwnWeights(file)) return { kind: 'weights', weights: weightsOfTensors(file) };
  const { metadata, tensors, leftOut: beside = [] } = file;
  const names = beside.map(({ name }) => name);
  expectNoWeights(beside, tensors.length === 0);
  const read = foreignNetworks(tensors, names, chosen);
  if (read.kind === 'several') return { kind: 'severalNetworks', names: read.names, file };
  const { network } = read;
  const all = [...read.leftOut, ...names];
  const leftOut = all.length === 0 ? {} : { leftOut: all };
  const told = toldActivation(metadata);
  // A single layer has no activation to be told.
  const usual =
    'layerSizes' in network.architecture && network.architecture.layerSizes.length === 2 ? 'relu' : null;
  const known = (told === null ? null : activationNamed(told)) ?? activation ?? usual;
  if (known === null) return { kind: 'activationUnknown', network, told, ...leftOut };
  return { kind: 'weights', weights: foreignWeights(network, known), ...leftOut };
}

/**
 * Reads weights or a checkpoint; answers of the user stand in for what the file does not tell.
 * @throws PlaygroundError `weights-file-damaged` or `weights-file-foreign`, naming the place and what was expected, or
 * `file-unread` for another kind of file.
 */
export function readWeights(bytes: Uint8Array, answers: Answers = {}): ReadWeights {
  return weightsIn(readTensorFile(bytes), answers);
}

/** Refuses a network whose activation nobody has told, or told by a name that the page has not. */
export function activationMissing(told: string | null): PlaygroundError {
  const found = told === null ? said`none` : `“${told.slice(0, 40)}”`;
  return new PlaygroundError(
    'weights-file-foreign',
    said`Metadata “activation”: expected one of ${listed(ACTIVATIONS)}, found ${found}.`,
  );
}

/** Refuses several networks of which nobody has chosen one. */
export function severalFound(names: readonly string[], hint: Words): PlaygroundError {
  const found = listed(names.map((name) => `“${name}”`));
  return new PlaygroundError(
    'weights-file-foreign',
    said`File: expected one network, found ${names.length}: ${found}.`,
    hint,
  );
}
