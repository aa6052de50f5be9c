/** Zips of pictures from disk. */
import type { PointCounts, TaskDistribution } from '#families/task.ts';
import type { GivenPictures, PictureSet } from '#families/pictures/picture-set.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { readPictureZip } from '#formats/picture-zip.ts';
import { readZip } from '#formats/zip.ts';
import type { GivenFile, TasksFile } from '#formats/weights-file.ts';
import { digestOf, ofFile, readBytes } from './files.ts';
import { readPictureRuns, runTasks } from './picture-runs.ts';

/** A zip's pictures, and the file that they came in. */
export interface ReadPictures {
  readonly set: PictureSet;
  readonly given: GivenFile;
}

/** @throws PlaygroundError naming the file, and the place in it. */
export async function readPictures(path: string): Promise<ReadPictures> {
  const bytes = await readBytes(path);
  const set = ofFile(path, () => readPictureZip(bytes, decodePicture));
  return { set, given: { file: path, sha256: digestOf(bytes) } };
}

/** Of a zip what weights have not learned from, where their training has held classes out. */
export function unseenOf({ set, given }: ReadPictures, learned: TasksFile | null): GivenPictures {
  const isHeldOut = learned?.sha256 === given.sha256 && learned.isSplit === true;
  return { set, ...(isHeldOut ? { isSplit: true } : {}) };
}

/** Tasks that are given whole, and how many points each of them has. */
export interface ReadRuns {
  readonly given: TaskDistribution;
  readonly tasks: number;
  readonly counts: PointCounts;
}

/** @throws PlaygroundError naming the file, and the place in it. */
export async function readRuns(path: string, side: number): Promise<ReadRuns> {
  const bytes = await readBytes(path);
  const runs = ofFile(path, () => readPictureRuns(readZip(bytes), decodePicture, side));
  const [{ support, query }] = runs;
  return {
    given: runTasks(runs),
    tasks: runs.length,
    counts: { shots: support.count, queryPoints: query.count },
  };
}
