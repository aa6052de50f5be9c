/**
 * A network as a safetensors file: a PyTorch state dict that `torch.nn.Sequential(Linear, ReLU, …)` loads
 * as it is, with all that fixes its training in the metadata.
 */
import * as v from 'valibot';
import { TRAINED_BY, type TrainedBy } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import type { MeanAccuracy } from '#training/accuracy.ts';
import type { StatefulOptimiser } from '#training/inner-optimiser.ts';
import type { Learned } from '#training/learned.ts';
import type { KeptSummary } from '#training/metrics.ts';
import { ACTIVATIONS, isActivation } from '#models/activations.ts';
import { LIMITS } from '#models/mlp.ts';
import { type Architecture, checkArchitecture, describeArchitecture, isMlp } from '#models/architecture.ts';
import { listed, said } from '#core/saying.ts';
import { trainsNetwork } from '#training/trained-architecture.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { checkSettings, type Settings } from '#training/settings.ts';
import { FIRST_LOSS } from '#families/losses/loss-of.ts';
import type { Scale } from '#families/curve/scale.ts';
import { familyOf, scaleOf } from '#families/family-of.ts';
import { architectureSchema } from './architecture-schema.ts';
import { expectedBy, foundBy } from './issue-words.ts';
import {
  CONTEXT_WEIGHT,
  expectBeside,
  foreign,
  foreignAs,
  learnedOf,
  RATES_PREFIX,
  tensorsOfLearned,
} from './learned-tensors.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { changesSchema, type Steered } from './setting-changes.ts';
import { settingsInFile, settingsBesideNetwork } from './settings-schema.ts';
import type { TensorFile } from './tensor-file.ts';

/** Where weights come from; `elsewhere` are those of a file that tells nothing of it. */
export const ORIGINS = ['random', ...TRAINING_ALGORITHMS, 'elsewhere'] as const;
export type Origin = (typeof ORIGINS)[number];

/** How weights do on held-out tasks of their own distribution, adapted as `adaptationOf` says. */
export interface Evaluation {
  readonly tasks: number;
  readonly seed: number;
  /** The α of the adaptation, where it is not learned. */
  readonly alpha: number;
  /** For each number of support points, a summary of each inner step, step 0 before adapting. */
  readonly byShots: readonly {
    readonly shots: number;
    readonly summaries: readonly KeptSummary[];
    /** The share of queries that are answered rightly, where they are of classes. */
    readonly accuracies?: readonly MeanAccuracy[];
  }[];
}

/** A file that a run was given, by its name and the SHA-256 of what stood in it. */
export interface GivenFile {
  readonly file: string;
  readonly sha256: string;
}

export const givenFileSchema = v.object({ file: v.string(), sha256: v.string() });

/** Where tasks came from that stood in for those of the settings. */
export interface TasksFile extends GivenFile {
  /** Of a zip of pictures: only some of its classes were trained on, others held out. */
  readonly isSplit?: true;
}

export const tasksFileSchema = v.object({
  ...givenFileSchema.entries,
  isSplit: v.exactOptional(v.literal(true)),
});

/** How an initialisation was adapted to a task before it was written. */
export interface Adapted {
  readonly steps: number;
  /** Of every parameter, or `null` where the initialisation has its own rates or a head that is solved for. */
  readonly alpha: number | null;
  /** By which the steps went, where not by plain gradient descent. */
  readonly innerOptimiser?: StatefulOptimiser;
  readonly support: { readonly x: readonly number[]; readonly y: readonly number[] };
}

/** What is told of a network beside its numbers. */
export interface WeightsDetails extends Steered {
  readonly origin: Origin;
  readonly iteration: number;
  /** The settings of the run, seed included; of weights made elsewhere, those by which they are judged here. */
  readonly settings: Omit<Settings, 'architecture'>;
  readonly evaluation: Evaluation | null;
  /** The weights that the run began with, where they were not those of its seed. */
  readonly startedFrom?: GivenFile | null;
  /** The user's own tasks, where they stood in for those of the settings. */
  readonly ownTasks?: TasksFile | null;
  /** What trained them, where that is known: other engines end in other bits. */
  readonly engine?: TrainedBy | null;
  /** Where these are not the initialisation itself. */
  readonly adapted?: Adapted | null;
  /** Of curves that somebody has measured: what the network takes and gives, in their units. */
  readonly scale?: Scale;
}

