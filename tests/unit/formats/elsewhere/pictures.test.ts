/** Programs that go on with a run on characters elsewhere, and the pictures that they read; tests/interop runs them. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { english } from '#core/saying.ts';
import { loadFamilies } from '#families/family-of.ts';
import { KEPT_SIDE, type GivenPictures } from '#families/pictures/picture-set.ts';
import {
  filesElsewhere,
  heldOutOf,
  metaStepsOf,
  type PictureSources,
  whyNoProgram,
} from '#formats/elsewhere/elsewhere.ts';
import { learnedSize } from '#training/learned.ts';
import { TRAINING_ALGORITHMS } from '#training/learner-facts.ts';
import { hasTasksFor, openingSettings, type Settings } from '#training/settings.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { countsOf, givenTasks, heldOutTasks, trainingTasks } from '#training/training-plan.ts';

await loadFamilies();

const OPENING = openingSettings('characters');
const FEW: PictureSources = { given: null, most: 60 };
const FIRST = 7;

function checkpointOf(change: Partial<Settings>) {
  const settings = { ...OPENING, ...change };
  const size = learnedSize(settings.algorithm, trainedArchitecture(settings), settings);
  const zeros = () => new Float32Array(size);
  const snapshot = { iteration: FIRST, parameters: zeros(), firstMoment: zeros(), secondMoment: zeros() };
  return { settings, snapshot, tasksDigest: null };
}

const KINDS: Readonly<Record<string, new (bytes: ArrayBuffer) => Uint8Array | Uint16Array | Int32Array>> = {
  '|u1': Uint8Array,
  '<u2': Uint16Array,
  '<i4': Int32Array,
};

/** A program and the numbers of its arrays of pictures, by their names. */
async function written(change: Partial<Settings>, sources: PictureSources) {
  const [program, , pictures] = await filesElsewhere('pytorch', checkpointOf(change), sources);
  const arrays = Object.entries(unzipSync(pictures?.content as Uint8Array)).map(([name, bytes]) => {
    const header = new TextDecoder('latin1').decode(bytes.subarray(10, 128));
    const [, type = ''] = /'descr': '([^']*)'/.exec(header) ?? [];
    const content = bytes.slice(10 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true));
    const numbers = new (KINDS[type] ?? Uint8Array)(content.buffer);
    return [name, { shape: /'shape': \(([^)]*)\)/.exec(header)?.[1], numbers: [...numbers] }] as const;
  });
  return { program: String(program?.content), arrays: new Map(arrays) };
}

/** A set of so many classes of six drawings each, every pixel of which is another. */
function givenPictures(classes: number): GivenPictures {
  const pixels = Uint8Array.from(
    { length: classes * 6 * KEPT_SIDE ** 2 },
    (_, at) => (at * 31 + Math.floor(at / 784) * 7) % 256,
  );
  const named = Array.from({ length: classes }, (_, at) => ({
    name: `class ${String(at).padStart(2, '0')}`,
    first: 6 * at,
    count: 6,
  }));
  return { set: { alphabets: [{ name: 'all', classes: named }], pixels }, isSplit: true };
}

const OF_CHARACTERS = TRAINING_ALGORITHMS.filter((name) => hasTasksFor(name, OPENING));
/** Those that say more of their inner loop than fits beside the drawing of tasks. */
const LONG: ReadonlySet<string> = new Set(['mamlPlusPlus', 'imaml', 'cavia']);
const REFUSED = ['pretrained', 'metaOptNet'];
const EVERY_OPTION = { innerBatch: 2, clip: 1, annealing: 'cosine', ways: 20, side: 28 } as const;
const DEEP = { ...OPENING.architecture, filters: [64, 64, 64, 64] };

test.each(OF_CHARACTERS.filter((name) => !REFUSED.includes(name)))(
  '%s: one program of few lines, all of which stay readable with every option on',
  async (algorithm) => {
    const linesOf = async (sources: PictureSources) =>
      (await written({ algorithm }, sources)).program.trimEnd().split('\n').length;
    expect(await linesOf(FEW)).toBeLessThan(250);
    const most = LONG.has(algorithm) ? 265 : 250;
    expect(await linesOf({ ...FEW, given: givenPictures(30) })).toBeLessThan(most);
    const all = { algorithm, ...EVERY_OPTION, architecture: DEEP } as Partial<Settings>;
    const lines = (await written(all, FEW)).program.split('\n');
    expect(lines.filter((line) => line.length > 130 || /\s$/.test(line))).toEqual([]);
  },
);

test.each(REFUSED)('%s: refused in words', (algorithm) => {
  const settings = { ...OPENING, algorithm } as Settings;
  const refusal = english(whyNoProgram({ settings, tasksDigest: null })?.message ?? '');
  expect(refusal).toMatch(new RegExp(`^Expected (?:one of|a learner with).* found ${algorithm}\\.$`));
});

