/**
 * An interrupted training run as a safetensors file: the learned vector and both moments as flat tensors, and in the
 * metadata what is needed to go on with the same bits.
 */
import * as v from 'valibot';
import { TRAINED_BY, type TrainedBy } from '#core/backend.ts';
import { PlaygroundError } from '#core/errors.ts';
import { learnedSize } from '#training/learned.ts';
import type { TrainingSnapshot } from '#training/meta-engine.ts';
import type { SettingChange } from '#training/steering.ts';
import { LEARNERS } from '#training/learners.ts';
import { said, type Words } from '#core/saying.ts';
import { checkSettings, type Settings } from '#training/settings.ts';
import { fittedArchitecture } from '#training/trained-architecture.ts';
import { expectedBy, foundBy } from './issue-words.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { changesSchema, type Steered, toldChanges } from './setting-changes.ts';
import { settingsInFile, settingsSchema } from './settings-schema.ts';
import type { TensorFile } from './tensor-file.ts';
import { type GivenFile, givenFileSchema, type TasksFile, tasksFileSchema } from './weights-file.ts';

export interface Checkpoint extends Steered {
  readonly settings: Settings;
  readonly snapshot: TrainingSnapshot;
  /** A digest of the user's own tasks that are trained on, or `null` for those of the settings. */
  readonly tasksDigest: string | null;
  /** Where these came from; files of older builds do not tell. */
  readonly ownTasks?: TasksFile | null;
  /** The weights that the run began with, where they were not those of its seed. */
  readonly startedFrom?: GivenFile | null;
  /** What has trained it so far, where that is known: the same bits need the same. */
  readonly engine?: TrainedBy | null;
  /** What it was still to take up when it was kept, where there was anything. */
  readonly coming?: readonly SettingChange[];
}

export const METADATA_KEY = 'maml-playground-checkpoint';
export const VECTORS = ['parameters', 'firstMoment', 'secondMoment'] as const;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const detailsSchema = v.object({
  iteration: whole,
  tasksDigest: v.nullable(v.string()),
  ownTasks: v.exactOptional(v.nullable(tasksFileSchema)),
  startedFrom: v.exactOptional(v.nullable(givenFileSchema)),
  engine: v.exactOptional(v.nullable(v.picklist(TRAINED_BY))),
  settings: settingsSchema,
  changes: changesSchema,
  coming: changesSchema,
});

function refused(
  where: Words,
  expected: Words,
  found: Words,
  code: 'weights-file-damaged' | 'diverged' = 'weights-file-damaged',
): PlaygroundError {
  return new PlaygroundError(code, said`Checkpoint, ${where}: expected ${expected}, found ${found}.`);
}

function expectFinite(name: string, values: Float32Array, code: 'weights-file-damaged' | 'diverged'): void {
  // A loop, for a large run is saved twice a second.
  for (let position = 0; position < values.length; position++) {
    if (Number.isFinite(values[position])) continue;
    throw refused(
      name,
      said`finite numbers`,
      said`${String(values[position])} at position ${position}`,
      code,
    );
  }
}

/** A run's state as tensors. @throws PlaygroundError `diverged` if a number is not finite. */
export function tensorsOfCheckpoint(checkpoint: Checkpoint): TensorFile {
  const { settings, snapshot, tasksDigest, changes } = checkpoint;
  const { ownTasks = null, startedFrom = null, engine = null, coming = [] } = checkpoint;
  const tensors = VECTORS.map((name) => {
    const data = snapshot[name];
    expectFinite(name, data, 'diverged');
    return { name, shape: [data.length], data };
  });
  const details = {
    iteration: snapshot.iteration,
    tasksDigest,
    ...(ownTasks === null ? {} : { ownTasks }),
    startedFrom,
    ...(engine === null ? {} : { engine }),
    settings: settingsInFile(settings),
    ...toldChanges(changes),
    ...(coming.length === 0 ? {} : { coming }),
  };
  return { metadata: { [METADATA_KEY]: JSON.stringify(details) }, tensors };
}

/** The bytes of a safetensors file. @throws PlaygroundError `diverged` if a number is not finite. */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  return writeSafetensors(tensorsOfCheckpoint(checkpoint));
}

function detailsOf(text: string | undefined): v.InferOutput<typeof detailsSchema> {
  if (text === undefined) throw refused(said`metadata`, `“${METADATA_KEY}”`, said`none`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(said`metadata`, 'JSON', `“${text.slice(0, 40)}”`);
  }
  const parsed = v.safeParse(detailsSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw refused(v.getDotPath(issue) ?? said`metadata`, expectedBy(issue), foundBy(issue));
}

/** Whether a file says of itself that it holds a checkpoint. */
export function holdsCheckpoint({ metadata }: TensorFile): boolean {
  return METADATA_KEY in metadata;
}

/** A run's state from its tensors, to the bit. @throws PlaygroundError naming the place. */
export function checkpointOfTensors({ metadata, tensors }: TensorFile): Checkpoint {
  const {
    iteration,
    tasksDigest,
    ownTasks = null,
    startedFrom = null,
    engine = null,
    settings,
    changes,
    coming = [],
  } = detailsOf(metadata[METADATA_KEY]);
  checkSettings(settings);
  const architecture = fittedArchitecture(settings);
  const moments = learnedSize(settings.algorithm, architecture, settings);
  // Behind the mean of the networks that are finished stands the one under way.
  const learned = LEARNERS[settings.algorithm].made === 'byManyRuns' ? 2 * moments : moments;
  const vector = (name: (typeof VECTORS)[number]): Float32Array => {
    const tensor = tensors.find((candidate) => candidate.name === name);
    const expected = name === 'parameters' ? learned : moments;
    if (tensor?.data.length !== expected) {
      throw refused(
        name,
        said`a tensor of ${expected} numbers`,
        tensor === undefined ? said`none` : `${tensor.data.length}`,
      );
    }
    expectFinite(name, tensor.data, 'weights-file-damaged');
    return tensor.data;
  };
  const [parameters, firstMoment, secondMoment] = [
    vector('parameters'),
    vector('firstMoment'),
    vector('secondMoment'),
  ];
  const snapshot = { iteration, parameters, firstMoment, secondMoment };
  const told = {
    ...(ownTasks === null ? {} : { ownTasks }),
    ...(engine === null ? {} : { engine }),
    ...toldChanges(changes),
    ...(coming.length === 0 ? {} : { coming }),
  };
  return { settings, tasksDigest, startedFrom, ...told, snapshot };
}

/** Reads a file written by `writeCheckpoint`, to the bit. @throws PlaygroundError naming the place. */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  return checkpointOfTensors(readSafetensors(bytes));
}
