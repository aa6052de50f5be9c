/** Tasks of pictures that a command is given: somebody’s own, or one of a zip or of the family by its number. */
import { isHidden } from '#formats/picture-zip.ts';
import { readdir, stat } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { STREAMS } from '#core/rng.ts';
import { expectPictures, pointCountsOf } from '#families/family-of.ts';
import type { TaskData } from '#families/task.ts';
import { badInput } from '#formats/bad-input.ts';
import { decodePicture } from '#formats/picture-bytes.ts';
import { type AskedPicture, type PictureFile, readPictureTask } from './picture-folders.ts';
import { readZip } from '#formats/zip.ts';
import type { Settings } from '#training/settings.ts';
import { tasksOf } from '#training/tasks.ts';
import { wholeOf } from './command.ts';
import { ofFile, readBytes } from './files.ts';
import { readPictures, unseenOf } from './picture-files.ts';
import type { TasksFile } from '#formats/weights-file.ts';

/** Where a task of pictures comes from: somebody's own, or one of a zip or of the family. */
export interface PictureTaskFlags {
  readonly pictures?: string;
  readonly data?: string;
  readonly task?: string;
}

/** A task with names for its classes and queries. */
export interface NamedTask extends TaskData {
  readonly classes: readonly string[];
  readonly asked: readonly AskedPicture[];
}

const LAST_TASK = 1_000_000;
/** More files than a task can have pictures are not looked at. */
const MOST_FILES = 2000;
const PICTURE_NAME = /\.(png|jpe?g)$/i;

/** The pictures of a folder or a zip. */
async function filesOf(path: string): Promise<PictureFile[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const found = isFolder
    ? (await readdir(path, { recursive: true })).map((name) => ({
        name: relative(path, join(path, name)).replaceAll(sep, '/'),
        read: () => new Uint8Array(readFileSync(join(path, name))),
      }))
    : await readBytes(path).then((bytes) => ofFile(path, () => readZip(bytes)));
  const pictures = found.filter(({ name }) => PICTURE_NAME.test(name) && !isHidden(name));
  if (pictures.length > MOST_FILES)
    throw badInput(path, `at most ${MOST_FILES} pictures`, `${pictures.length}`);
  return pictures;
}

/** As the page calls classes: A, B, C, … */
function letterOf(label: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + label);
}

/** Task number `index` of those that no training sees, of a zip or of the family's own characters. */
async function numberedTask(
  { data, task = '0' }: PictureTaskFlags,
  settings: Settings,
  learned: TasksFile | null,
): Promise<NamedTask> {
  const index = wholeOf('task', task, 0, LAST_TASK);
  const distribution =
    data === undefined
      ? tasksOf(settings, STREAMS.heldOut)
      : expectPictures(settings).pictures.drawnTasks(
          settings,
          unseenOf(await readPictures(data), learned),
          STREAMS.heldOut,
        );
  const found = distribution.sample(index, pointCountsOf(settings));
  const { ways, queryPoints } = settings;
  return {
    ...found,
    classes: Array.from({ length: ways }, (_, label) => letterOf(label)),
    asked: Array.from({ length: found.query.count }, (_, at) => ({
      name: `query ${at + 1}`,
      label: Math.floor(at / queryPoints),
    })),
  };
}

/**
 * The task that the flags name, for a network with an output for each of the settings' classes.
 * `learned` is what these weights were trained on, if it was given.
 * @throws PlaygroundError naming the flag, or the file and the place in it.
 */
export async function namedTask(
  flags: PictureTaskFlags,
  settings: Settings,
  learned: TasksFile | null,
): Promise<NamedTask> {
  expectPictures(settings);
  const { pictures, data, task } = flags;
  if (pictures === undefined) return numberedTask(flags, settings, learned);
  for (const [flag, value] of Object.entries({ data, task })) {
    if (value !== undefined) throw badInput('--pictures', `no --${flag} beside it`, `--${flag}`);
  }
  const files = await filesOf(pictures);
  const found = ofFile(pictures, () => readPictureTask(files, decodePicture, settings.side));
  if (found.ways === settings.ways) return found;
  throw badInput(pictures, `${settings.ways} classes`, `${found.ways}`);
}
