/** A network as entries of a link, and back: what its tasks and the family's opening do not say. */
import { ACTIVATIONS } from '#models/activations.ts';
import { type Architecture, checkArchitecture, isMlp, modelName } from '#models/architecture.ts';
import { type Conv, NORMALISATIONS, USUAL_CONV } from '#models/conv.ts';
import { type Mlp, PAPER_ARCHITECTURE } from '#models/mlp.ts';
import { settingsNetwork, type SettingsNetwork } from '#models/of-perceptron.ts';
import { type Nearest, nearestNumber, oneOf } from './nearest.ts';
import type { Entries, Reader } from './reader.ts';

function isArchitecture(architecture: Architecture): boolean {
  try {
    checkArchitecture(architecture);
    return true;
  } catch {
    return false;
  }
}

/** Far more than any network of the page has. */
const MOST_READ_LAYERS = 100;
const LAYER_RANGE = { minimum: 1, maximum: 1024, whole: true };

/** `40-40`: sizes of layers, which make up a network; others than `otherwise` only where they can. */
function readSizes(
  text: string,
  otherwise: readonly number[],
  networkOf: (sizes: readonly number[]) => Architecture,
): Nearest<readonly number[]> {
  const sizes =
    text === '' ? [] : text.split('-', MOST_READ_LAYERS).map((size) => nearestNumber(size, LAYER_RANGE));
  const found = sizes.flatMap(({ value }) => value ?? []);
  const isPossible = isArchitecture(networkOf(found));
  return {
    value: isPossible ? found : otherwise,
    exact: isPossible && sizes.every(({ exact }) => exact),
  };
}

/** A learner's own network is named by the learner. */
const MODELS = ['mlp', 'conv'] as const;

const hiddenOf = ({ layerSizes }: Mlp) => layerSizes.slice(1, -1);

function entriesOf(architecture: SettingsNetwork): [string, string][] {
  const { activation } = architecture;
  const own: [string, string][] = isMlp(architecture)
    ? [['layers', hiddenOf(architecture).join('-')]]
    : [
        ['filters', architecture.filters.join('-')],
        ['normalisation', architecture.normalisation],
      ];
  return [['model', modelName(architecture)], ...own, ['activation', activation]];
}

/** What differs from the network that the tasks' family opens with. */
export function writeNetwork(architecture: Architecture, usual: Architecture): Entries {
  const before = new Map(entriesOf(settingsNetwork(usual)));
  return entriesOf(settingsNetwork(architecture)).filter(([key, text]) => before.get(key) !== text);
}

function readMlp(reader: Reader, usual: Mlp): Mlp {
  const networkOf = (hidden: readonly number[]): Mlp => ({ ...usual, layerSizes: [1, ...hidden, 1] });
  const hidden = reader.take('layers', (text) => readSizes(text, hiddenOf(usual), networkOf));
  return hidden === undefined ? usual : networkOf(hidden);
}

function readConv(reader: Reader, usual: Conv): Conv {
  const networkOf = (filters: readonly number[]): Conv => ({ ...usual, filters });
  const filters = reader.take('filters', (text) => readSizes(text, usual.filters, networkOf));
  const normalisation = reader.take('normalisation', oneOf(NORMALISATIONS, usual.normalisation));
  return {
    ...usual,
    filters: filters ?? usual.filters,
    normalisation: normalisation ?? usual.normalisation,
  };
}

/** The network of a link on tasks of a family that opens with `opening`. */
export function readNetwork(reader: Reader, opening: Architecture): SettingsNetwork {
  const usual = settingsNetwork(opening);
  const own = isMlp(usual) ? 'mlp' : 'conv';
  const model = reader.take('model', oneOf(MODELS, own)) ?? own;
  const network: SettingsNetwork =
    model === 'mlp'
      ? readMlp(reader, isMlp(usual) ? usual : PAPER_ARCHITECTURE)
      : readConv(reader, isMlp(usual) ? USUAL_CONV : usual);
  const activation = reader.take('activation', oneOf(ACTIVATIONS, network.activation));
  return { ...network, activation: activation ?? network.activation };
}
