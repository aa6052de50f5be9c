/** Weights that were made for another number of classes than the shown task has, or for pictures of another size. */
import { inputSize, outputSize } from '#models/architecture.ts';
import type { ShownTask } from '#families/shown-task.ts';
import { type Entrant, fitsFamily, isPrior } from './contestants.ts';

/** What tasks have to be like: classes N, and pixels of a picture's side. */
export interface PictureShape {
  readonly ways: number;
  readonly side: number;
}

export interface PictureMisfit {
  readonly made: PictureShape;
  readonly now: PictureShape;
}

/** Why an entrant takes no part in a task of pictures; `null` where it does, or where the task is none of pictures. */
export function pictureMisfit(entrant: Entrant, task: ShownTask): PictureMisfit | null {
  if (task.view !== 'pictures' || isPrior(entrant) || fitsFamily(entrant, task.numbers)) return null;
  const { architecture } = entrant.network;
  return {
    made: { ways: outputSize(architecture), side: Math.sqrt(inputSize(architecture)) },
    now: { ways: task.ways, side: task.side },
  };
}