test('invented letters come as tasks: the very numbers that we train on, and hold out', async () => {
  const { program, arrays } = await written({}, { given: null, most: 0, metaSteps: 2 });
  expect(program).toContain(`DRAWN = range(${FIRST}, ${FIRST + 2})`);
  expect(program).toContain('meta-steps 8 to 9');
  const training = arrays.get('training.npy');
  const heldOut = arrays.get('held_out.npy');
  expect(training?.shape).toBe(`${2 * OPENING.metaBatch}, 5, 6, 14, 14`);
  expect(heldOut?.shape).toBe('1, 5, 6, 14, 14');
  const counts = countsOf(OPENING);
  const third = trainingTasks(OPENING).sample(FIRST * OPENING.metaBatch + 3, counts);
  const begin = 3 * 30 * 196;
  const inFile = (array: readonly number[] | undefined, from: number, pictures: number) =>
    Float32Array.from(array?.slice(from, from + 196 * pictures) ?? [], (value) => value / 64);
  // Of each class support pictures, then query pictures.
  expect(inFile(training?.numbers, begin, 1)).toEqual(third.support.x.slice(0, 196));
  expect(inFile(training?.numbers, begin + 196, 5)).toEqual(third.query.x.slice(0, 5 * 196));
  expect(inFile(training?.numbers, begin + 6 * 196, 1)).toEqual(third.support.x.slice(196, 2 * 196));
  const judged = heldOutTasks({ ...OPENING, seed: 1 }).sample(0, counts);
  expect(inFile(heldOut?.numbers, 196, 5)).toEqual(judged.query.x.slice(0, 5 * 196));
});

test.each([14, 28] as const)(
  'of a zip all pictures to train on come, on which tasks are drawn without end: side %i',
  async (side) => {
    const given = givenPictures(30);
    const { program, arrays } = await written({ side, metaBatch: 1 }, { given, most: 60 });
    expect(program).not.toContain('DRAWN');
    const ink = Number(/INK = (?:\d+, )*(\d+)/.exec(program)?.[1]);
    const pictures = arrays.get('pictures.npy');
    // Seven of ten classes are to train on.
    expect(arrays.get('counts.npy')?.numbers).toEqual(Array(21).fill(6));
    expect(pictures?.shape).toBe(`${21 * 6}, ${side}, ${side}`);
    const known = new Set(
      Array.from({ length: 21 * 6 }, (_, at) =>
        pictures?.numbers
          .slice(at * side * side, (at + 1) * side * side)
          .map((value) => Math.fround(value / ink).toFixed(5))
          .join(),
      ),
    );
    const settings = { ...OPENING, side };
    const tasks = givenTasks(settings, given)?.sample(0, countsOf(settings));
    const turned = Array.from({ length: 5 }, (_, at) => {
      const ofTask = tasks?.support.x.slice(at * side * side, (at + 1) * side * side) ?? new Float32Array();
      return turns([...ofTask], side).some((picture) =>
        known.has(picture.map((value) => value.toFixed(5)).join()),
      );
    });
    expect(turned).toEqual(Array(5).fill(true));
  },
);

/** A picture turned by no, one, two and three quarters. */
function turns(picture: readonly number[], side: number): number[][] {
  const all = [[...picture]];
  for (let turn = 1; turn < 4; turn++) {
    const before = all.at(-1) ?? [];
    all.push(before.map((_, at) => before[(side - 1 - (at % side)) * side + Math.floor(at / side)] ?? 0));
  }
  return all;
}

test('as many meta-steps come as there is room for, one at least, and none beyond the run', async () => {
  expect(metaStepsOf(OPENING, 24_000)).toBe(100);
  expect(metaStepsOf(OPENING, 1)).toBe(1);
  expect(heldOutOf(OPENING, 24_000)).toBe(600);
  expect(heldOutOf({ ...OPENING, ways: 20, shots: 10, queryPoints: 15 }, 24_000)).toBe(48);
  const { program } = await written({ iterations: FIRST + 1 }, { given: null, most: 60, metaSteps: 9 });
  expect(program).toContain(`DRAWN = range(${FIRST}, ${FIRST + 1})`);
});

test('who draws hears how far it has come', async () => {
  const heard: number[] = [];
  const advance = (done: number, of: number) => {
    heard.push(done, of);
  };
  await written({ metaBatch: 2 }, { given: null, most: 0, advance });
  expect(heard).toEqual([1, 3, 2, 3, 3, 3]);
});

test('the document names the file of pictures', () => {
  expect(readFileSync('docs/formats.md', 'utf8')).toContain('pictures.npz');
});
