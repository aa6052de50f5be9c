/** Pictures that are split: what is trained on, validated with and held out never meets, whoever draws the tasks. */
import { beforeAll, describe, expect, test } from 'vitest';
import { STREAMS, type Stream } from '#core/rng.ts';
import { expectPictures, loadFamilies, pointCountsOf } from '#families/family-of.ts';
import { classesOfPart } from '#families/pictures/parts-of-set.ts';
import { type PictureSet } from '#families/pictures/picture-set.ts';
import { PARTS } from '#families/parts.ts';
import { sampleTasks } from '#families/task.ts';
import { openingSettings, type Settings } from '#training/settings.ts';
import { givenTasks } from '#training/training-plan.ts';
import { plainSet } from '../../../fakes/fake-pictures.ts';
import { refusalOf } from '../../../fakes/refusal.ts';

const SETTINGS: Settings = { ...openingSettings('characters'), ways: 5, shots: 1, queryPoints: 3 };

beforeAll(() => loadFamilies(), 60_000);

/** Thirty classes, each with an ink of its own. */
const inked = () => plainSet(30, (ofClass) => 8 * ofClass + 8);

/** The inks of all pictures of the first tasks of a stream. */
function inksOf(stream: Stream, set: PictureSet, isSplit: boolean): Set<number> {
  const pictures = { set, ...(isSplit ? { isSplit: true as const } : {}) };
  const tasks = expectPictures(SETTINGS).pictures.drawnTasks(SETTINGS, pictures, stream);
  const sampled = sampleTasks(tasks, 0, 200, pointCountsOf(SETTINGS));
  return new Set(sampled.flatMap(({ support, query }) => [...support.x, ...query.x]));
}

describe('classes of a zip', () => {
  test('are shared out by their names, the same way each time, and none is in two parts', () => {
    const set = inked();
    const parts = PARTS.map((part) => classesOfPart(set, part).map(({ name }) => name));
    expect(parts.map(({ length }) => length)).toEqual([21, 3, 6]);
    expect(new Set(parts.flat()).size).toBe(30);
    const [alphabet] = set.alphabets;
    const turned = { ...set, alphabets: [{ name: '', classes: (alphabet?.classes ?? []).toReversed() }] };
    expect(PARTS.map((part) => classesOfPart(turned, part).map(({ name }) => name))).toEqual(parts);
    expect(expectPictures(SETTINGS).pictures.classesOf(set)).toEqual({
      training: 21,
      validation: 3,
      heldOut: 6,
    });
  });

  test('of ten alphabets or more go by whole alphabets', () => {
    const alphabets = Array.from({ length: 12 }, (_, at) => ({
      name: `alphabet ${at}`,
      classes: plainSet(4).alphabets[0]?.classes ?? [],
    }));
    const set = { ...plainSet(4), alphabets };
    const counts = PARTS.map((part) => classesOfPart(set, part).length);
    expect(counts).toEqual([36, 4, 8]);
  });

  test('of training and of held-out tasks never meet, and are all of them where nothing is split', () => {
    const set = inked();
    const [training, heldOut, shown] = [STREAMS.metaTraining, STREAMS.heldOut, STREAMS.shownTask].map(
      (stream) => inksOf(stream, set, true),
    );
    expect([training?.size, heldOut?.size]).toEqual([21, 6]);
    expect(shown).toEqual(heldOut);
    expect([...(training ?? [])].filter((ink) => heldOut?.has(ink))).toEqual([]);
    expect(inksOf(STREAMS.heldOut, set, false).size).toBe(30);
  });
});

describe('training on a zip', () => {
  test('has the same tasks for the same seed, and others for another', () => {
    const first = (seed: number) =>
      givenTasks({ ...SETTINGS, seed }, { set: inked(), isSplit: true })?.sample(7, pointCountsOf(SETTINGS));
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
    expect(givenTasks(SETTINGS, undefined)).toBeUndefined();
  });

  test('is refused with numbers where too few classes are left to judge it on, or to train on', () => {
    const refused = (classes: number, ways: number) =>
      refusalOf(() => givenTasks({ ...SETTINGS, ways }, { set: plainSet(classes), isSplit: true })).message;
    expect(refused(12, 5)).toBe(
      'Expected at least 5 held-out classes, found 2: of 12 classes, 9 are to train on, 1 for validation and 2 held out.',
    );
    expect(
      refusalOf(() =>
        expectPictures(SETTINGS).pictures.drawnTasks(
          { ...SETTINGS, ways: 10 },
          { set: plainSet(12), isSplit: true },
          STREAMS.metaTraining,
        ),
      ).message,
    ).toContain('Expected at least 10 classes to train on, found 9');
    expect(() => givenTasks({ ...SETTINGS, ways: 2 }, { set: plainSet(12), isSplit: true })).not.toThrow();
  });
});
