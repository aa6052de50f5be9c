/** Which network a run trains. */
import {
  expectPictures,
  familyOf,
  type FamilySettings,
  type OfFamily,
  shapeOf,
} from '#families/family-of.ts';
import {
  type Architecture,
  headOffset,
  inputSize,
  modelName,
  type Network,
  parameterCount,
  resized,
} from '#models/architecture.ts';
import { initialiseNetwork } from '#models/initialisation.ts';
import { derivedNetwork, settingsNetwork } from '#models/of-perceptron.ts';
import { factsOf, hasInnerLoop, type TrainingAlgorithm, type WeightsOrigin } from './learner-facts.ts';
import { type Learned, splitLearned } from './learned.ts';
import type { Settings } from './settings.ts';

/** Whether a learner trains networks of this model: its own, or any that is no other learner's. */
export function trainsNetwork(algorithm: WeightsOrigin, architecture: Architecture): boolean {
  const { network } = factsOf(algorithm);
  return network === 'ofSettings'
    ? settingsNetwork(architecture) === architecture
    : modelName(architecture) === network;
}

/** The network of the settings, or its learner's own with the same hidden layers, with inputs for what its learner sees of the family's tasks, and outputs for their targets. */
export function trainedArchitecture(
  settings: OfFamily &
    FamilySettings &
    Pick<Settings, 'architecture'> & { readonly algorithm: WeightsOrigin },
): Architecture {
  const { sees, network } = factsOf(settings.algorithm);
  const { inputs, outputs } = shapeOf(settings, sees);
  const sized = resized(settingsNetwork(settings.architecture), inputs, outputs);
  return network === 'ofSettings' ? sized : derivedNetwork(network, sized);
}

/**
 * How many classes a run without an inner loop tells apart, where its tasks number theirs afresh: then it is fitted with a head of its
 * own, which no task has a use for. `null` for every other run.
 */
export function fittedClasses({
  family,
  algorithm,
}: OfFamily & { readonly algorithm: TrainingAlgorithm }): number | null {
  const of = familyOf({ family });
  return of.view === 'pictures' && !hasInnerLoop(algorithm) ? of.pictures.classified : null;
}

/** Of so many given classes and their turns, those that a run is fitted to, where not to all of them; `null` for all. */
export function someFittedClasses(
  settings: OfFamily & { readonly algorithm: TrainingAlgorithm },
  training: number,
): number | null {
  const classes = fittedClasses(settings);
  return classes !== null && classes < expectPictures(settings).pictures.turns * training ? classes : null;
}

/** The network that a run's outer loop fits: that of `trainedArchitecture`, or the same with a head of its own. */
export function fittedArchitecture(settings: Settings): Architecture {
  const trained = trainedArchitecture(settings);
  const classes = fittedClasses(settings);
  return classes === null ? trained : resized(trained, inputSize(trained), classes);
}

/** With which a run is fitted from the weights that it begins with: these, under the head of the run where it has one. */
export function fittedStart(settings: Settings, start: Learned): Learned {
  if (fittedClasses(settings) === null) return start;
  const { initialisation, seed } = settings;
  const fitted = initialiseNetwork(fittedArchitecture(settings), initialisation, seed);
  return { ...start, network: withBody(fitted, start.network) };
}

/** What a run has learned, by the vector that it trains, as it meets tasks: under a new head of zeros where it had one of its own. */
export function shownLearned(settings: Settings, vector: Float32Array): Learned {
  const { algorithm } = settings;
  const trained = trainedArchitecture(settings);
  const learned = splitLearned(algorithm, fittedArchitecture(settings), vector);
  if (fittedClasses(settings) === null) return learned;
  const blank = { architecture: trained, parameters: new Float32Array(parameterCount(trained)) };
  return { ...learned, network: withBody(blank, learned.network) };
}

/** A network with all that stands before the head of another one. */
function withBody({ architecture, parameters }: Network, { parameters: from }: Network): Network {
  const joined = Float32Array.from(parameters);
  joined.set(from.subarray(0, headOffset(architecture)));
  return { architecture, parameters: joined };
}
