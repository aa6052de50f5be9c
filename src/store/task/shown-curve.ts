/** For what is only there while the shown task is a curve. */
import type { ShownCurve } from '#families/curve/shown-curve.ts';
import type { ShownTask } from '#families/shown-task.ts';

/** The shown task, which has to be a curve. @throws RangeError if it is none. */
export function shownCurveOf({ task }: { readonly task: ShownTask }): ShownCurve {
  if (task.view === 'curve') return task;
  throw new RangeError(`Expected a task that is a curve, found ${task.family}.`);
}
