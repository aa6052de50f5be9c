/**
 * A network as a safetensors file: a PyTorch state dict that `torch.nn.Sequential(Linear, ReLU, …)` loads
 * as it is, with all that fixes its training in the metadata.
 */
import * as v from 'valibot';
import { PlaygroundError } from '#core/errors.ts';
import { INITIALISATIONS } from '#core/initialisation.ts';
import {
  ACTIVATIONS,
  type Architecture,
  checkArchitecture,
  isActivation,
  type Network,
  parameterCount,
  parameterLayout,
} from '#core/model.ts';
import { checkSettings, NUMBER_SETTING_IDS, type Settings, TRAINING_ALGORITHMS } from '#core/settings.ts';
import { type NamedTensor, readSafetensors, writeSafetensors } from './safetensors.ts';

/** Where weights come from. */
export const ORIGINS = ['random', ...TRAINING_ALGORITHMS] as const;
export type Origin = (typeof ORIGINS)[number];

/** What is told of a network beside its numbers. */
export interface WeightsDetails {
  readonly origin: Origin;
  readonly iteration: number;
  /** The settings of the run, seed included. */
  readonly settings: Omit<Settings, 'architecture'>;
}

export interface WeightsFile {
  readonly network: Network;
  readonly details: WeightsDetails;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = v.object(
  Object.fromEntries(NUMBER_SETTING_IDS.map((id) => [id, v.number()])) as Record<
    (typeof NUMBER_SETTING_IDS)[number],
    v.NumberSchema<undefined>
  >,
);
const settingsSchema = v.object({
  ...numbers.entries,
  initialisation: v.picklist(INITIALISATIONS),
  algorithm: v.picklist(TRAINING_ALGORITHMS),
});
const detailsSchema = v.object({ origin: v.picklist(ORIGINS), iteration: whole, settings: settingsSchema });

const METADATA_KEY = 'maml-playground';

/** The file's bytes. Metadata: `format`, `activation`, and the details as JSON under `maml-playground`. */
export function writeWeightsFile({ network, details }: WeightsFile): Uint8Array<ArrayBuffer> {
  const { architecture, parameters } = network;
  const tensors = parameterLayout(architecture).map(({ name, shape, offset, size }) => ({
    name,
    shape,
    data: parameters.slice(offset, offset + size),
  }));
  const metadata = {
    format: 'pt',
    activation: architecture.activation,
    [METADATA_KEY]: JSON.stringify(details),
  };
  return writeSafetensors({ metadata, tensors });
}

const FOREIGN_HINT = 'This page opens weights that it exported itself.';

function foreign(expected: string, found: string): PlaygroundError {
  return new PlaygroundError('weights-file-foreign', `Expected ${expected}, found ${found}.`, FOREIGN_HINT);
}

/** What core refuses is, in a file, a foreign file. */
function asForeign(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    throw new PlaygroundError('weights-file-foreign', error.message, FOREIGN_HINT);
  }
}

function architectureOf(tensors: readonly NamedTensor[], activation: string | undefined): Architecture {
  if (!isActivation(activation)) {
    throw foreign(`the metadata “activation” to be one of ${ACTIVATIONS.join(', ')}`, activation ?? 'none');
  }
  const weights = tensors.filter(({ name }) => name.endsWith('.weight'));
  const sizes: number[] = [];
  // A file without any weight lacks the first.
  for (let layer = 0; layer < Math.max(1, weights.length); layer++) {
    const name = `${2 * layer}.weight`;
    const shape = weights.find((tensor) => tensor.name === name)?.shape;
    const [outputs, inputs] = shape ?? [];
    if (shape?.length !== 2 || outputs === undefined || inputs === undefined) {
      throw foreign(
        `a tensor “${name}” of shape [out, in]`,
        shape === undefined ? 'none' : `shape [${shape.join()}]`,
      );
    }
    if (layer === 0) sizes.push(inputs);
    sizes.push(outputs);
  }
  const architecture = { layerSizes: sizes, activation };
  asForeign(() => checkArchitecture(architecture));
  return architecture;
}

function parametersOf(tensors: readonly NamedTensor[], architecture: Architecture): Float32Array {
  const layout = parameterLayout(architecture);
  const unknown = tensors.find(({ name }) => !layout.some((entry) => entry.name === name));
  if (unknown !== undefined) {
    throw foreign(`only the tensors ${layout.map(({ name }) => name).join(', ')}`, `“${unknown.name}”`);
  }
  const parameters = new Float32Array(parameterCount(architecture));
  for (const { name, shape, offset } of layout) {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (tensor?.shape.join() !== shape.join()) {
      const found = tensor === undefined ? 'none' : `shape [${tensor.shape.join()}]`;
      throw foreign(`a tensor “${name}” of shape [${shape.join()}]`, found);
    }
    const broken = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (broken !== -1)
      throw foreign(`finite numbers in “${name}”`, `${tensor.data[broken]} at position ${broken}`);
    parameters.set(tensor.data, offset);
  }
  return parameters;
}

function detailsOf(text: string | undefined, architecture: Architecture): WeightsDetails {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw foreign(
      `JSON in the metadata “${METADATA_KEY}”`,
      text === undefined ? 'none' : `“${text.slice(0, 40)}”`,
    );
  }
  const parsed = v.safeParse(detailsSchema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw foreign(`metadata “${METADATA_KEY}” with ${v.getDotPath(issue) ?? 'an object'}`, issue.message);
  }
  const details = parsed.output;
  asForeign(() => checkSettings({ ...details.settings, architecture }));
  return details;
}

/**
 * Reads a file written by `writeWeightsFile`, whatever its order of tensors.
 * @throws PlaygroundError `weights-file-damaged` or `weights-file-foreign`, naming the place.
 */
export function readWeightsFile(bytes: Uint8Array): WeightsFile {
  const { metadata, tensors } = readSafetensors(bytes);
  const architecture = architectureOf(tensors, metadata['activation']);
  const parameters = parametersOf(tensors, architecture);
  return { network: { architecture, parameters }, details: detailsOf(metadata[METADATA_KEY], architecture) };
}
