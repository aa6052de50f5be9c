/** The visitor's zips: read and shown, kept, named by links, missed in words, and forgotten. */
import { beforeAll, expect, test } from 'vitest';
import { loadFamily } from '#families/family-of.ts';
import type { PictureReading } from '#persistence/picture-reading.ts';
import { sharedOf } from '#store/page/shared-slice.ts';
import { fakeKeeping } from '../../../fakes/fake-keeping.ts';
import { FakeWeights, storeWithFakes } from '../../../fakes/fake-client.ts';
import { fakePictures, plainSet } from '../../../fakes/fake-pictures.ts';
import { eventually, settled } from '../../../fakes/promises.ts';

const DIGEST = 'a'.repeat(64);
const FILE = new File([new Uint8Array(10)], 'letters.zip');
const NAMED = { name: 'letters.zip', digest: DIGEST };

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);

async function openCharacters(classes: number, read: PictureReading | null = null) {
  const pictures = fakePictures(
    read ??
      (async (_, advance) => {
        advance(4, 4 * classes);
        return { digest: DIGEST, set: plainSet(classes) };
      }),
  );
  const page = storeWithFakes({}, new FakeWeights(), fakeKeeping(), {}, pictures);
  await page.state().openEngine(null);
  page.state().chooseFamily('characters');
  page.state().setNumber('queryPoints', 3);
  await settled();
  return { ...page, pictures };
}

test('a zip that is read is shown, kept, and named by links; forgotten, it leaves the family’s own', async () => {
  const { state, pictures } = await openCharacters(6);
  const invented = state().task.support.x;
  await state().addPictures(FILE);
  await settled();
  expect(state().task).toMatchObject({ from: NAMED, refusal: null });
  expect(new Set(state().task.support.x)).toEqual(new Set([Math.fround(100 / 255)]));
  expect([...pictures.kept.values()].map(({ said }) => said)).toMatchObject([
    { ...NAMED, classes: 6, pictures: 24, bytes: 10, note: '' },
  ]);
  expect(sharedOf(state()).pictures).toEqual(NAMED);
  await state().notePictures(DIGEST, 'MIT');
  expect(pictures.kept.get(DIGEST)?.said.note).toBe('MIT');
  await state().forgetPictures(DIGEST);
  expect(pictures.kept.size).toBe(0);
  expect(state()).toMatchObject({ pictures: null, openPictures: null, keptPictures: [] });
  expect(state().task.support.x).toEqual(invented);
});

test('a zip with too few classes is refused in words, and shown again once there are enough', async () => {
  const { state } = await openCharacters(3);
  await state().addPictures(FILE);
  expect(state().task).toMatchObject({ from: null, refusal: { values: [5, 3] } });
  state().setNumber('ways', 3);
  expect(state().task).toMatchObject({ from: NAMED, refusal: null });
  state().setNumber('shots', 2);
  expect(state().task).toMatchObject({ from: null, refusal: { values: [5, 4] } });
});

test('a zip that a link names and this browser lacks is told once, by its name', async () => {
  const { state, pictures } = await openCharacters(6);
  state().restore({ ...sharedOf(state()), pictures: NAMED });
  await settled();
  expect(state().notices.map(({ message }) => message)).toMatchObject([
    { values: ['letters.zip', 'aaaaaaaa'] },
  ]);
  expect(state().task).toMatchObject({ from: null });
  state().chooseFamily('sinusoid');
  state().chooseFamily('characters');
  await settled();
  expect(state().notices).toHaveLength(1);
  await state().addPictures(FILE);
  expect(state().task).toMatchObject({ from: NAMED });
  expect(pictures.kept.size).toBe(1);
});

test('what is kept comes back when a link names it', async () => {
  const { state, pictures } = await openCharacters(6);
  await state().addPictures(FILE);
  const another = storeWithFakes({}, new FakeWeights(), fakeKeeping(), {}, pictures);
  another.state().chooseFamily('characters');
  another.state().setNumber('queryPoints', 3);
  another.state().choosePictures(NAMED);
  await settled();
  expect(another.state().task).toMatchObject({ from: NAMED });
});

test('reading tells how far it is, and stops when it is told to', async () => {
  const { state } = await openCharacters(
    6,
    (_, advance, signal) =>
      new Promise((__, reject) => {
        advance(100, 200);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  const adding = state().addPictures(FILE);
  await eventually(() =>
    expect(state().readingPictures).toEqual({ name: 'letters.zip', done: 100, of: 200 }),
  );
  state().stopReadingPictures();
  await adding;
  expect(state()).toMatchObject({ readingPictures: null, pictures: null, notices: [] });
});

test('a comparison asks about tasks of the zip, all initialisations about the same', async () => {
  const { state, client } = await openCharacters(6);
  await state().addPictures(FILE);
  await state().evaluate(12);
  const asked = client().asked.evaluate;
  expect(asked.map(({ first, count }) => [first, count])).toEqual([
    [0, 8],
    [8, 4],
  ]);
  expect(asked[0]?.tasks).toHaveLength(8);
  expect(new Set(asked[0]?.tasks?.[0]?.query.x)).toEqual(new Set([Math.fround(100 / 255)]));
  expect(state().comparison).toMatchObject({ taskCount: 12, pictures: NAMED });
  state().choosePictures(null);
  await state().evaluate(2);
  expect(client().asked.evaluate.at(-1)).not.toHaveProperty('tasks');
  expect(state().comparison?.pictures).toBeNull();
});

test('whatever a file is called, links can name it', async () => {
  const { state } = await openCharacters(6);
  await state().addPictures(new File([new Uint8Array(10)], `${'a'.repeat(78)}\n😀.zip`));
  const name = state().pictures?.name ?? '';
  expect(() => encodeURIComponent(name)).not.toThrow();
  expect(name).toBe(`${'a'.repeat(78)} `);
});
