/** Thousands of accidents for each reader: a file is read as what it says, or refused with place, expectation and finding. */
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '#core/errors.ts';
import { USUAL_CONV } from '#models/conv.ts';
import { readPointsCsv } from '#formats/points-csv.ts';
import { type ReadWeights, readWeights } from '#formats/read-weights.ts';
import { readPoints, readTasks } from '#formats/point-files.ts';
import { writeSafetensors } from '#formats/safetensors.ts';
import { writeCheckpointAs, writeWeights } from '#formats/weight-formats.ts';
import { tensorsOfWeights } from '#formats/weights-file.ts';
import { readZip } from '#formats/zip.ts';
import { writeNpz } from '#formats/npz.ts';
import { rounds } from '../../repeats.ts';
import { bitsOf } from '../../fakes/arbitraries.ts';
import { mutationsOf } from '../../fakes/mutations.ts';
import { checkpointLike, ofCharacters, weightsLike } from '../../fakes/weight-examples.ts';

const WEIGHTS = weightsLike({ layerSizes: [1, 4, 3, 1], activation: 'relu' }, 'metaSgd');
const CHECKPOINT = checkpointLike({ architecture: { layerSizes: [1, 3, 1], activation: 'tanh' } });
const PLAIN = weightsLike({ layerSizes: [1, 4, 3, 1], activation: 'relu' });
const SMALL_CONVOLUTION = { ...USUAL_CONV, filters: [2], outputs: 2 };
const ALL_BITS = [WEIGHTS.network.parameters, WEIGHTS.rates ?? new Float32Array()].map(bitsOf);
const RUNS = { numRuns: rounds(300, 10_000) };

/** The same files, packed as `numpy.savez_compressed` does. */
function deflated(archive: Uint8Array): Uint8Array {
  return zipSync(Object.fromEntries(readZip(archive).map(({ name, read }) => [name, read()])), { level: 9 });
}

/** What was read, or `null` after a refusal that says what to do; anything else fails the test. */
function attempt<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    expect(error.message).toMatch(/expected .+, found /is);
    expect(error.message).not.toMatch(/\bundefined\b|\[object |\{\d\}/);
    return null;
  }
}

/** Whatever was read is whole: written again and read again, it is the same. */
function expectWhole(read: ReadWeights): void {
  if (read.kind === 'weights') {
    const { network, rates } = read.weights;
    expect([...network.parameters, ...(rates ?? [])].every(Number.isFinite)).toBe(true);
    const { leftOut: _, ...whole } = read;
    expect(readWeights(writeWeights(read.weights, 'safetensors'))).toEqual(whole);
  } else if (read.kind === 'checkpoint') {
    expect(readWeights(writeCheckpointAs(read.checkpoint, 'npz'))).toEqual(read);
  } else if (read.kind === 'activationUnknown') {
    expect(read.network.parameters.every(Number.isFinite)).toBe(true);
  }
}

