/** The task on screen, whatever its family: one of the seed's stream, with what the user has made of it. */
import type { TaskEdits } from './curve/edits.ts';
import { type ShownCurve, shownCurve } from './curve/shown-curve.ts';
import { type FamilyCurve, familyOf, type SampleNumbers } from './family-of.ts';
import type { NamedPictures } from './pictures/picture-set.ts';
import type { DrawnCells } from './pictures/drawn-cells.ts';
import { type ShownPictures, shownPictures } from './pictures/shown-pictures.ts';

export type ShownTask = ShownCurve | ShownPictures;

/** Which task is shown, and what was made of it; each family heeds what is its own. */
export interface TaskVersion {
  /** Which task of the seed's stream is shown. */
  readonly taskIndex: number;
  /** Of a curve. */
  readonly taskEdits: TaskEdits;
  /** Into a task of pictures. */
  readonly drawings: DrawnCells;
}

/** Task `taskIndex` of the settings' stream, edited; a task of pictures is of `own` ones, where there are any. */
export function shownTask(
  numbers: SampleNumbers,
  { taskIndex, taskEdits, drawings }: TaskVersion,
  own: NamedPictures | null = null,
): ShownTask {
  const family = familyOf(numbers);
  return family.view === 'curve'
    ? shownCurve(numbers, taskIndex, taskEdits)
    : shownPictures(family, numbers, taskIndex, drawings, own);
}

/** The family's curve that a task is; `null` if it was drawn by hand, is unknown, or none. */
export function curveOf(task: ShownTask): FamilyCurve | null {
  return task.view === 'curve' ? task.curve : null;
}
