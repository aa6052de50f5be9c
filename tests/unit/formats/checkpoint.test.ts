/** A checkpoint goes on with the same bits, and a damaged one is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterCount } from '#models/architecture.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { DEFAULT_SETTINGS, type Settings, hasTasksFor, openingSettings } from '#training/settings.ts';
import { learnedSize } from '#training/learned.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { type Checkpoint, holdsCheckpoint, readCheckpoint, writeCheckpoint } from '#formats/checkpoint.ts';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import { readSafetensors, writeSafetensors } from '#formats/safetensors.ts';
import type { TensorFile } from '#formats/tensor-file.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import { refusalOf } from '../../fakes/refusal.ts';

const SMALL: Settings = { ...DEFAULT_SETTINGS, architecture: { layerSizes: [1, 2, 1], activation: 'tanh' } };
/** And one of classes, for learners that have tasks of those alone. */
const SMALL_OF_CLASSES: Settings = {
  ...openingSettings('characters'),
  architecture: { layerSizes: [196, 1, 5], activation: 'tanh' },
};
const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
const vector = (length: number) =>
  fc.array(finite, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const checkpoints: fc.Arbitrary<Checkpoint> = fc
  .record({
    algorithm: fc.constantFrom(...TRAINING_ALGORITHMS),
    iteration: fc.nat(),
    tasksDigest: fc.option(fc.string()),
    startedFrom: fc.option(fc.record({ file: fc.string(), sha256: fc.string() })),
    ownTasks: fc.option(
      fc.record(
        { file: fc.string(), sha256: fc.string(), isSplit: fc.constant(true as const) },
        { requiredKeys: ['file', 'sha256'] },
      ),
    ),
  })
  .chain(({ algorithm, iteration, ...given }) => {
    const settings = { ...(hasTasksFor(algorithm, SMALL) ? SMALL : SMALL_OF_CLASSES), algorithm };
    const size = parameterCount(trainedArchitecture(settings));
    const moments = learnedSize(algorithm, trainedArchitecture(settings), settings);
    const parameters = vector(algorithm === 'multiTask' ? 2 * size : moments);
    return fc
      .record({ parameters, firstMoment: vector(moments), secondMoment: vector(moments) })
      .map((vectors) => ({ settings, ...given, snapshot: { iteration, ...vectors } }));
  });

const EXAMPLE: Checkpoint = {
  settings: SMALL,
  tasksDigest: null,
  snapshot: {
    iteration: 3,
    parameters: new Float32Array(7),
    firstMoment: new Float32Array(7),
    secondMoment: new Float32Array(7),
  },
};

function changed(change: (file: TensorFile) => TensorFile): Uint8Array {
  return writeSafetensors(change(readSafetensors(writeCheckpoint(EXAMPLE))));
}

function withDetails(change: (details: Record<string, unknown>) => unknown): Uint8Array {
  return changed((file) => {
    const [key = '', text = ''] = Object.entries(file.metadata)[0] ?? [];
    const details: Record<string, unknown> = JSON.parse(text);
    return { ...file, metadata: { [key]: JSON.stringify(change(details)) } };
  });
}

describe('a checkpoint', () => {
  test('comes back to the last bit', () => {
    fc.assert(
      fc.property(checkpoints, (checkpoint) => {
        const read = readCheckpoint(writeCheckpoint(checkpoint));
        expect(read.settings).toEqual(checkpoint.settings);
        expect(read.tasksDigest).toBe(checkpoint.tasksDigest);
        expect(read.startedFrom).toEqual(checkpoint.startedFrom);
        expect(read.ownTasks ?? null).toEqual(checkpoint.ownTasks);
        expect(weightsOfCheckpoint(read).details.ownTasks ?? null).toEqual(checkpoint.ownTasks);
        expect(read.snapshot.iteration).toBe(checkpoint.snapshot.iteration);
        for (const name of ['parameters', 'firstMoment', 'secondMoment'] as const) {
          expect(bitsOf(read.snapshot[name])).toEqual(bitsOf(checkpoint.snapshot[name]));
        }
      }),
    );
  });

  test('of before it told where the run began is read', () => {
    const { startedFrom } = readCheckpoint(
      withDetails((details) => ({ ...details, startedFrom: undefined })),
    );
    expect(startedFrom).toBeNull();
  });

  test('is known from other files', () => {
    expect(holdsCheckpoint(readSafetensors(writeCheckpoint(EXAMPLE)))).toBe(true);
    expect(holdsCheckpoint(readSafetensors(changed((file) => ({ ...file, metadata: {} }))))).toBe(false);
  });

  test('is never written with a number that is not finite', () => {
    const parameters = Float32Array.of(0, 0, 0, Number.NaN, 0, 0, 0);
    const snapshot = { ...EXAMPLE.snapshot, parameters };
    const refusal = refusalOf(() => writeCheckpoint({ ...EXAMPLE, snapshot }));
    expect(refusal).toMatchObject({ code: 'diverged' });
    expect(refusal.message).toContain('parameters');
    expect(refusal.message).toContain('position 3');
  });

  test.each([
    {
      what: 'cut off',
      bytes: () => writeCheckpoint(EXAMPLE).slice(0, -4),
      says: 'secondMoment',
    },
    {
      what: 'without metadata',
      bytes: () => changed((file) => ({ ...file, metadata: {} })),
      says: 'metadata',
    },
    {
      what: 'without a moment',
      bytes: () => changed((file) => ({ ...file, tensors: file.tensors.slice(0, 2) })),
      says: 'secondMoment',
    },
    {
      what: 'for another network',
      bytes: () =>
        withDetails((details) => ({
          ...details,
          settings: { ...SMALL, architecture: DEFAULT_SETTINGS.architecture },
        })),
      says: '1761 numbers',
    },
    {
      what: 'with a setting out of its range',
      bytes: () => withDetails((details) => ({ ...details, settings: { ...SMALL, beta: 7 } })),
      says: 'β',
    },
    {
      what: 'with a setting of another kind',
      bytes: () => withDetails((details) => ({ ...details, settings: { ...SMALL, beta: 'small' } })),
      says: 'settings.beta',
    },
    {
      what: 'with a negative iteration',
      bytes: () => withDetails((details) => ({ ...details, iteration: -1 })),
      says: 'iteration',
    },
    {
      what: 'with a number that is not finite',
      bytes: () =>
        changed((file) => ({
          ...file,
          tensors: file.tensors.map((tensor) => ({ ...tensor, data: tensor.data.fill(Number.NaN) })),
        })),
      says: 'finite',
    },
  ])('that is $what is refused', ({ bytes, says }) => {
    expect(refusalOf(() => readCheckpoint(bytes())).message).toContain(says);
  });

  test('older than a setting is read with what that setting is at first', () => {
    const older = withDetails((details) => ({
      ...details,
      settings: { ...SMALL, clip: undefined, annealing: undefined },
    }));
    expect(readCheckpoint(older).settings).toEqual({ ...SMALL, clip: 0, annealing: 'none' });
  });
});
