/** Tasks of an archive’s runs: which picture is of which class, and what is refused by its place. */
import { describe, expect, test } from 'vitest';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readZip } from '#formats/zip.ts';
import { nearestNeighbours } from '#families/characters/nearest-neighbour.ts';
import { accuracyOf } from '#training/accuracy.ts';
import type { PictureFile } from '../../../src/cli/picture-folders.ts';
import { readPictureRuns, runTasks } from '../../../src/cli/picture-runs.ts';
import { refusalOf } from '../../fakes/refusal.ts';
import { HAS_OMNIGLOT, omniglotZip } from '../../omniglot.ts';

const text = (name: string, content: string): PictureFile => ({
  name,
  read: () => new TextEncoder().encode(content),
});
/** A picture is one byte: how dark all of it is. */
const picture = (name: string, ink: number): PictureFile => ({ name, read: () => Uint8Array.of(ink) });
const decode = (bytes: Uint8Array) => ({
  width: 2,
  height: 2,
  ink: new Float32Array(4).fill((bytes[0] ?? 0) / 100),
});

/** A run of two classes, each asked about once; `labels` says of which. */
function runOf(name: string, labels: string): PictureFile[] {
  return [
    text(`${name}/class_labels.txt`, labels),
    picture(`${name}/training/class01.png`, 10),
    picture(`${name}/training/class02.png`, 20),
    picture(`${name}/test/item01.png`, 21),
    picture(`${name}/test/item02.png`, 11),
  ];
}

const labelsOf = (name: string) =>
  `${name}/test/item01.png ${name}/training/class02.png\n${name}/test/item02.png ${name}/training/class01.png\n`;
const ONE = runOf('run01', labelsOf('run01'));
const TWO = runOf('run02', labelsOf('run02'));

describe('runs of an archive', () => {
  test('are tasks in the order of their names, each with its own labels', () => {
    const runs = readPictureRuns([...TWO, ...ONE], decode, 14);
    expect(runs.map(({ asked }) => asked)).toEqual([
      [
        { name: 'query/class01.png/run01/test/item02.png', label: 0 },
        { name: 'query/class02.png/run01/test/item01.png', label: 1 },
      ],
      [
        { name: 'query/class01.png/run02/test/item02.png', label: 0 },
        { name: 'query/class02.png/run02/test/item01.png', label: 1 },
      ],
    ]);
    const tasks = runTasks(runs);
    expect(tasks).toMatchObject({ inputSize: 14 * 14, outputSize: 2 });
    const { support, query } = tasks.sample(1, { shots: 2, queryPoints: 2 });
    expect([support.x[0], support.x[196], query.x[0], query.x[196]].map((ink) => ink?.toFixed(2))).toEqual([
      '0.10',
      '0.20',
      '0.11',
      '0.21',
    ]);
    expect([...query.y]).toEqual([1, 0, 0, 1]);
    expect(() => tasks.sample(2, { shots: 2, queryPoints: 2 })).toThrow('Expected a run below 2, found 2.');
  });

  test('may ask about a class twice, which is learned from one picture', () => {
    const labels = `${labelsOf('run01')}run01/test/item03.png run01/training/class01.png`;
    const [{ support, query }] = readPictureRuns(
      [...runOf('run01', labels), picture('run01/test/item03.png', 12)],
      decode,
      14,
    );
    expect([support.count, query.count]).toEqual([2, 3]);
  });

  test.each([
    [[], 'expected a folder with “class_labels.txt”, found none'],
    [
      runOf('run01', 'run01/test/item01.png'),
      '“run01/class_labels.txt”, line 1: expected the picture that is asked about and that of its class, found run01/test/item01.png',
    ],
    [
      runOf('run01', labelsOf('run07')),
      '“run01/class_labels.txt”, line 1: expected a picture of the archive, found run07/training/class02.png',
    ],
    [
      [...ONE, ...runOf('run02', `${labelsOf('run02')}run02/test/item02.png run02/training/class02.png`)],
      '“run02/class_labels.txt”: expected 2 classes, 2 pictures to learn from, 2 to be asked about, as before, found 2 classes, 2 pictures to learn from, 3 to be asked about',
    ],
  ])('are refused by their place: %#', (files, message) => {
    expect(refusalOf(() => readPictureRuns(files, decode, 14)).message).toContain(message);
  });

  test.skipIf(!HAS_OMNIGLOT)(
    'of Omniglot are twenty, of twenty classes, which pixels tell badly apart',
    () => {
      const runs = readPictureRuns(readZip(omniglotZip('all_runs')), decodePicture, 28);
      expect(runs).toHaveLength(20);
      const shares = runs.map((run) => accuracyOf(nearestNeighbours(run), run.query.y, run.ways));
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      // Koch et al. (2015, table 2) print 21.7 % for it.
      expect(mean).toBeGreaterThan(0.17);
      expect(mean).toBeLessThan(0.26);
    },
  );
});
