/** Runs that learn from a zip: what the worker is given, what is shown meanwhile, what files say, and what is refused. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectPictures, loadFamily } from '#families/family-of.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { learnedSize } from '#training/learned.ts';
import { browserSavedWork } from '#persistence/saved-work.ts';
import { fakeKeeping } from '../../../fakes/fake-keeping.ts';
import { FakeWeights, storeWithFakes } from '../../../fakes/fake-client.ts';
import { fakePictures, plainSet } from '../../../fakes/fake-pictures.ts';
import { quiet } from '../../../fakes/fake-tab.ts';
import { startingContestant } from '#store/settings-slice.ts';

const DIGEST = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const FILE = new File([new Uint8Array(10)], 'letters.zip');
const SPLIT = { name: 'letters.zip', digest: DIGEST, isSplit: true };
const OWN_TASKS = { file: 'letters.zip', sha256: DIGEST, isSplit: true };
const inkOf = (ofClass: number) => 8 * ofClass + 8;

beforeAll(() => loadFamily({ family: 'characters' }), 60_000);
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** A page with a zip of so many classes, on a device that keeps its runs. */
async function openWithZip(classes = 30, pictures = fakePictures()) {
  const read = async (file: File) => ({
    digest: file === FILE ? DIGEST : OTHER,
    set: plainSet(classes, inkOf),
  });
  const surroundings = { ...pictures, surroundings: { ...pictures.surroundings, read } };
  const page = storeWithFakes({}, new FakeWeights(), fakeKeeping(browserSavedWork()), {}, surroundings);
  await page.state().openEngine(null);
  page.state().chooseFamily('characters');
  page.state().setNumber('queryPoints', 3);
  await page.state().addPictures(FILE);
  await quiet();
  return { ...page, pictures };
}

type Page = Awaited<ReturnType<typeof openWithZip>>;

function snapshotAt(state: Page['state'], iteration: number) {
  const { settings } = state();
  const size = learnedSize(settings.algorithm, trainedArchitecture(settings), settings);
  const vector = () => new Float32Array(size).fill(0.5);
  return { iteration, parameters: vector(), firstMoment: vector(), secondMoment: vector() };
}

/** Trains, and hears a state of the run. */
async function trainTo({ state, client }: Page, iteration: number) {
  void state().train();
  await quiet();
  const { network, rates } = startingContestant(state().settings);
  const loss = Float32Array.of(1);
  client().listener.progress({
    iteration,
    learned: { network, rates },
    losses: { firstIteration: iteration - 1, lossBefore: loss, lossAfter: loss },
    rate: 10,
    state: snapshotAt(state, iteration),
  });
  await quiet();
}

/** Of which inks the shown task is. */
function inksShown({ state }: Page): Set<number> {
  return new Set([...state().task.support.x, ...state().task.query.x].map((ink) => Math.round(255 * ink)));
}

const HELD_OUT_INKS = [2, 8, 12, 18, 22, 28].map(inkOf);

