/** For what speaks of amplitude, phase and frequency: the shown task's, where it has them. */
import { curveOf, type ShownTask } from '../shown-task.ts';
import type { Sinusoid } from './sinusoid.ts';

/** The sinusoid that a task is; `null` if it was drawn by hand, is unknown, or of another family. */
export function sinusoidOf(task: ShownTask): Sinusoid | null {
  const curve = curveOf(task);
  return curve !== null && 'amplitude' in curve ? curve : null;
}
