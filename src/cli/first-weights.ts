/** First weights of a run: those of its seed, or those of a file that the user names. */
import { initialiseNetwork } from '#models/initialisation.ts';
import { type Learned, startFor } from '#training/learned.ts';
import { type Architecture, describeArchitecture, resized } from '#models/architecture.ts';
import { shapeOf } from '#families/family-of.ts';
import type { Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { badInput } from '#formats/bad-input.ts';
import type { GivenFile } from '#formats/weights-file.ts';
import { digestOf, ofFile, readBytes, weightsOf } from './files.ts';

/** Weights to begin with, and the file they stand in. */
export interface InitialFile {
  readonly learned: Learned;
  readonly given: GivenFile;
}

export function seededWeights(settings: Settings): Learned {
  const { initialisation, seed } = settings;
  const network = initialiseNetwork(trainedArchitecture(settings), initialisation, seed);
  return startFor(settings, { network, rates: null });
}

/** Reads a weights file, or of a checkpoint its weights. @throws PlaygroundError naming the file. */
export async function readInitial(path: string): Promise<InitialFile> {
  const bytes = await readBytes(path);
  const learned = ofFile(path, () => weightsOf(bytes));
  return { learned, given: { file: path, sha256: digestOf(bytes) } };
}

/** The network that settings name if it is to be the one of a file: inputs and outputs are those of the tasks. */
export function architectureLike({ learned }: InitialFile, settings: Settings): Architecture {
  const { inputs, outputs } = shapeOf(settings, 'points');
  return resized(learned.network.architecture, inputs, outputs);
}

/** The weights of a file for a run. @throws PlaygroundError naming `--init` if that trains another network. */
export function initialWeights({ learned, given }: InitialFile, settings: Settings): Learned {
  const expected = describeArchitecture(trainedArchitecture(settings));
  const found = describeArchitecture(learned.network.architecture);
  if (expected !== found) {
    throw badInput(`--init ${given.file}`, `the network ${expected} of ${settings.algorithm}`, found);
  }
  return startFor(settings, learned);
}