describe('a zip with enough classes', () => {
  test('is split as it is added: held-out classes are shown and compared, others go to the worker', async () => {
    const page = await openWithZip();
    const { state, client } = page;
    expect(state().pictures).toEqual(SPLIT);
    expect(state().task).toMatchObject({ from: SPLIT });
    for (const ink of inksShown(page)) expect(HELD_OUT_INKS).toContain(ink);
    await trainTo(page, 3);
    const [begun] = client().asked.begin;
    expect(begun?.pictures).toMatchObject({ isSplit: true });
    expect(expectPictures(state().settings).pictures.classesOf(begun?.pictures?.set ?? plainSet(0))).toEqual({
      training: 21,
      validation: 3,
      heldOut: 6,
    });
    const inks = client()
      .asked.evaluate.flatMap(({ tasks = [] }) => tasks.flatMap(({ query }) => [...query.x]))
      .map((ink) => Math.round(255 * ink));
    expect(inks.length).toBeGreaterThan(0);
    for (const ink of new Set(inks)) expect(HELD_OUT_INKS).toContain(ink);
  });

  test('is named by weights and checkpoints of its run, and stays split while these are on the page', async () => {
    const page = await openWithZip();
    const { state } = page;
    await trainTo(page, 3);
    expect(state().contestants.live?.details.ownTasks).toEqual(OWN_TASKS);
    expect(await state().runCheckpoint()).toMatchObject({ tasksDigest: DIGEST, ownTasks: OWN_TASKS });
    state().learnFrom(null);
    expect(state().pictures).toEqual({ name: 'letters.zip', digest: DIGEST });
    expect(state().task).toMatchObject({ from: SPLIT });
    await state().resetTraining();
    expect(state().task).toMatchObject({ from: { name: 'letters.zip', digest: DIGEST } });
    expect(state().task).not.toMatchObject({ from: SPLIT });
  });

  test('need not be learned from: then runs learn from invented alphabets', async () => {
    const page = await openWithZip();
    page.state().learnFrom(null);
    await trainTo(page, 3);
    expect(page.client().asked.begin[0]).not.toHaveProperty('pictures');
    expect(page.state().contestants.live?.details).not.toHaveProperty('ownTasks');
  });
});

describe('too few classes', () => {
  test('are shown, but learned from only where somebody asks for that, which is refused with numbers', async () => {
    const page = await openWithZip(12);
    const { state, client } = page;
    expect(state().pictures).toEqual({ name: 'letters.zip', digest: DIGEST });
    state().learnFrom({ name: 'letters.zip', digest: DIGEST, isSplit: true });
    expect(state().task).toMatchObject({
      from: null,
      refusal: { values: [5, expect.anything(), 2, expect.anything()] },
    });
    await state().train();
    await quiet();
    expect(client().asked.begin).toEqual([]);
    expect(state().run).toBeNull();
    expect(state().notices.map(({ message }) => message)).toMatchObject([
      { values: [5, expect.anything(), 2, expect.anything()] },
    ]);
  });
});

describe('a run that learned from a zip', () => {
  async function savedRun() {
    const page = await openWithZip();
    await trainTo(page, 4);
    await page.state().pauseTraining();
    await page.state().saveNow();
    await quiet();
    const id = page.state().run?.id ?? '';
    return { page, id };
  }

  test('is listed with its zip, and goes on with it alone', async () => {
    const { page, id } = await savedRun();
    const next = await openWithZip(30, page.pictures);
    next.state().choosePictures(null);
    await next.state().listRuns();
    expect(next.state().savedRuns?.runs).toMatchObject([{ id, ownTasks: OWN_TASKS }]);
    await next.state().openRun(id);
    expect(next.client().asked.restore).toMatchObject([{ pictures: { isSplit: true } }]);
    expect(next.state()).toMatchObject({
      pictures: SPLIT,
      run: { iteration: 4, pictures: { digest: DIGEST } },
    });
  });

  test('is refused where its zip is not here, with what is expected and what is found', async () => {
    const { id } = await savedRun();
    const next = await openWithZip(30);
    await next.state().addPictures(new File([new Uint8Array(10)], 'others.zip'));
    await next.state().forgetPictures(DIGEST);
    await quiet();
    await next.state().openRun(id);
    expect(next.client().asked.restore).toEqual([]);
    expect(next.state().run).toBeNull();
    expect(next.state().notices.at(-1)?.message).toMatchObject({
      values: ['letters.zip', 'aaaaaaaa', { values: ['others.zip', 'bbbbbbbb'] }],
    });
  });

  test('is not begun on a zip that a link names and nobody has here', async () => {
    const page = await openWithZip();
    page.state().choosePictures({ name: 'gone.zip', digest: 'c'.repeat(64), isSplit: true });
    await quiet();
    await page.state().train();
    expect(page.client().asked.begin).toEqual([]);
    expect(page.state().notices.at(-1)?.message).toMatchObject({
      values: ['gone.zip', 'cccccccc', expect.anything()],
    });
  });
});
