/** Families in whose tasks pictures of N classes are told apart by K drawings of each. */
import type { PointCounts, TaskData } from '../task.ts';

/** A task as it is drawn, before anyone has drawn in it. */
export interface PictureTask extends TaskData {
  /** Classes N; points lie class after class, each with a one-hot target. */
  readonly ways: number;
  /** Pixels of a picture's side. */
  readonly side: number;
}

/** What a family says of its pictures; a task is a function of (seed, stream, index). */
export interface Pictures<Numbers> {
  /** Task `index` of those that the page shows: of classes that no training sees. `counts` are of each class. */
  shown(numbers: Numbers & { readonly seed: number }, index: number, counts: PointCounts): PictureTask;
}