describe(`${RUNS.numRuns} accidents`, { timeout: 120_000 }, () => {
  test.each([
    { what: 'safetensors', bytes: writeWeights(WEIGHTS, 'safetensors') },
    { what: 'JSON', bytes: writeWeights(WEIGHTS, 'json') },
    { what: 'ONNX', bytes: writeWeights(PLAIN, 'onnx') },
    { what: 'a checkpoint in safetensors', bytes: writeCheckpointAs(CHECKPOINT, 'safetensors') },
  ])('to $what', ({ bytes }) => {
    let readCount = 0;
    fc.assert(
      fc.property(mutationsOf(bytes), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read === null) return;
        readCount += 1;
        expectWhole(read);
      }),
      RUNS,
    );
    // Changed digits are other numbers, not damage.
    expect(readCount).toBeGreaterThan(0);
    expect(readCount).toBeLessThan(RUNS.numRuns);
  });

  const stored = writeWeights(WEIGHTS, 'npz');
  test.each([
    { what: '.npz', bytes: stored },
    { what: '.npz, compressed', bytes: deflated(stored) },
  ])('to $what change no number, since every array has its checksum', ({ bytes }) => {
    fc.assert(
      fc.property(mutationsOf(bytes), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read === null) return;
        expectWhole(read);
        if (read.kind !== 'weights' && read.kind !== 'activationUnknown') {
          throw new Error(`Expected weights, found ${read.kind}.`);
        }
        const { parameters, rates } =
          read.kind === 'weights' ? { ...read.weights, ...read.weights.network } : read.network;
        expect([parameters, rates ?? new Float32Array()].map(bitsOf)).toEqual(ALL_BITS);
      }),
      RUNS,
    );
  });

  test.each([
    { what: 'dense layers', weights: PLAIN },
    { what: 'convolutions', weights: ofCharacters(SMALL_CONVOLUTION) },
  ])('to a TensorFlow.js zip of $what', ({ weights }) => {
    fc.assert(
      fc.property(mutationsOf(writeWeights(weights, 'tfjs')), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read !== null) expectWhole(read);
      }),
      RUNS,
    );
  });

  test('to nested JSON made elsewhere', () => {
    const { tensors } = tensorsOfWeights({ ...PLAIN, rates: null });
    const state_dict = Object.fromEntries(
      tensors.map(({ name, data, shape }) => [
        name,
        shape.length === 1
          ? [...data]
          : Array.from({ length: shape[0] ?? 0 }, (_, row) => [
              ...data.subarray(row * (shape[1] ?? 0), (row + 1) * (shape[1] ?? 0)),
            ]),
      ]),
    );
    const text = JSON.stringify({ epoch: 3, hyper_parameters: { activation: 'tanh' }, state_dict });
    fc.assert(
      fc.property(mutationsOf(new TextEncoder().encode(text)), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read !== null) expectWhole(read);
      }),
      RUNS,
    );
  });

  test('to several networks in one file', () => {
    const { tensors } = tensorsOfWeights({ ...PLAIN, rates: null });
    const both = tensors.flatMap((tensor) => [tensor, { ...tensor, name: `ema.${tensor.name}` }]);
    fc.assert(
      fc.property(mutationsOf(writeSafetensors({ metadata: {}, tensors: both })), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read !== null) expectWhole(read);
      }),
      RUNS,
    );
  });

  test('to .npz made elsewhere', () => {
    const { tensors } = tensorsOfWeights({ ...WEIGHTS, rates: null });
    const bytes = writeNpz({ metadata: {}, tensors });
    fc.assert(
      fc.property(mutationsOf(bytes), (mutated) => {
        const read = attempt(() => readWeights(mutated));
        if (read !== null) expectWhole(read);
      }),
      RUNS,
    );
  });

  test.each([
    {
      what: 'points as CSV',
      text: 'x,y\n-3,1.25\n0,-0.5\n2.5,2e-3\n',
      read: (text: string) => [readPointsCsv(text, 'points.csv')],
    },
    {
      what: 'points of a spreadsheet',
      text: 'sep=;\r\n"x [m]";"y"\r\n-3;1,25\r\n0;-0,5\r\n2,5;0\r\n',
      read: (text: string) => [readPoints(text, 'points.csv')],
    },
    {
      what: 'points as JSON',
      text: '{"x":[1,2],"y":[0.5,-1]}',
      read: (text: string) => [readPoints(text, 'points.json')],
    },
    {
      what: 'tasks as CSV',
      text: 'task,set,x,y\n1,support,-3,1.25\n1,query,0,-0.5\n2,support,1,2e-3\n2,query,4,0\n',
      read: (text: string) => readTasks(text, 'tasks.csv').flatMap(({ support, query }) => [support, query]),
    },
    {
      what: 'tasks as JSON',
      text: '[{"support":{"x":[1,2],"y":[0.5,-1]},"query":{"x":[3],"y":[0.25]}}]',
      read: (text: string) => readTasks(text, 'tasks.json').flatMap(({ support, query }) => [support, query]),
    },
  ])('to $what', ({ text, read }) => {
    fc.assert(
      fc.property(mutationsOf(new TextEncoder().encode(text)), (mutated) => {
        const points = attempt(() => read(new TextDecoder().decode(mutated)));
        for (const { x, y, count } of points ?? []) {
          expect([x.length, y.length]).toEqual([count, count]);
          expect([...x, ...y].every(Number.isFinite)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});
