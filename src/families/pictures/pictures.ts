/** Families in whose tasks pictures of N classes are told apart by K drawings of each. */
import type { Stream } from '#core/rng.ts';
import type { Part } from '../parts.ts';
import type { GivenPictures, PictureSet } from './picture-set.ts';
import type { Drawing } from './drawing.ts';
import type { PointCounts, TaskData, TaskDistribution } from '../task.ts';

/** A task as it is drawn, before anyone has drawn in it. */
export interface PictureTask extends TaskData {
  /** Classes N; points lie class after class, each with a one-hot target. */
  readonly ways: number;
  /** Pixels of a picture's side. */
  readonly side: number;
}

/** What a family says of its pictures; a task is a function of (seed, stream, index). */
export interface Pictures<Numbers> {
  /** A drawing as a picture of so many pixels a side, row by row, ink 1 and paper 0. */
  inked(drawing: Drawing, side: number): Float32Array;
  /** Task `index` of those that the page shows: of classes that no training sees. `counts` are of each class. */
  shown(numbers: Numbers & { readonly seed: number }, index: number, counts: PointCounts): PictureTask;
  /**
   * Tasks of pictures that somebody has drawn: of all classes, or where these are split of those that the stream is for.
   * Training takes their turns by quarters as further classes; whatever else is asked for is upright.
   * @throws PlaygroundError `input-invalid` where the set has too few classes or drawings of a class.
   */
  drawnTasks(
    numbers: Numbers & PointCounts & { readonly seed: number },
    pictures: GivenPictures,
    stream: Stream,
  ): TaskDistribution;
  /** The most classes that a network without an inner loop tells apart in training, numbered for good. */
  readonly classified: number;
  /**
   * Points of training classes for such a network, which has `classified` outputs: of the family's own, or of given pictures and their
   * turns by quarters. The number of points is that of a task; a point’s class has nothing to do with that of another.
   */
  classifierTasks(
    numbers: Numbers & PointCounts & { readonly seed: number },
    pictures: GivenPictures | null,
  ): TaskDistribution;
  /** As how many classes training takes each class of given pictures: turned by quarters. */
  readonly turns: number;
  /** How many classes of a set are for what, once they are split. */
  classesOf(set: PictureSet): Readonly<Record<Part, number>>;
}
