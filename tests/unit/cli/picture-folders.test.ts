/** A task in somebody's own folders: who is class what, what is asked, and what is refused by its place. */
import { describe, expect, test } from 'vitest';
import { type PictureFile, readPictureTask } from '../../../src/cli/picture-folders.ts';
import { refusalOf } from '../../fakes/refusal.ts';

/** A picture is one byte: how dark all of it is. */
function file(name: string, ink: number): PictureFile {
  return { name, read: () => Uint8Array.of(ink) };
}

const decode = (bytes: Uint8Array) => ({
  width: 2,
  height: 2,
  ink: new Float32Array(4).fill((bytes[0] ?? 0) / 100),
});

const FILES = [
  file('mine/query/b/1.png', 21),
  file('mine/query/unknown.png', 12),
  file('mine/support/b/1.png', 20),
  file('mine/support/a/1.png', 10),
  file('mine/support/a/2.png', 11),
  file('mine/notes.png', 90),
];

describe('a task in folders', () => {
  test('has the classes of its support pictures, class after class, and queries with or without an answer', () => {
    const task = readPictureTask(FILES, decode, 14);
    expect(task).toMatchObject({
      classes: ['a', 'b'],
      ways: 2,
      side: 14,
      asked: [
        { name: 'mine/query/b/1.png', label: 1 },
        { name: 'mine/query/unknown.png', label: null },
      ],
    });
    expect([task.support.count, task.query.count]).toEqual([3, 2]);
    expect([...task.support.y]).toEqual([1, 0, 1, 0, 0, 1]);
    expect([...task.query.y]).toEqual([0, 1, 0, 0]);
    expect(task.support.x[2 * 196]).toBeCloseTo(0.2, 6);
    expect(task.query.x[196]).toBeCloseTo(0.12, 6);
  });

  test('does not depend on the order of its files', () => {
    expect(readPictureTask(FILES.toReversed(), decode, 14)).toEqual(readPictureTask(FILES, decode, 14));
  });

  test('of white ink on black paper is turned round', () => {
    const dark = FILES.map((one) => file(one.name, 100 - (one.read()[0] ?? 0)));
    const [mine, turned] = [FILES, dark].map((files) => readPictureTask(files, decode, 14));
    turned?.support.x.forEach((value, at) => expect(value).toBeCloseTo(mine?.support.x[at] ?? NaN, 6));
  });

  test.each([
    [FILES.filter(({ name }) => !name.includes('query')), 'expected some in a folder “query”, found none'],
    [
      FILES.filter(({ name }) => !name.includes('support')),
      'expected some in a folder “support”, found none',
    ],
    [[...FILES, file('mine/query/c/1.png', 3)], '“mine/query/c/1.png”'],
    [[...FILES, file('mine/support/c.png', 3)], '“mine/support/c.png”'],
    [
      [file('support/a/1.png', 1), file('query/a/1.png', 1)],
      'expected at least two classes in “support”, found 1',
    ],
  ])('is refused by its place: %#', (files, message) => {
    expect(refusalOf(() => readPictureTask(files, decode, 14)).message).toContain(message);
  });
});