export interface WeightsFile extends Learned {
  readonly details: WeightsDetails;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const figure = v.nullable(v.number());
const summarySchema = v.object({
  mean: figure,
  confidence95: figure,
  median: figure,
  divergedShare: v.number(),
});
const evaluationSchema = v.object({
  tasks: whole,
  seed: whole,
  alpha: v.number(),
  byShots: v.array(
    v.object({
      shots: whole,
      summaries: v.array(summarySchema),
      accuracies: v.exactOptional(v.array(v.object({ mean: v.number(), confidence95: v.number() }))),
    }),
  ),
});
const points = v.array(v.number());
const optimiserSchema = v.variant('kind', [
  v.object({ kind: v.literal('momentum'), decay: v.number() }),
  v.object({ kind: v.literal('adam') }),
]);
const adaptedSchema = v.object({
  steps: whole,
  alpha: v.nullable(v.number()),
  innerOptimiser: v.exactOptional(optimiserSchema),
  support: v.object({ x: points, y: points }),
});
const axisSchema = v.object({ centre: v.number(), unit: v.pipe(v.number(), v.gtValue(0)) });
const detailsSchema = v.object({
  origin: v.picklist(ORIGINS),
  iteration: whole,
  settings: settingsBesideNetwork,
  evaluation: v.optional(v.nullable(evaluationSchema), null),
  startedFrom: v.exactOptional(v.nullable(givenFileSchema)),
  ownTasks: v.exactOptional(v.nullable(tasksFileSchema)),
  engine: v.exactOptional(v.nullable(v.picklist(TRAINED_BY))),
  adapted: v.exactOptional(v.nullable(adaptedSchema)),
  changes: changesSchema,
  scale: v.exactOptional(v.object({ x: axisSchema, y: axisSchema })),
});

/** The text under which a file tells of itself as JSON. */
export const METADATA_KEY = 'maml-playground';

/** A network that is no perceptron, as JSON; and the loss by which it was trained, where that is not the squared error. */
export const MODEL_KEY = 'model';
export const LOSS_KEY = 'loss';

/**
 * The network as tensors. Metadata: `format`, `activation`, and the details as JSON under `maml-playground`.
 * @throws PlaygroundError `diverged` if a number is not finite: no such file is ever written.
 */
export function tensorsOfWeights(weights: WeightsFile): TensorFile {
  const { network, details } = weights;
  const { architecture } = network;
  const tensors = tensorsOfLearned(weights);
  for (const { name, data } of tensors) {
    const broken = data.findIndex((value) => !Number.isFinite(value));
    if (broken === -1) continue;
    throw new PlaygroundError(
      'diverged',
      said`Expected finite numbers to write, found ${String(data[broken])} at position ${broken} of “${name}”.`,
    );
  }
  const scale = details.scale ?? scaleOf(details.settings);
  const parsed = v.parse(detailsSchema, { ...details, ...(scale === null ? {} : { scale }) });
  const { loss } = familyOf(details.settings);
  const metadata = {
    format: 'pt',
    activation: architecture.activation,
    // A perceptron is told by its tensors, and squared error is what older files mean.
    ...(isMlp(architecture) ? {} : { [MODEL_KEY]: JSON.stringify(architecture) }),
    ...(loss === FIRST_LOSS ? {} : { [LOSS_KEY]: loss }),
    // One order of keys, so that a file that was read is written with the same bytes.
    [METADATA_KEY]: JSON.stringify({ ...parsed, settings: settingsInFile(parsed.settings) }),
  };
  return { metadata, tensors };
}

/** The bytes of a safetensors file. @throws PlaygroundError `diverged` if a number is not finite. */
export function writeWeightsFile(weights: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeSafetensors(tensorsOfWeights(weights));
}

/** Whether a file says of itself that it holds weights of this page. */
export function isOwnWeights({ metadata }: TensorFile): boolean {
  return METADATA_KEY in metadata;
}

/** What core refuses is, in a file, a foreign file. */
function asForeign(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    throw foreignAs(error.words.message);
  }
}

