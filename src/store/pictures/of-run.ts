/** The pictures that a run learns from: as the worker, files and the page's choice have them. */
import type { NamedPictures, PicturesName } from '#families/pictures/picture-set.ts';
import type { OfPictures } from '#engine/protocol.ts';
import type { Checkpoint } from '#formats/checkpoint.ts';
import type { TasksFile } from '#formats/weights-file.ts';

/** What the worker draws a run's tasks of; `null`: of the family's own. */
export function toTrainOn(pictures: NamedPictures | null): OfPictures {
  return pictures === null ? {} : { pictures: { set: pictures.set, isSplit: true } };
}

/** As weights tell of it. */
export function ownTasksOf(pictures: PicturesName | null): { readonly ownTasks?: TasksFile } {
  if (pictures === null) return {};
  return { ownTasks: { file: pictures.name, sha256: pictures.digest, isSplit: true } };
}

/** As a checkpoint tells of it. */
export function tasksOf(pictures: PicturesName | null): Pick<Checkpoint, 'tasksDigest' | 'ownTasks'> {
  return { tasksDigest: pictures?.digest ?? null, ...ownTasksOf(pictures) };
}

/** Those that a run of a checkpoint has learned from. */
export function picturesOf({ ownTasks = null }: Pick<Checkpoint, 'ownTasks'>): PicturesName | null {
  return ownTasks === null ? null : { name: ownTasks.file, digest: ownTasks.sha256, isSplit: true };
}