/** The network that a file tells as JSON. */
function toldArchitecture(text: string): Architecture {
  const parsed = v.safeParse(architectureSchema, parsedJson(text, MODEL_KEY));
  if (!parsed.success) throw misread(parsed.issues[0], MODEL_KEY);
  const architecture = parsed.output;
  asForeign(() => checkArchitecture(architecture));
  return architecture;
}

function architectureOf({ metadata, tensors }: TensorFile): Architecture {
  const told = metadata[MODEL_KEY];
  if (told !== undefined) return toldArchitecture(told);
  const activation = metadata['activation'];
  if (!isActivation(activation)) {
    const subject = said`the metadata “${'activation'}”`;
    const found = activation ?? said`none`;
    throw foreignAs(said`Expected ${subject} to be one of ${listed(ACTIVATIONS)}, found ${found}.`);
  }
  const weights = tensors.filter(
    ({ name }) => name.endsWith('.weight') && !name.startsWith(RATES_PREFIX) && name !== CONTEXT_WEIGHT,
  );
  if (weights.length > LIMITS.layers) {
    throw foreign(said`at most ${LIMITS.layers} tensors “….weight”`, `${weights.length}`);
  }
  const sizes: number[] = [];
  // A file without any weight lacks the first.
  for (let layer = 0; layer < Math.max(1, weights.length); layer++) {
    const name = `${2 * layer}.weight`;
    const shape = weights.find((tensor) => tensor.name === name)?.shape;
    const [outputs, inputs] = shape ?? [];
    if (shape?.length !== 2 || outputs === undefined || inputs === undefined) {
      throw foreign(
        said`a tensor “${name}” of shape [out, in]`,
        shape === undefined ? said`none` : said`shape ${`[${shape.join()}]`}`,
      );
    }
    if (layer === 0) sizes.push(inputs);
    sizes.push(outputs);
  }
  const architecture = { layerSizes: sizes, activation };
  asForeign(() => checkArchitecture(architecture));
  return architecture;
}

function parsedJson(text: string | undefined, key: string): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw foreign(
      said`JSON in the metadata “${key}”`,
      text === undefined ? said`none` : `“${text.slice(0, 40)}”`,
    );
  }
}

function misread(issue: v.BaseIssue<unknown>, key: string): PlaygroundError {
  const path = v.getDotPath(issue);
  const place = path === null ? said`the metadata “${key}”` : said`${path} in the metadata “${key}”`;
  return foreignAs(said`Expected ${place} to be ${expectedBy(issue)}, found ${foundBy(issue)}.`);
}

function detailsOf(text: string | undefined, architecture: Architecture): WeightsDetails {
  const parsed = v.safeParse(detailsSchema, parsedJson(text, METADATA_KEY));
  if (!parsed.success) throw misread(parsed.issues[0], METADATA_KEY);
  const details = parsed.output;
  asForeign(() => checkSettings({ ...details.settings, architecture }));
  return details;
}

/**
 * The weights of a file of this page's, whatever the order of its tensors.
 * @throws PlaygroundError `weights-file-foreign`, naming the place.
 */
export function weightsOfTensors(file: TensorFile): WeightsFile {
  const { metadata, tensors } = file;
  const architecture = architectureOf(file);
  const learned = learnedOf(tensors, architecture);
  const details = detailsOf(metadata[METADATA_KEY], architecture);
  if (details.origin !== 'elsewhere' && !trainsNetwork(details.origin, architecture))
    throw foreign(said`a network that ${details.origin} trains`, describeArchitecture(architecture));
  expectBeside(details.origin, learned);
  const { loss } = familyOf(details.settings);
  const toldLoss = metadata[LOSS_KEY] ?? FIRST_LOSS;
  if (toldLoss !== loss)
    throw foreign(said`the loss ${loss} of its family of tasks`, `“${toldLoss.slice(0, 40)}”`);
  return { ...learned, details };
}

/**
 * Reads a safetensors file of this page's.
 * @throws PlaygroundError `weights-file-damaged` or `weights-file-foreign`, naming the place.
 */
export function readWeightsFile(bytes: Uint8Array): WeightsFile {
  return weightsOfTensors(readSafetensors(bytes));
}
